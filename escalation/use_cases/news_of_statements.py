"""What a mail says of the statement of a month: what happened, and where it is read."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.choices import EventKind, Kind, StatementAction
from contracts.models import Contest, Contract, ContractEvent, Correction, User
from contracts.selectors.notes import note_to
from contracts.selectors.statements import StatementRead
from contracts.statement_words import say_news_of_statement, statement_of_event
from escalation.models import Notification
from escalation.use_cases.mail_news import News, addressed_to, public
from escalation.wording import as_sentence


def news_of_statement(
    notification: Notification, event: ContractEvent, contract: Contract, *, at: datetime
) -> News:
    """Return what a mail that leaves at an instant says of a statement."""
    reader = notification.recipient
    line = as_sentence(say_news_of_statement(event, contract, reader=reader))
    return News(
        subject=_("Contract %(number)s: statement") % {"number": contract.number},
        reference=contract.number,
        title=_("Contract of %(client)s") % {"client": contract.client.short_name},
        line=line,
        is_answered_there=_is_answered(notification, event, contract, at=at),
        address=public(address_of_statement(event, contract, reader=reader)),
        **addressed_to(reader, contract.agreement.manufacturer),
    )


def address_of_statement(event: ContractEvent, contract: Contract, *, reader: User) -> str:
    """Return the page of the month of which an event tells; of a note, the note's own."""
    statement = statement_of_event(event)
    if statement is not None:
        note = _note_of(event)
        if note is not None and note.is_read_by(reader):
            return reverse("contracts:note", args=[statement.key, note.legal_number])
        return reverse("contracts:statement", args=[statement.key])
    month = event.detail.get("month")
    if month is None:
        return reverse("contracts:statements")
    return reverse("contracts:statement", args=[f"{contract.number}-{month}"])


def _note_of(event: ContractEvent) -> Correction | None:
    """Return the note that an event tells of, or to which the contest led that it tells of."""
    match event.kind:
        case EventKind.STATEMENT_CORRECTED:
            return Correction.objects.filter(pk=event.detail["correction"]).first()
        case EventKind.CONTEST_DECIDED:
            return note_to(Contest.objects.filter(pk=event.detail["contest"]).first())
        case _:
            return None


def _is_answered(
    notification: Notification, event: ContractEvent, contract: Contract, *, at: datetime
) -> bool:
    """Tell whether the page takes an answer of this reader: issue, contest, decide, pay."""
    statement = statement_of_event(event)
    if statement is None:
        return event.kind == EventKind.MONTH_OVER
    reader = notification.recipient
    read = StatementRead(contract, statement.month, reader, at, statement)
    is_client = reader.kind == Kind.CLIENT
    # to reopen a line answers nothing: a manager of the manufacturer can do it at any time
    return bool(read.abilities if is_client else read.abilities - {StatementAction.CONTEST})
