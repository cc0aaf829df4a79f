"""A statement as a sheet: a row for each stretch, each system, the sum; then its notes."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from contracts.cells import safe_cell
from contracts.papers.explained import explained
from contracts.papers.said import Explained, Interruption, Line, Share
from contracts.rules.figures import exact_decimal
from contracts.selectors.note import LineChange, Measure, NoteRead, SumChange, notes_of
from contracts.selectors.statements import StatementRead

Cell = str | int | Decimal | Sequence[Share] | None


def sheet_of(read: StatementRead, *, decimal_mark: str) -> str:
    """Return a statement as comma-separated values; semicolons where commas mark decimals."""
    said = explained(read)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if decimal_mark == "," else ",", lineterminator="\r\n")
    for row in _rows(read, said):
        writer.writerow([_written(each, decimal_mark) for each in row])
    return text.getvalue()


def _rows(read: StatementRead, said: Explained) -> Iterator[list[Cell]]:
    number = read.statement.legal_number if read.statement else _("Draft")
    yield [_("Statement"), number, read.key, said.currency, said.zone]
    yield _heads(read)
    for line in said.lines:
        for each in line.interruptions:
            yield _stretch(each, read)
        yield _system(line, read)
    yield _sum(said, read)
    for note in notes_of(read):
        yield from _note(note)


def _heads(read: StatementRead) -> list[Cell]:
    return [
        _("Kind"),
        _("System"),
        _("Outage"),
        _("Begins"),
        _("Ends"),
        _("Committed seconds"),
        _("Counted seconds"),
        _("Numerator of counted seconds"),
        _("Denominator of counted seconds"),
        _("Availability in percent"),
        _("Fee"),
        _("Percent of the fee"),
        _("Penalty"),
        *([_("Reimbursement"), _("Manufacturer’s share")] if read.for_vendors else []),
        _("Responsibility in percent"),
    ]


def _note(read: NoteRead) -> Iterator[list[Cell]]:
    """Yield of a note the stretches of the month anew, then each line before, after, and between.

    The last three are of the whole month.
    """
    said, number = explained(read), {"number": read.note.legal_number}
    for line in said.lines:
        for each in line.interruptions:
            stretch = _stretch(each, read)
            yield [_("%(number)s, stretch") % number, *stretch[1:]]
    kinds = {
        "before": _("%(number)s, before") % number,
        "after": _("%(number)s, after") % number,
        "difference": _("%(number)s, difference") % number,
    }
    for change in read.changes:
        for part, kind in kinds.items():
            yield [kind, change.name, *_measured(getattr(change, part, None)), *_of(change, part)]
    for part, kind in kinds.items():
        yield [kind, _("Sum"), *_measured(None), *_of(read.total, part)]


def _measured(of: Measure | None) -> list[Cell]:
    if of is None:
        return [None] * 10
    return [*_NONE[:4], *_seconds(of.counted), of.availability, None, None]


def _of(change: LineChange | SumChange, part: str) -> list[Cell]:
    changes = (change.penalty, change.reimbursement, change.manufacturer_share)
    return [getattr(each, part) for each in changes if each is not None]


def _stretch(of: Interruption, read: StatementRead) -> list[Cell]:
    begins, ends = of.begins_at.isoformat(), of.ends_at.isoformat()
    amounts: list[Cell] = [None] * (6 if read.for_vendors else 4)
    said: list[Cell] = [_("Stretch"), of.system, of.reference, begins, ends, of.seconds]
    return [*said, *_seconds(of.counted), *amounts, of.shares]


def _system(line: Line, read: StatementRead) -> list[Cell]:
    return [
        _("System"),
        line.name,
        *_NONE[:3],
        line.committed,
        *_seconds(line.counted),
        line.availability,
        None,
        line.band.percent if line.band else Decimal(0),
        line.penalty,
        *([line.reimbursement, line.manufacturer_share] if read.for_vendors else []),
    ]


def _sum(said: Explained, read: StatementRead) -> list[Cell]:
    return [
        _("Sum"),
        *_NONE[:5],
        *_seconds(said.counted),
        said.availability,
        said.fee,
        None,
        said.penalty,
        *([said.reimbursement, said.manufacturer_share] if read.for_vendors else []),
    ]


def _seconds(exact: Fraction) -> list[Cell]:
    """Return seconds as a decimal where it ends, else as numerator and denominator beside it."""
    decimal = exact_decimal(exact)
    if decimal is None:
        return [None, exact.numerator, exact.denominator]
    return [decimal, None, None]


_NONE: tuple[Cell, ...] = (None, None, None, None, None)


def _written(of: Cell, decimal_mark: str) -> str:
    if of is None:
        return ""
    if isinstance(of, Decimal):
        return f"{of:f}".replace(".", decimal_mark)
    if isinstance(of, str | int):
        return safe_cell(str(of))
    said = (f"{each.name} {_written(each.percent, decimal_mark)}" for each in of)
    return safe_cell(", ".join(said))
