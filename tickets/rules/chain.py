"""The hash chain of a timeline: each event seals the one before, so that tampering shows."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def seal(previous: str, content: Mapping[str, Any]) -> str:
    """Return the hash of an event: SHA-256 over the hash before and the event's own content."""
    return seal_written(previous, written(content))


def seal_written(previous: str, content: str) -> str:
    """Return the hash of content that is written out already."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def written(content: Mapping[str, Any]) -> str:
    """Write content out in the one way in which it is hashed."""
    return _WRITER.encode(content)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


_WRITER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
)
