"""What happened to the statement of a month, in a sentence for its reader."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from contracts.choices import ContestDecision, EventKind, Kind
from contracts.dates import say_month
from contracts.models import Contest, Contract, ContractEvent, Correction, Statement, User
from contracts.papers.figures import money
from contracts.selectors.notes import note_to

SAID: Mapping[EventKind, Promise] = {
    EventKind.STATEMENT_ISSUED: gettext_lazy(
        "Statement %(number)s of contract %(contract)s for %(month)s is issued: %(penalty)s are "
        "owed to the client"
    ),
    EventKind.STATEMENT_PAID: gettext_lazy(
        "%(amount)s were paid to the client for statement %(number)s of contract %(contract)s"
    ),
    EventKind.STATEMENT_REIMBURSED: gettext_lazy(
        "%(amount)s were reimbursed by the publisher for statement %(number)s of contract "
        "%(contract)s"
    ),
    EventKind.STATEMENT_CONTESTED: gettext_lazy(
        "%(who)s, %(company)s, contests a line of statement %(number)s of contract %(contract)s"
    ),
    EventKind.CONTEST_DECIDED: gettext_lazy(
        "The contest of a line of statement %(number)s of contract %(contract)s is %(decision)s"
    ),
    EventKind.STATEMENT_CORRECTED: gettext_lazy(
        "Note %(note)s corrects statement %(number)s of contract %(contract)s by %(amount)s"
    ),
    EventKind.ANNUAL_CAP_REACHED: gettext_lazy(
        "The penalties of contract %(contract)s have reached their annual cap with %(month)s"
    ),
    EventKind.MONTH_OVER: gettext_lazy(
        "%(month)s is over for contract %(contract)s: its statement can be drawn up"
    ),
}
ICONS: Mapping[str, str] = {
    EventKind.STATEMENT_ISSUED: "file",
    EventKind.STATEMENT_PAID: "check",
    EventKind.STATEMENT_REIMBURSED: "check",
    EventKind.STATEMENT_CONTESTED: "alert",
    EventKind.CONTEST_DECIDED: "st-ok",
    EventKind.STATEMENT_CORRECTED: "pen",
    EventKind.ANNUAL_CAP_REACHED: "alert",
    EventKind.MONTH_OVER: "clock",
}
_REOPENED: Mapping[EventKind, Promise] = {
    EventKind.STATEMENT_CONTESTED: gettext_lazy(
        "%(who)s, %(company)s, reopens a line of statement %(number)s of contract %(contract)s"
    ),
    EventKind.CONTEST_DECIDED: gettext_lazy(
        "The correction of a reopened line of statement %(number)s of contract %(contract)s is "
        "%(decision)s"
    ),
}
"""What is said where the manufacturer itself reopened the line."""
_BACK: Mapping[EventKind, Promise] = {
    EventKind.STATEMENT_PAID: gettext_lazy(
        "%(amount)s were paid back by the client for statement %(number)s of contract %(contract)s"
    ),
    EventKind.STATEMENT_REIMBURSED: gettext_lazy(
        "%(amount)s were paid back to the publisher for statement %(number)s of contract "
        "%(contract)s"
    ),
}
"""What is said of money that goes back after a debit note."""
_UNCHANGED: Mapping[bool, Promise] = {
    False: gettext_lazy(
        "The contest of a line of statement %(number)s of contract %(contract)s is accepted; your "
        "sum and times stay the same"
    ),
    True: gettext_lazy(
        "The correction of a reopened line of statement %(number)s of contract %(contract)s is "
        "accepted; your sum and times stay the same"
    ),
}
"""What a client is told of an accepted contest that moves between the vendors alone."""
_DECISIONS: Mapping[str, Promise] = {
    ContestDecision.ACCEPTED: pgettext_lazy("contest", "accepted"),
    ContestDecision.REFUSED: pgettext_lazy("contest", "refused"),
}


def is_about_statement(event: ContractEvent) -> bool:
    """Tell whether an event is one of a month's statement."""
    return event.kind in SAID


def statement_of_event(event: ContractEvent) -> Statement | None:
    """Return the statement of which an event tells; None of a month that was not issued."""
    return (
        Statement.objects.select_related("contract__client", "agreement")
        .filter(pk=event.detail.get("statement"))
        .first()
    )


def say_news_of_statement(event: ContractEvent, contract: Contract, *, reader: User) -> str:
    """Return one sentence for a line about a statement: nothing in it that a reader may not read.

    A client reads of no correction between the vendors alone, nor of what the publisher pays: of
    such events it is not told.
    """
    statement = statement_of_event(event)
    month = statement.month if statement else _month_in(event)
    correction = Correction.objects.filter(pk=event.detail.get("correction")).first()
    contest = _contest_of(event)
    currency = statement.currency if statement else ""
    kind, amount = EventKind(event.kind), _amount(event, correction)
    if kind in _BACK and amount is not None and amount < 0:
        sentence, amount = _BACK[kind], -amount
    else:
        sentence = _sentence(kind, contest, reader)
    return str(sentence) % {
        "contract": contract.number,
        "number": statement.legal_number if statement else "",
        "month": say_month(month) if month else "",
        "penalty": money(statement.penalty, currency) if statement else "",
        "amount": "" if amount is None else money(amount, currency),
        "note": correction.legal_number if correction else "",
        "decision": _DECISIONS.get(contest.decision, "") if contest else "",
        "who": event.by.name if event.by else "Guichet",
        "company": event.by.organisation.short_name if event.by else "",
    }


def _sentence(kind: EventKind, contest: Contest | None, reader: User) -> Promise:
    if contest is None:
        return SAID[kind]
    if kind == EventKind.CONTEST_DECIDED:
        led_to = note_to(contest)
        if led_to is not None and not led_to.is_read_by(reader):
            return _UNCHANGED[contest.is_reopening]
    return _REOPENED[kind] if contest.is_reopening else SAID[kind]


def may_be_told(event: ContractEvent, reader: User) -> bool:
    """Tell whether a person may read news of a statement: a client of what concerns it alone."""
    if reader.kind != Kind.CLIENT:
        return True
    if event.kind == EventKind.STATEMENT_CONTESTED:
        contest = _contest_of(event)
        return contest is not None and contest.is_reopening
    return event.kind in {
        EventKind.STATEMENT_ISSUED,
        EventKind.STATEMENT_PAID,
        EventKind.CONTEST_DECIDED,
    }


def _contest_of(event: ContractEvent) -> Contest | None:
    whole = Contest.objects.select_related("opened_by", "line__statement__agreement")
    return whole.filter(pk=event.detail.get("contest")).first()


def _amount(event: ContractEvent, correction: Correction | None) -> Decimal | None:
    """Return the amount of which an event tells; None of one that tells of none."""
    if correction is not None:
        return correction.penalty
    try:
        return Decimal(event.detail["amount"])
    except (KeyError, InvalidOperation):
        return None


def _month_in(event: ContractEvent) -> date | None:
    said = event.detail.get("month")
    return date.fromisoformat(f"{said}-01") if said else None
