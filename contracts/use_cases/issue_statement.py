"""Issue the statement of a month: frozen, numbered, booked, in one transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind, LedgerAct
from contracts.dates import say_date, say_month
from contracts.models import (
    Contract,
    DocumentSeries,
    Outage,
    Placement,
    Statement,
    StatementLine,
    User,
)
from contracts.rules.availability import instant_of, shown_availability
from contracts.rules.booking import LineAmounts, issued
from contracts.rules.committed import span_of_month
from contracts.rules.refusal import Forbidden, Refusal
from contracts.rules.settling import contest_ends_at
from contracts.rules.statement import MonthResult
from contracts.selectors.drafts import Draft, draft_of
from contracts.selectors.statements import actor_to, first_to_issue
from contracts.use_cases.book import book
from contracts.use_cases.hold_place import hold_systems
from contracts.use_cases.offer_terms import locked_contract
from contracts.use_cases.refuse_if_changed import refuse_if_changed
from contracts.use_cases.say_doer import say_doer


class NotIssuable(Refusal):
    """A month that cannot be issued yet, or never; ``missing`` says all that stands against it."""

    code = "not-issuable"


class IssuedAlready(Refusal):
    """The month was issued: once, for ever."""

    code = "issued-already"


@transaction.atomic
def issue_statement(
    contract: Contract, month: date, *, by: User, at: datetime, seen: str | None = None
) -> Statement:
    """Issue a month of a contract: what it came to is frozen, gets its number, and is owed.

    ``month``: its first day, in the contract's zone; ``seen``: the mark of the draft that was read,
    where it has to be that one still.

    :raises Http404: the contract is not this person's to see.
    :raises Forbidden: only a manager of the manufacturer issues statements.
    :raises IssuedAlready: the month was issued before.
    :raises NotIssuable: the month is not over or none of the contract's, an earlier one is not
        issued, an outage is not agreed, or something is not known; each is said.
    :raises Stale: the month comes to something else now.
    """
    hold_systems(contract.pk)
    held = locked_contract(contract, by=by)
    if not actor_to(by, held).is_manager_of_manufacturer:
        raise Forbidden(_("Only a manager of the manufacturer issues statements."))
    _refuse_twice(held, month)
    hold_outages(held, month)
    draft = _ready(held, month, at=at)
    refuse_if_changed(draft.mark, seen)
    statement = _frozen(held, draft, by=by, at=at)
    lines = _lines(statement, draft.result)
    book(LedgerAct.ISSUE, statement, issued(lines), by=by, at=at)
    journal.record(
        EventKind.STATEMENT_ISSUED,
        by=by,
        at=at,
        contract=held,
        statement=statement.pk,
        month=f"{month:%Y-%m}",
    )
    if draft.result.reaches_annual_cap:
        journal.record(
            EventKind.ANNUAL_CAP_REACHED, by=by, at=at, contract=held, statement=statement.pk
        )
    return statement


def next_number(contract: Contract, field: str) -> int:
    """Return the next number of a kind of document under an agreement, and keep it.

    The counter's row is locked until the transaction ends: what is undone leaves no gap.
    """
    DocumentSeries.objects.get_or_create(agreement_id=contract.agreement_id)
    series = DocumentSeries.objects.select_for_update().get(agreement_id=contract.agreement_id)
    number: int = getattr(series, field) + 1
    setattr(series, field, number)
    series.save(update_fields=[field])
    return number


def hold_outages(contract: Contract, month: date) -> None:
    """Lock the outages that may lie in a month: nobody says anew whose they were meanwhile."""
    begins, ends = (instant_of(each) for each in span_of_month(month, contract.zone()))
    placed = Placement.objects.filter(contract=contract).values("configuration")
    outages = Outage.objects.filter(configuration__in=placed, begins_at__lt=ends)
    lasting = outages.exclude(ends_at__lte=begins).order_by("pk")
    list(lasting.select_for_update(no_key=True).values_list("pk"))


def _refuse_twice(contract: Contract, month: date) -> None:
    before = Statement.objects.filter(contract=contract, month=month)
    found = before.select_related("issued_by__organisation").first()
    if found is not None:
        sentence = _("%(month)s was issued already, as %(number)s: what was issued stays as it is.")
        said = sentence % {"month": say_month(month), "number": found.legal_number}
        raise IssuedAlready(said + say_doer(found.issued_by, found.issued_at))


def _ready(contract: Contract, month: date, *, at: datetime) -> Draft:
    """Return the draft of a month that can be issued.

    :raises NotIssuable: it cannot; all that is missing is said.
    """
    draft = draft_of(contract, month, at=at)
    if draft is None:
        raise NotIssuable(_say_no_such_month(contract, month))
    missing = [*draft.missing]
    first = first_to_issue(contract)
    if first < month:
        missing.append(_("Issue %(month)s first.") % {"month": say_month(first)})
    if missing:
        raise NotIssuable(" ".join(missing), extra={"missing": missing})
    return draft


def _say_no_such_month(contract: Contract, month: date) -> str:
    days = {"first": say_date(contract.starts_on), "month": say_month(month)}
    if contract.ends_on is None:
        return _("The contract runs from %(first)s on: %(month)s has no statement.") % days
    sentence = _("The contract runs from %(first)s to %(last)s: %(month)s has no statement.")
    return sentence % {**days, "last": say_date(contract.ends_on)}


def _frozen(contract: Contract, draft: Draft, *, by: User, at: datetime) -> Statement:
    result = draft.result
    shown = result.availability
    return Statement.objects.create(
        contract=contract,
        agreement=contract.agreement,
        month=draft.month,
        number=next_number(contract, "statements"),
        issued_at=at,
        issued_by=by,
        contest_until=contest_ends_at(at, draft.contest_days, contract.zone()),
        currency=contract.agreement.currency,
        split_method=result.terms.split,
        fee=result.fee,
        availability=None if shown is None else shown_availability(shown),
        penalty=result.penalty,
        reimbursement=result.reimbursement,
        reckoning=draft.reckoning,
    )


def _lines(statement: Statement, result: MonthResult) -> Sequence[LineAmounts]:
    lines = StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement,
            configuration_id=each.key,
            availability=None
            if each.availability is None
            else shown_availability(each.availability),
            penalty=each.penalty,
            reimbursement=each.reimbursement,
        )
        for each in result.lines
    )
    return [LineAmounts(each.pk, each.penalty, each.reimbursement) for each in lines]
