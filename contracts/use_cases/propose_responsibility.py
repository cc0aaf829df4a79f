"""Propose whose an outage was, accept what was proposed, or counter it; settle what stays open.

Whatever is said is written as a version of the outage's segments with its percentages, and a
round that names it. Source: domain.md, Availability, penalty, reimbursement.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from contracts.choices import EventKind, OutageAction, OutageState, RoundKind
from contracts.models import Outage, ResponsibilityRound, User
from contracts.rules.outages import (
    Stretch,
    lays_on_publisher,
    says_the_same,
    state_after_counter,
)
from contracts.rules.refusal import Invalid
from contracts.rules.responsibility import Responsibility
from contracts.use_cases.check_stretches import Errors, errors_of_word, refuse
from contracts.use_cases.hold_place import contract_at
from contracts.use_cases.keep_agreed import last_agreement, see_that_agreed_stands
from contracts.use_cases.write_outage import (
    EVIDENCE_LENGTH,
    MOST_EVENTS,
    Evidence,
    held_outage,
    lines_named,
    stretches_of,
    tell,
    whole_second,
    write_round,
    write_version,
)

NO_EVIDENCE = Evidence()
_DAYS = 10  # where no terms say it
about_to_be_shared = Signal()
"""Sent with ``reference`` and ``at``, in the transaction and before the row of the outage is held,
when the publisher is about to see an outage, and so its incident."""


def whole_outage(outage: Outage, shares: Responsibility) -> list[Stretch]:
    """Return the word that lays all of an outage on the same parties alike."""
    return [Stretch(outage.begins_at, outage.ends_at, shares)]


@transaction.atomic
def propose_responsibility(
    outage: Outage,
    said: Sequence[Stretch],
    *,
    evidence: Evidence = NO_EVIDENCE,
    by: User,
    at: datetime,
) -> Outage:
    """Propose whose an outage was, segment by segment, as its manufacturer.

    Where some of it is laid on the publisher, it sees the outage and its incident from now on and
    answers within the contract's days; where nothing is, this alone is agreed.

    :raises Http404: not this person's to see.
    :raises Forbidden: only the manufacturer proposes.
    :raises OutageMoveNotOpen: it lasts still, something of it is not known, or another proposal
        waits for its answer.
    :raises Invalid: percentages are missing, or segments are not of the whole outage.
    :raises MonthIssued: of an issued month that is not contested it says otherwise than was agreed.
    """
    if lays_on_publisher(said) and outage.reference:
        about_to_be_shared.send(Outage, reference=outage.reference, at=at)
    held = held_outage(outage, OutageAction.PROPOSE, by=by)
    said = _written(held, said, evidence, by=by, at=at)
    made = write_round(held, RoundKind.PROPOSED, evidence=evidence, by=by, at=at)
    if not lays_on_publisher(said):
        return _agreed(held, made, by=by, at=at)
    held.shared_at = held.shared_at or at
    return _waiting(held, made, OutageState.PROPOSED, by=by, at=at)


@transaction.atomic
def accept_responsibility(outage: Outage, *, by: User, at: datetime) -> Outage:
    """Accept what the other vendor said last: it is agreed.

    :raises Http404: not this person's to see.
    :raises Forbidden: only the vendor that is asked accepts.
    :raises OutageMoveNotOpen: nothing waits for this vendor's answer.
    """
    held = held_outage(outage, OutageAction.ACCEPT, by=by)
    made = write_round(held, RoundKind.ACCEPTED, evidence=NO_EVIDENCE, by=by, at=at)
    return _agreed(held, made, by=by, at=at)


@transaction.atomic
def counter_responsibility(
    outage: Outage, said: Sequence[Stretch], *, evidence: Evidence, by: User, at: datetime
) -> Outage:
    """Say otherwise, as the publisher, and why; after two counters a manager of each settles it.

    :raises Http404: not this person's to see.
    :raises Forbidden: only the publisher counters.
    :raises OutageMoveNotOpen: nothing waits for the publisher's answer.
    :raises Invalid: no reason, the same as was proposed, percentages are missing, or segments are
        not of the whole outage.
    :raises MonthIssued: of an issued month that is not contested it says otherwise than was agreed.
    """
    held = held_outage(outage, OutageAction.COUNTER, by=by)
    before = stretches_of(held.current)
    said = _written(held, said, evidence, by=by, at=at, errors=errors_of_counter(evidence))
    if says_the_same(before, said):
        sentence = _("This is what was proposed: accept it.")
        raise Invalid(sentence, errors={"segments": [sentence]})
    made = write_round(held, RoundKind.COUNTERED, evidence=evidence, by=by, at=at)
    return _waiting(held, made, state_after_counter(_counters(held)), by=by, at=at)


@transaction.atomic
def settle_responsibility(
    outage: Outage,
    said: Sequence[Stretch],
    *,
    evidence: Evidence = NO_EVIDENCE,
    by: User,
    at: datetime,
) -> Outage:
    """Say, as a manager of a vendor, what settles it; agreed once a manager of each says the same.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors settles.
    :raises OutageMoveNotOpen: it does not wait to be settled.
    :raises Invalid: percentages are missing, or segments are not of the whole outage.
    :raises MonthIssued: of an issued month that is not contested it says otherwise than was agreed.
    """
    held = held_outage(outage, OutageAction.SETTLE, by=by)
    last = held.rounds.last()
    before = stretches_of(held.current)
    said = _written(held, said, evidence, by=by, at=at)
    is_others = (
        last is not None
        and last.kind == RoundKind.OFFERED
        and last.organisation_id != by.organisation_id
    )
    if is_others and says_the_same(before, said):
        made = write_round(held, RoundKind.SETTLED, evidence=evidence, by=by, at=at)
        return _agreed(held, made, by=by, at=at)
    made = write_round(held, RoundKind.OFFERED, evidence=evidence, by=by, at=at)
    return _waiting(held, made, OutageState.TO_SETTLE, by=by, at=at)


def errors_of_counter(evidence: Evidence) -> Errors:
    """Return what a counter lacks beside its percentages."""
    missing = _("Say why: the other vendor reads it.")
    return {} if evidence.words.strip() else {"evidence": [missing]}


def _written(
    held: Outage,
    said: Sequence[Stretch],
    evidence: Evidence,
    *,
    by: User,
    at: datetime,
    errors: Errors | None = None,
) -> list[Stretch]:
    """Write what is said of whose an outage was as its next version, and return it.

    ``errors``: what else cannot be right of it; all is told at once.

    :raises Invalid: so it cannot be said.
    :raises MonthIssued: an issued month holds something else as agreed.
    """
    whole = [
        replace(
            each,
            begins=whole_second(each.begins),
            ends=None if each.ends is None else whole_second(each.ends),
            is_unknown=False,
        )
        for each in said
    ]
    about_evidence = _errors_of_evidence(held, evidence, by=by)
    refuse((errors or {}) | about_evidence | errors_of_word(held, whole, by=by))
    see_that_agreed_stands(held, whole, at=at)
    write_version(held, whole)
    return whole


def _errors_of_evidence(held: Outage, evidence: Evidence, *, by: User) -> Errors:
    errors = {}
    if len(evidence.words) > EVIDENCE_LENGTH:
        sentence = _("This text is too long: %(limit_value)s characters at most.")
        errors["evidence"] = [sentence % {"limit_value": EVIDENCE_LENGTH}]
    if len(evidence.events) > MOST_EVENTS:
        sentence = _("Name at most %(most)s lines of the incident.")
        errors["events"] = [sentence % {"most": MOST_EVENTS}]
    elif missing := _not_there(held, evidence, by=by):
        sentence = _("The incident has no line of this number: %(numbers)s.")
        errors["events"] = [sentence % {"numbers": ", ".join(map(str, missing))}]
    return errors


def _not_there(held: Outage, evidence: Evidence, *, by: User) -> list[int]:
    """Return the numbers of lines that are named and not there for this person to read."""
    if not (evidence.events and held.reference):
        return list(evidence.events)
    said: Any = lines_named.send(Outage, reference=held.reference, events=evidence.events, by=by)
    return sorted({number for _receiver, missing in said for number in missing})


def _waiting(
    held: Outage, made: ResponsibilityRound, state: OutageState, *, by: User, at: datetime
) -> Outage:
    held.state = state
    held.answer_by = None if state == OutageState.TO_SETTLE else at + days_to_answer(held)
    held.save()
    kinds = {
        RoundKind.PROPOSED: EventKind.RESPONSIBILITY_PROPOSED,
        RoundKind.COUNTERED: EventKind.RESPONSIBILITY_COUNTERED,
        RoundKind.OFFERED: EventKind.RESPONSIBILITY_OFFERED,
    }
    tell(kinds[RoundKind(made.kind)], held, by=by, at=at, round=made.number)
    return held


def _agreed(held: Outage, made: ResponsibilityRound, *, by: User | None, at: datetime) -> Outage:
    held.state, held.answer_by, held.agreed_at = OutageState.AGREED, None, at
    held.save()
    tell(EventKind.RESPONSIBILITY_AGREED, held, by=by, at=at, round=made.number, how=made.kind)
    return held


def agree_by_silence(held: Outage, *, at: datetime) -> Outage:
    """Deem a held outage agreed as it was said last: its days to answer have passed in silence."""
    made = write_round(held, RoundKind.DEEMED, evidence=NO_EVIDENCE, by=None, at=at)
    return _agreed(held, made, by=None, at=at)


def days_to_answer(outage: Outage) -> timedelta:
    """Return within how long a vendor answers, by the terms of the day on which it began."""
    terms = contract_at(outage.configuration, outage.begins_at).terms_at(outage.begins_at)
    return timedelta(days=terms.responsibility_days if terms else _DAYS)


def _counters(outage: Outage) -> int:
    """Return how often the publisher has countered since the outage was last agreed, if ever."""
    kinds = outage.rounds.filter(kind=RoundKind.COUNTERED)
    last = last_agreement(outage)
    return kinds.filter(number__gt=last.number if last else 0).count()
