"""Writes what callers read of a note."""

from contracts.api.documents import instant
from contracts.api.statement_documents import contest_document, kind_of_note
from contracts.rest import Data
from contracts.selectors.note import Change, LineChange, Measure, NoteRead, SumChange


def note_document(read: NoteRead) -> Data:
    """Return a note as its reader may read it."""
    note, issued = read.note, read.corrects
    return {
        "number": note.legal_number,
        "kind": kind_of_note(note),
        "statement": read.key,
        "statement_number": issued.legal_number,
        "contract": read.contract.number,
        "client": read.contract.client.name,
        "month": f"{read.month:%Y-%m}",
        "currency": issued.currency,
        "issued_at": instant(note.issued_at),
        "contest": contest_document(note.contest, note.contest.line, note=note),
        **_amounts(read.total),
        "lines": [_line(each) for each in read.changes],
        "reckoning": read.reckoning,
    }


def _line(of: LineChange) -> Data:
    return {
        "configuration": of.configuration,
        "name": of.name,
        "before": _measure(of.before),
        "after": _measure(of.after),
        **_amounts(of),
    }


def _amounts(of: LineChange | SumChange) -> Data:
    """Return what an amount was and is; what lies between the vendors, where it is known."""
    changes = {
        "penalty": of.penalty,
        "reimbursement": of.reimbursement,
        "manufacturer_share": of.manufacturer_share,
    }
    return {name: _change(each) for name, each in changes.items() if each is not None}


def _change(of: Change) -> Data:
    return {
        "before": f"{of.before:.2f}",
        "after": f"{of.after:.2f}",
        "difference": f"{of.difference:.2f}",
    }


def _measure(of: Measure) -> Data:
    shown = of.availability
    return {
        "downtime_seconds": str(of.counted),
        "availability": None if shown is None else str(shown),
    }
