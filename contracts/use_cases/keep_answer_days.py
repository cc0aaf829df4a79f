"""Remind of an answer on responsibility before its last day; let silence agree where it may."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from contracts.choices import EventKind
from contracts.models import ContractEvent, Outage
from contracts.models.outage import OutageQuerySet
from contracts.use_cases.hold_place import contract_at
from contracts.use_cases.one_by_one import one_by_one
from contracts.use_cases.propose_responsibility import agree_by_silence
from contracts.use_cases.write_outage import tell

BATCH = 100
AHEAD = timedelta(days=2)


def remind_of_responsibility(*, at: datetime) -> int:
    """Record once for each round that its answer is due within two days; returns how many."""
    rows = _to_remind(at).order_by("answer_by").values_list("pk", flat=True)[:BATCH]
    return one_by_one(partial(_reminded, at=at), list(rows))


def let_silence_agree(*, at: datetime) -> int:
    """Deem agreed what nobody answered in its days, where the contract says so; returns how many.

    Where it says nothing, silence is no agreement: it waits on.
    """
    late = Outage.objects.filter(answer_by__lte=at).order_by("answer_by")
    return one_by_one(partial(_deemed, at=at), list(late.values_list("pk", flat=True)))


def _to_remind(at: datetime) -> OutageQuerySet:
    told = ContractEvent.objects.annotate(of=KT("detail__outage"), said=KT("detail__version"))
    reminded = told.filter(
        kind=EventKind.RESPONSIBILITY_REMINDED,
        configuration=OuterRef("configuration"),
        of=Cast(OuterRef("pk"), CharField()),
        said=Cast(OuterRef("version"), CharField()),
    )
    return Outage.objects.filter(answer_by__gt=at, answer_by__lte=at + AHEAD).exclude(
        Exists(reminded)
    )


@transaction.atomic
def _reminded(pk: int, *, at: datetime) -> bool:
    """Claim an outage by its row, look again, and record the reminder."""
    held = _claimed(_to_remind(at), pk)
    if held is None or held.answer_by is None:
        return False
    last = held.rounds.last()
    tell(
        EventKind.RESPONSIBILITY_REMINDED,
        held,
        by=None,
        at=at,
        round=last.number if last else 0,
        due_at=held.answer_by.isoformat(),
    )
    return True


@transaction.atomic
def _deemed(pk: int, *, at: datetime) -> bool:
    """Claim an outage by its row, look again, and agree it where its terms let silence do so."""
    held = _claimed(Outage.objects.filter(answer_by__lte=at), pk)
    if held is None or held.ends_at is None:
        return False
    terms = contract_at(held.configuration, held.begins_at).terms_at(held.begins_at)
    if terms is None or not terms.is_silence_agreement:
        return False
    agree_by_silence(held, at=at)
    return True


def _claimed(rows: OutageQuerySet, pk: int) -> Outage | None:
    claimed = rows.select_for_update(of=("self",), skip_locked=True, no_key=True).filter(pk=pk)
    return Outage.objects.whole().filter(pk=pk).first() if claimed.first() else None
