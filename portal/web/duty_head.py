"""Who is on duty, for the top of every page: asked for once a minute in each process."""

from datetime import datetime

from django.core.cache import caches

from contracts.models import Organisation
from contracts.selectors.rosters import Head, head_of


def head_kept(organisation: Organisation, *, at: datetime) -> Head:
    """Return who is on duty as it was within the last minute, and never past a hand-over."""
    kept, key = caches["minute"], f"duty:{organisation.pk}"
    head: Head | None = kept.get(key)
    if head is None or any(each.until <= at for each in head.on_duty):
        head = head_of(organisation, at=at)
        kept.set(key, head)
    return head
