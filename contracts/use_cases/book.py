"""Book an act in the ledger, in the act's own transaction; correct by reversal alone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind, LedgerAct, Role
from contracts.models import Correction, LedgerEntry, LedgerPosting, Statement, User
from contracts.rules.booking import Entry, reversed_of
from contracts.rules.refusal import Forbidden, Refusal
from contracts.selectors.ledger import due_of, state_now
from contracts.use_cases.end_revision import reason_read
from contracts.use_cases.hold_place import hold_contract


class NotReversible(Refusal):
    """An entry that is not corrected by its reversal, or was reversed already."""

    code = "not-reversible"


def book(
    act: LedgerAct,
    statement: Statement,
    postings: Sequence[Entry],
    *,
    by: User,
    at: datetime,
    correction: Correction | None = None,
) -> None:
    """Book an act of a locked statement, and say how far its money has come by it.

    An act that moves nothing leaves no entry. The database takes each act once.
    """
    if postings:
        entry = LedgerEntry.objects.create(
            act=act,
            statement=statement,
            correction=correction,
            round=1 + LedgerEntry.objects.filter(statement=statement, act=act).count(),
            currency=statement.currency,
            at=at,
            by=by,
        )
        _post(entry, postings)
    _move_on(statement)


@transaction.atomic
def reverse_entry(entry: LedgerEntry, *, reason: str, by: User, at: datetime) -> LedgerEntry:
    """Undo a payment or a reimbursement that was recorded by mistake: its postings turned.

    What a document says is corrected by a correcting document, never so.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the manufacturer keeps the ledger.
    :raises NotReversible: another act, or it was reversed already.
    :raises Invalid: no reason, or too long a one.
    """
    held = locked_statement(entry.statement, by=by)
    _refuse_unless_keeper(held, by=by)
    found = LedgerEntry.objects.visible_to(by).get(pk=entry.pk)
    if found.act not in {LedgerAct.PAYMENT, LedgerAct.REIMBURSEMENT}:
        raise NotReversible(
            _("Only a payment or a reimbursement is reversed; a document is corrected by a note.")
        )
    if LedgerEntry.objects.filter(reverses=found).exists():
        raise NotReversible(_("This entry was reversed already."))
    undone = LedgerEntry.objects.create(
        act=LedgerAct.REVERSAL,
        statement=held,
        reverses=found,
        currency=held.currency,
        at=at,
        by=by,
        reason=reason_read(reason),
    )
    was = [Entry(each.line_id, each.account, each.amount) for each in found.postings.all()]  # type: ignore[arg-type]
    _post(undone, reversed_of(was))
    _move_on(held)
    journal.record(
        EventKind.ENTRY_REVERSED,
        by=by,
        at=at,
        contract=held.contract,
        statement=held.pk,
        entry=found.pk,
        reason=undone.reason,
    )
    return undone


def locked_statement(statement: Statement, *, by: User) -> Statement:
    """Lock a statement that this person sees, and return it as it stands now.

    Its contract is locked first: no month of it is issued, and none corrected, meanwhile.

    :raises Http404: there is none, or not for this person.
    """
    hold_contract(statement.contract_id)
    Statement.objects.select_for_update(of=("self",)).filter(pk=statement.pk).first()
    found = (
        Statement.objects.visible_to(by)
        .select_related("contract__client", "contract__agreement", "agreement__manufacturer")
        .filter(pk=statement.pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _refuse_unless_keeper(statement: Statement, *, by: User) -> None:
    if by.role != Role.MANAGER or by.organisation_id != statement.agreement.manufacturer_id:
        raise Forbidden(_("Only a manager of the manufacturer keeps the ledger."))


def _post(entry: LedgerEntry, postings: Sequence[Entry]) -> None:
    LedgerPosting.objects.bulk_create(
        LedgerPosting(entry=entry, line_id=each.line, account=each.account, amount=each.amount)
        for each in postings
    )


def _move_on(statement: Statement) -> None:
    state = state_now(statement, due_of(statement))
    if state != statement.state:
        statement.state = state
        statement.save(update_fields=["state"])
