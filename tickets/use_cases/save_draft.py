"""Keep what somebody is typing, so that no swap, lost session or other machine loses it."""

from collections.abc import Collection
from datetime import datetime

from contracts.models import User
from tickets.models import Draft

LENGTH = 100_000


def save_draft(
    user: User, *, place: str, body: str, at: datetime, instead_of: Collection[str] = ()
) -> Draft | None:
    """Keep a draft; an empty one is forgotten, and None returned.

    ``instead_of`` names the places from which the text has moved here: another audience's.
    """
    if instead_of:
        Draft.objects.filter(user=user, place__in=set(instead_of) - {place}).delete()
    body = body.replace("\0", "")  # which PostgreSQL cannot keep
    if not body.strip():
        Draft.objects.filter(user=user, place=place).delete()
        return None
    draft, _ = Draft.objects.update_or_create(
        user=user, place=place, defaults={"body": body[:LENGTH], "saved_at": at}
    )
    return draft
