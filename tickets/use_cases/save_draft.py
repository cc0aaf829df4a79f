"""Keep what somebody is typing, so that no swap, lost session or other machine loses it."""

from datetime import datetime

from contracts.models import User
from tickets.models import Draft

LENGTH = 100_000


def save_draft(user: User, *, place: str, body: str, at: datetime) -> Draft | None:
    """Keep a draft; an empty one is forgotten, and None returned."""
    if not body.strip():
        Draft.objects.filter(user=user, place=place).delete()
        return None
    draft, _ = Draft.objects.update_or_create(
        user=user, place=place, defaults={"body": body[:LENGTH], "saved_at": at}
    )
    return draft
