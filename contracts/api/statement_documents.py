"""Writes what callers read of statements and of the ledger."""

from decimal import Decimal

from contracts.api.documents import instant
from contracts.choices import Kind, StatementAction
from contracts.models import Contest, Correction, LedgerEntry, Statement, StatementLine, User
from contracts.rest import Data
from contracts.selectors.anew import Anew
from contracts.selectors.notes import corrected
from contracts.selectors.statements import StatementRead, reads_drafts

DRAFT = "draft"


def listed_document(statement: Statement, *, reader: User) -> Data:
    """Return an issued statement as a list has it; a client reads no reimbursement."""
    is_client = reader.kind == Kind.CLIENT
    said = {
        "key": statement.key,
        "contract": statement.contract.number,
        "client": statement.contract.client.name,
        "month": f"{statement.month:%Y-%m}",
        "state": statement.state_for_client if is_client else statement.state,
        "number": statement.legal_number,
        "issued_at": instant(statement.issued_at),
        "currency": statement.currency,
        "fee": _amount(statement.fee),
        "availability": _figure(statement.availability),
        "penalty": _amount(statement.penalty),
    }
    if not is_client:
        said["reimbursement"] = _amount(statement.reimbursement)
    return said | {"corrected": _corrected(statement, reader)}


def statement_document(read: StatementRead) -> Data:
    """Return a month's statement, issued or a draft, as its reader may read it."""
    agreement, issued = read.contract.agreement, read.statement
    head = listed_document(issued, reader=read.reader) if issued else _head_of_draft(read)
    due = {"reimbursable": _amount(_sum(read.due.reimbursable))} if read.for_vendors else {}
    return {
        **head,
        "manufacturer": agreement.manufacturer.name,
        "publisher": agreement.publisher.name,
        "contest_until": instant(issued.contestable_until) if issued else None,
        "payable": _amount(_sum(read.due.payable)),
        **due,
        **_freed(read),
        "missing": list(read.draft.missing) if read.draft else [],
        "contests": _contests(issued, read) if issued else [],
        **_to_decide(read),
        "corrections": [_correction(each, read) for each in read.notes],
        "reckoning": read.reckoning,
        "moves": [each.value for each in StatementAction if each in read.abilities],
    }


def entry_document(entry: LedgerEntry) -> Data:
    """Return an entry of the ledger."""
    return {
        "id": entry.pk,
        "act": entry.act,
        "at": instant(entry.at),
        "by": entry.by.name,
        "statement": entry.statement.key,
        "correction": entry.correction.legal_number if entry.correction else None,
        "reverses": entry.reverses_id,
        "reason": entry.reason,
        "currency": entry.currency,
        "postings": [
            {
                "account": each.account,
                "configuration": each.line.configuration_id,
                "amount": _amount(each.amount),
            }
            for each in entry.postings.all()
        ],
    }


def _freed(read: StatementRead) -> Data:
    """Return what a correction left of the annual cap for an issued month; to the managers."""
    if read.statement is None or not reads_drafts(read.reader):
        return {}
    freed = read.freed
    return {"freed": freed and {"since": freed.since, "amount": _amount(freed.amount)}}


def _to_decide(read: StatementRead) -> Data:
    """Return what an acceptance would book now and what stands against it; to whoever decides."""
    anew = read.anew
    if anew is None:
        return {}
    lines = [each for each in anew.differences if each.penalty or each.reimbursement]
    systems = {each.pk: each.configuration_id for each in anew.statement.lines.all()}
    said = {
        "penalty": _amount(sum((each.penalty for each in lines), Decimal(0))),
        "reimbursement": _amount(sum((each.reimbursement for each in lines), Decimal(0))),
        "lines": [
            {
                "configuration": systems[each.line],
                "penalty": _amount(each.penalty),
                "reimbursement": _amount(each.reimbursement),
            }
            for each in lines
        ],
        "contests": [_decidable(each, anew) for each in anew.waiting],
    }
    return {"to_decide": said}


def _decidable(contest: Contest, anew: Anew) -> Data:
    missing = anew.not_agreed_of(contest.line) or anew.against(contest)
    along = [] if missing else [each.pk for each in anew.along(contest)]
    return {"contest": contest.pk, "missing": missing, "along": along}


def _head_of_draft(read: StatementRead) -> Data:
    reckoning = read.reckoning
    return {
        "key": read.key,
        "contract": read.contract.number,
        "client": read.contract.client.name,
        "month": reckoning["month"],
        "state": DRAFT,
        "number": None,
        "issued_at": None,
        **{
            name: reckoning[name]
            for name in ("currency", "fee", "availability", "penalty", "reimbursement")
        },
        "corrected": None,
    }


def _contests(statement: Statement, read: StatementRead) -> list[Data]:
    return [
        contest_document(contest, line, note=read.note_of(contest))
        for line in statement.lines.all()
        for contest in line.contests.all()
    ]


def contest_document(contest: Contest, line: StatementLine, *, note: Correction | None) -> Data:
    """Return a contest of a line, and the note that it led to, where its reader reads that."""
    contest.line = line
    return {
        "id": contest.pk,
        "configuration": line.configuration_id,
        "reason": contest.reason,
        "opened_by": "manufacturer" if contest.is_reopening else "client",
        "opened_at": instant(contest.opened_at),
        "decision": contest.decision,
        "answer": contest.answer,
        "decided_at": instant(contest.decided_at),
        "note": note and note.legal_number,
    }


def _corrected(statement: Statement, reader: User) -> Data | None:
    """Return what it comes to with the notes that its reader reads of."""
    found = corrected(reader, statement)
    if found is None:
        return None
    said = {
        "notes": [each.legal_number for each in found.notes],
        "penalty": _amount(found.penalty),
    }
    if reader.kind == Kind.CLIENT:
        return said
    return said | {"reimbursement": _amount(found.reimbursement)}


def kind_of_note(note: Correction) -> str:
    """Return what a note is, for programs."""
    return "credit" if note.is_credit else "debit"


def _correction(of: Correction, read: StatementRead) -> Data:
    for_vendors = {"reimbursement": _amount(of.reimbursement)} if read.for_vendors else {}
    return {
        "number": of.legal_number,
        "kind": kind_of_note(of),
        "contest": of.contest_id,
        "issued_at": instant(of.issued_at),
        "penalty": _amount(of.penalty),
        **for_vendors,
    }


def _sum(amounts: dict[int, Decimal]) -> Decimal:
    return sum(amounts.values(), Decimal(0))


def _figure(of: Decimal | None) -> str | None:
    return None if of is None else str(of)


def _amount(of: Decimal) -> str:
    return f"{of:.2f}"
