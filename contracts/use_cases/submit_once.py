"""Carry out a request at most once per key: sent again, it answers the first result."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import Submission, User
from contracts.rules.refusal import Refusal

KEPT_FOR = timedelta(hours=24)


class KeyReused(Refusal):
    """The same key came with another body."""

    code = "idempotency-key-reused"
    status = 422


@dataclass(frozen=True)
class Answer:
    """What a request was answered, kept so that it can be said again."""

    status: int
    body: Any
    is_repeated: bool = False


def digest_of(content: Any) -> str:
    """Return a digest of a request's content, whatever the order of its fields."""
    written = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


@transaction.atomic
def submit_once(
    act: Callable[[], tuple[int, Any]], *, key: str, digest: str, by: User, at: datetime
) -> Answer:
    """Act in the transaction that claims the key; a second sender waits for the first answer.

    :raises KeyReused: within 24 hours the key came with another body.
    """
    while (claimed := Submission.objects.claim(by, key, digest=digest, at=at)) is None:
        before = Submission.objects.select_for_update().filter(user=by, key=key).first()
        if before is None:
            continue  # it was forgotten at this very moment
        if before.at >= at - KEPT_FOR:
            return _said_again(before, digest)
        claimed = before.pk  # too old to count: the key is free again
        break
    status, body = act()
    Submission.objects.filter(pk=claimed).update(digest=digest, status=status, answer=body, at=at)
    return Answer(status, body)


def _said_again(before: Submission, digest: str) -> Answer:
    if before.digest != digest:
        raise KeyReused(_("This Idempotency-Key was used with another body."))
    return Answer(before.status or 200, before.answer, is_repeated=True)


def forget_old_submissions(*, at: datetime) -> int:
    """Delete the keys that are older than a day; returns how many."""
    return Submission.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
