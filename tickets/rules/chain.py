"""The hash chain of a timeline: each event seals the one before, so that tampering shows."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def seal(previous: str, content: Mapping[str, Any]) -> str:
    """Return the hash of an event: SHA-256 over the hash before and the event's own content."""
    written = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )
    return hashlib.sha256(f"{previous}\n{written}".encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
