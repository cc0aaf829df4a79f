"""A line of a statement is contested or reopened; the manufacturer decides, corrects by a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import ContestDecision, EventKind, LedgerAct
from contracts.dates import say_date, say_month
from contracts.models import (
    Contest,
    Correction,
    CorrectionLine,
    Statement,
    StatementLine,
    User,
)
from contracts.rules.booking import LineAmounts, issued
from contracts.rules.refusal import Forbidden, Refusal
from contracts.selectors.anew import Anew, anew_of
from contracts.selectors.drafts import Draft
from contracts.selectors.notes import is_between_vendors
from contracts.selectors.statements import actor_to
from contracts.use_cases.book import book, locked_statement
from contracts.use_cases.contest_waits import see_that_line_is_agreed, see_that_others_stand
from contracts.use_cases.end_revision import reason_read
from contracts.use_cases.hold_place import hold_systems
from contracts.use_cases.issue_statement import NotIssuable, hold_outages, next_number
from contracts.use_cases.refuse_if_changed import refuse_if_changed


class ContestTooLate(Refusal):
    """The contract's delay to contest has passed, from the issue and from what followed it."""

    code = "contest-too-late"


class ContestOpen(Refusal):
    """The line is contested already, and that waits for its answer."""

    code = "contest-open"


class ContestDecided(Refusal):
    """There is no contest that waits for an answer."""

    code = "contest-decided"


class NoDifference(Refusal):
    """Reckoned anew, the month or the line comes to what was issued: nothing is to correct."""

    code = "no-difference"


@dataclass(frozen=True)
class Answer:
    """What the manufacturer decides, and the words with which the client is told."""

    decision: ContestDecision
    words: str = ""


@transaction.atomic
def contest_line(line: StatementLine, *, reason: str, by: User, at: datetime) -> Contest:
    """Contest a line, with the reason, which the others read; the other lines stay payable.

    A manager of the manufacturer reopens one so, whenever something is to be corrected in it.

    :raises Http404: not this person's to see.
    :raises Forbidden: only the client contests, only a manager of the manufacturer reopens.
    :raises ContestTooLate: for the client, whose delay by the contract has passed, in days of its
        zone: from the issue, from a decision on what the manufacturer reopened, and from a note
        that changes what the client is owed.
    :raises ContestOpen: it is contested already.
    :raises Invalid: no reason, or too long a one.
    """
    held = locked_statement(line.statement, by=by)
    actor = actor_to(by, held.contract)
    if not (actor.is_client or actor.is_manager_of_manufacturer):
        raise Forbidden(
            _(
                "Only the client contests a line of its statement; only a manager of the "
                "manufacturer reopens one."
            )
        )
    if actor.is_client and at >= held.contestable_until:
        sentence = _("This statement could be contested until %(day)s inclusive.")
        raise ContestTooLate(sentence % {"day": say_date(held.last_day_to_contest)})
    if Contest.objects.filter(line=line, decision="").exists():
        raise ContestOpen(_("This line is contested already, and waits for its answer."))
    contest = Contest.objects.create(
        line=line, reason=reason_read(reason), opened_by=by, opened_at=at
    )
    _record(EventKind.STATEMENT_CONTESTED, held, contest, by=by, at=at)
    return contest


