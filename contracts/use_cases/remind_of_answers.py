"""Say once that the answer to a change notice is overdue: silence is never approval."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from contracts import journal
from contracts.choices import EventKind, RevisionState
from contracts.models import ContractEvent, Revision
from contracts.models.revision import RevisionQuerySet
from contracts.use_cases.one_by_one import one_by_one

BATCH = 100


def remind_of_answers(*, at: datetime) -> int:
    """Record each change notice whose answer is overdue, once; returns how many there were.

    The notice itself stays as it is, and waits on. Source: domain.md, Configuration.
    """
    overdue = _overdue(at).order_by("answer_due_at").values_list("pk", flat=True)[:BATCH]
    return one_by_one(partial(_said, at=at), list(overdue))


def _overdue(at: datetime) -> RevisionQuerySet:
    said = ContractEvent.objects.annotate(of=KT("detail__revision")).filter(
        kind=EventKind.REVISION_ANSWER_OVERDUE,
        configuration=OuterRef("configuration"),
        of=Cast(OuterRef("number"), CharField()),
    )
    return Revision.objects.filter(state=RevisionState.PROPOSED, answer_due_at__lte=at).exclude(
        Exists(said)
    )


@transaction.atomic
def _said(pk: int, *, at: datetime) -> bool:
    """Claim a notice by its row, look again, and record it."""
    held = (
        _overdue(at)
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("configuration")
        .filter(pk=pk)
        .first()
    )
    if held is None or held.answer_due_at is None:
        return False
    journal.record(
        EventKind.REVISION_ANSWER_OVERDUE,
        by=None,
        at=at,
        configuration=held.configuration,
        revision=held.number,
        due_at=held.answer_due_at.isoformat(),
    )
    return True
