"""Keep what somebody is typing, so that no swap, lost session or other machine loses it."""

import json
from collections.abc import Collection, Mapping
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
    body = _kept(body)
    if not body.strip():
        Draft.objects.filter(user=user, place=place).delete()
        return None
    return _keep(user, place=place, body=body, at=at)


def save_answers(user: User, *, place: str, answers: Mapping[str, str], at: datetime) -> Draft:
    """Keep the answers of a form as JSON, which is never cut itself: each answer is."""
    kept = {name: _kept(answer) for name, answer in answers.items()}
    return _keep(user, place=place, body=json.dumps(kept, ensure_ascii=False), at=at)


def _kept(text: str) -> str:
    """Return as much of a text as is kept, without what PostgreSQL cannot keep."""
    return text.replace("\0", "")[:LENGTH]


def _keep(user: User, *, place: str, body: str, at: datetime) -> Draft:
    draft, _ = Draft.objects.update_or_create(
        user=user, place=place, defaults={"body": body, "saved_at": at}
    )
    return draft
