"""What somebody has typed and not sent yet."""

from collections.abc import Iterable

from contracts.models import User
from tickets.models import Draft


def draft_of(user: User, place: str) -> str:
    """Return the text that a person left in a place; nothing where there is none."""
    found = Draft.objects.filter(user=user, place=place).values_list("body", flat=True)
    return found.first() or ""


def newest_draft_of(user: User, places: Iterable[str]) -> Draft | None:
    """Return what a person typed last in one of several places, such as a message's audiences."""
    drafts = Draft.objects.filter(user=user, place__in=list(places))
    return drafts.order_by("-saved_at").first()
