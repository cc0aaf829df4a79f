"""A statement as a sheet: one row for each stretch, then for each system, then the sum."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from contracts.cells import safe_cell
from contracts.papers.explained import explained
from contracts.papers.said import Explained, Interruption, Line
from contracts.selectors.statements import StatementRead

Cell = str | int | Decimal | None


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


def _heads(read: StatementRead) -> list[Cell]:
    return [
        _("Kind"),
        _("System"),
        _("Outage"),
        _("Begins"),
        _("Ends"),
        _("Committed seconds"),
        _("Counted seconds"),
        _("Availability in percent"),
        _("Fee"),
        _("Percent of the fee"),
        _("Penalty"),
        *([_("Reimbursement"), _("Manufacturer’s share")] if read.for_vendors else []),
        _("Responsibility in percent"),
    ]


def _stretch(of: Interruption, read: StatementRead) -> list[Cell]:
    shares = ", ".join(f"{each.name} {each.percent:f}" for each in of.shares)
    begins, ends = of.begins_at.isoformat(), of.ends_at.isoformat()
    amounts: list[Cell] = [None] * (6 if read.for_vendors else 4)
    said: list[Cell] = [_("Stretch"), of.system, of.reference, begins, ends, of.seconds]
    return [*said, str(of.counted), *amounts, shares]


def _system(line: Line, read: StatementRead) -> list[Cell]:
    return [
        _("System"),
        line.name,
        *_NONE[:3],
        line.committed,
        str(line.counted),
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
        str(said.counted),
        said.availability,
        said.fee,
        None,
        said.penalty,
        *([said.reimbursement, said.manufacturer_share] if read.for_vendors else []),
    ]


_NONE: tuple[Cell, ...] = (None, None, None, None, None)


def _written(of: Cell, decimal_mark: str) -> str:
    if of is None:
        return ""
    if isinstance(of, Decimal):
        return f"{of:f}".replace(".", decimal_mark)
    return safe_cell(str(of))
