"""Which signatures a revision lacks, and when it comes into force (domain.md, Configuration)."""

from collections.abc import Collection
from datetime import datetime

from contracts.choices import Kind

VENDORS = frozenset({Kind.MANUFACTURER, Kind.PUBLISHER})


def missing_signatures(signed_by: Collection[str]) -> frozenset[Kind]:
    """Return the kinds of vendor that have not signed yet."""
    return frozenset(VENDORS - set(signed_by))


def effective_instant(*, effective_at: datetime, last_signed_at: datetime) -> datetime:
    """Return when a signed revision comes into force: never before its second signature."""
    return max(effective_at, last_signed_at)