@transaction.atomic
def decide_contest(
    contest: Contest, answer: Answer, *, by: User, at: datetime, seen: str | None = None
) -> Contest:
    """Decide a contest. Accepted, the month is reckoned anew and the difference issued as a note.

    Of one month, one note: other contests whose lines come to something else are accepted with it.
    What the publisher owes changes by what it agreed to alone: outages of which both vendors
    agreed whose they were. ``seen``: the mark of the month anew that was read, where it has to be
    that one still.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the manufacturer decides.
    :raises ContestDecided: it was decided meanwhile.
    :raises Stale: the month comes to something else now, or something else waits.
    :raises ContestWaits: an outage of its line is not agreed; or accepted, while a line of which
        nobody opened the question again comes to something else, before any cap.
    :raises NotIssuable: accepted, while an outage of another line of the month is not agreed.
    :raises NoDifference: accepted, while the month, or the line, comes to what was issued.
    :raises Invalid: refused without a reason, or too long a one.
    """
    hold_systems(contest.line.statement.contract_id)
    held = locked_statement(contest.line.statement, by=by)
    if not actor_to(by, held.contract).is_manager_of_manufacturer:
        raise Forbidden(_("Only a manager of the manufacturer decides on a contest."))
    waiting = Contest.objects.select_related("line").filter(pk=contest.pk).first()
    if waiting is None:
        raise Http404
    if waiting.decision:
        raise ContestDecided(_("This contest was decided already."))
    hold_outages(held.contract, held.month)
    anew = anew_of(held, at=at)
    refuse_if_changed(anew.mark, seen)
    see_that_line_is_agreed(anew, waiting)
    is_refused = answer.decision == ContestDecision.REFUSED
    waiting.answer = reason_read(answer.words) if is_refused else answer.words.strip()
    waiting.decision, waiting.decided_by, waiting.decided_at = answer.decision, by, at
    waiting.save()
    if not is_refused:
        _correct(anew, waiting, by=by, at=at)
        _accept_along(anew, waiting, by=by, at=at)
    _record(EventKind.CONTEST_DECIDED, held, waiting, by=by, at=at)
    return waiting


def _accept_along(anew: Anew, contest: Contest, *, by: User, at: datetime) -> None:
    """Accept the other contests whose difference the note of one holds, with the same words."""
    for each in anew.along(contest):
        each.decision, each.answer = ContestDecision.ACCEPTED, contest.answer
        each.decided_by, each.decided_at, each.along_with = by, at, contest
        each.save()
        _record(EventKind.CONTEST_DECIDED, anew.statement, each, by=by, at=at)


def _correct(anew: Anew, contest: Contest, *, by: User, at: datetime) -> None:
    statement, draft = anew.statement, _ready(anew)
    see_that_others_stand(anew, contest)
    if unchanged := anew.unchanged(contest):
        raise NoDifference(unchanged)
    changed = anew.differences
    correction = Correction.objects.create(
        statement=statement,
        agreement_id=statement.agreement_id,
        contest=contest,
        number=next_number(statement.contract, "corrections"),
        issued_at=at,
        issued_by=by,
        penalty=sum((each.penalty for each in changed), Decimal(0)),
        reimbursement=sum((each.reimbursement for each in changed), Decimal(0)),
        reckoning=draft.reckoning,
        is_between_vendors=is_between_vendors(statement, draft.reckoning),
    )
    CorrectionLine.objects.bulk_create(
        CorrectionLine(
            correction=correction,
            line_id=each.line,
            penalty=each.penalty,
            reimbursement=each.reimbursement,
        )
        for each in changed
    )
    book(LedgerAct.CORRECTION, statement, issued(changed), by=by, at=at, correction=correction)
    journal.record(
        EventKind.STATEMENT_CORRECTED,
        by=by,
        at=at,
        contract=statement.contract,
        statement=statement.pk,
        correction=correction.pk,
    )
    _tell_of_the_annual_cap(statement, draft, changed, by=by, at=at)


def _tell_of_the_annual_cap(
    statement: Statement,
    draft: Draft,
    changed: Sequence[LineAmounts],
    *,
    by: User,
    at: datetime,
) -> None:
    """Record that a correction reached the annual cap, where what was said before did not."""
    said = draft.result.penalty - sum((each.penalty for each in changed), Decimal(0))
    left = draft.result.annual_left
    if draft.result.reaches_annual_cap and left is not None and said < left:
        journal.record(
            EventKind.ANNUAL_CAP_REACHED,
            by=by,
            at=at,
            contract=statement.contract,
            statement=statement.pk,
        )


def _ready(anew: Anew) -> Draft:
    """Return what a month comes to that can be reckoned anew.

    :raises NotIssuable: an outage of it is not agreed; all that is missing is said.
    """
    missing = anew.not_reckoned()
    if anew.draft is None or missing:
        sentence = _("%(month)s cannot be reckoned anew yet.")
        said = sentence % {"month": say_month(anew.statement.month)}
        raise NotIssuable(" ".join([said, *missing]), extra={"missing": missing})
    return anew.draft


def _record(
    kind: EventKind, statement: Statement, contest: Contest, *, by: User, at: datetime
) -> None:
    journal.record(
        kind,
        by=by,
        at=at,
        contract=statement.contract,
        statement=statement.pk,
        contest=contest.pk,
    )
