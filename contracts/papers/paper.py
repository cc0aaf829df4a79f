"""A statement on paper, as its reader may read it."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.dates import say_date, say_date_and_time, say_month, say_zone
from contracts.papers.calculation import (
    calculated,
    calculation,
    committed_time,
    say_split,
    split_rows,
)
from contracts.papers.explained import explained
from contracts.papers.figures import duration, money, percent
from contracts.papers.parts import (
    day_of_issue,
    frame,
    interruptions,
    note_named,
    number_of,
    party,
    reimbursed_by,
    rules,
)
from contracts.papers.said import Explained
from contracts.papers.typeset import Block, Document
from contracts.papers.verdict import counted, not_measured, verdict
from contracts.rules.day_strip import DayMark
from contracts.selectors.notes import Corrected
from contracts.selectors.statements import StatementRead

_A_WEEK = 7


def statement_paper(read: StatementRead) -> Document:
    """Return a month's statement as its reader may read it."""
    said = explained(read)
    return Document(
        title=_("Availability and penalties, %(month)s") % {"month": say_month(read.month)},
        kind=_("Statement"),
        number=number_of(read.statement),
        parties=[
            (_("Issued by"), *party(read.contract.agreement.manufacturer)),
            (_("For"), *party(read.contract.client)),
        ],
        facts=_facts(read, said),
        blocks=[
            _result(said, read),
            Block("text", [verdict(said)]),
            _strip(said),
            *_notes(read, said),
            _systems(said, read),
            *interruptions(said),
            *_calculations(said),
            *_split(said, read),
            rules(said),
        ],
        **frame(read),
    )


def _facts(read: StatementRead, said: Explained) -> list[tuple[str, str]]:
    period = _("From %(begins)s to %(ends)s, %(zone)s")
    instants = {
        "begins": say_date_and_time(said.begins_at),
        "ends": say_date_and_time(said.ends_at),
        "zone": say_zone(said.zone),
    }
    facts = [(_("Contract"), read.contract.number), (_("Period"), period % instants)]
    if read.statement is not None:
        by = f"{day_of_issue(read.statement, read)}, {read.statement.issued_by.name}"
        last = say_date(read.statement.last_day_to_contest)
        until = _("until %(day)s inclusive") % {"day": last}
        facts += [(pgettext("statement", "Issued"), by), (_("Can be contested"), until)]
    return facts


def _result(said: Explained, read: StatementRead) -> Block:
    shown = percent(said.availability) if said.availability is not None else "–"
    worst = said.worst.name if said.worst else _("Not measured")
    target = _("%(system)s, target %(target)s")
    rows = [
        (shown, target % {"system": worst, "target": percent(said.target)}),
        counted(said),
        (money(said.penalty, said.currency), _("owed to the client")),
    ]
    if said.reimbursement is not None:
        rows.append((money(said.reimbursement, said.currency), reimbursed_by(read)))
    return Block("figures", rows)


def _notes(read: StatementRead, said: Explained) -> Iterator[Block]:
    """Yield the corrections of an issued statement, and what it comes to with them."""
    if read.corrected is None:
        return
    rows = [(note_named(each), money(each.penalty, said.currency), False) for each in read.notes]
    total = money(read.corrected.penalty, said.currency)
    rows.append((_("Owed to the client after corrections"), total, True))
    yield Block("sum", rows, title=_("Corrections"))
    if read.for_vendors:
        yield _notes_to_publisher(read, read.corrected, said)


def _notes_to_publisher(read: StatementRead, corrected: Corrected, said: Explained) -> Block:
    about = {"publisher": read.contract.agreement.publisher.short_name}
    rows = [
        (note_named(each), money(each.reimbursement, said.currency), False) for each in read.notes
    ]
    total = money(corrected.reimbursement, said.currency)
    rows.append((_("The part of %(publisher)s after corrections") % about, total, True))
    return Block("sum", rows, title=_("Corrections of the part of %(publisher)s") % about)


def _strip(said: Explained) -> Block:
    rows = [
        (
            each.name,
            [day.mark.value for day in each.days],
            percent(each.availability) if each.availability is not None else "–",
        )
        for each in said.lines
    ]
    days = [each.day.day for each in said.lines[0].days] if said.lines else []
    return Block(
        "strip",
        rows,
        title=_("Day by day"),
        axis=[f"{day}" if day % _A_WEEK == 1 else "" for day in days],
        legend=[
            (DayMark.CLEAR.value, _("Without interruption")),
            (DayMark.SHORT.value, _("Less than 30 min")),
            (DayMark.LONG.value, _("30 min and more")),
            (DayMark.NOT_COUNTED.value, _("Not counted")),
        ],
    )


def _systems(said: Explained, read: StatementRead) -> Block:
    heads = [
        _("System"),
        _("Committed"),
        pgettext("outage", "Counted"),
        _("Availability"),
        _("Band"),
        _("Penalty"),
    ]
    rows = [
        [
            each.name,
            duration(each.committed),
            duration(each.counted),
            percent(each.availability) if each.availability is not None else _("Not measured"),
            percent(each.band.percent) if each.band else "–",
            money(each.penalty, said.currency),
        ]
        for each in said.lines
    ]
    total = [_("Sum"), "", duration(said.counted), "", "", money(said.penalty, said.currency)]
    if said.reimbursement is not None:
        heads.append(read.contract.agreement.publisher.short_name)
        for row, line in zip(rows, said.lines, strict=True):
            row.append(money(line.reimbursement or Decimal(0), said.currency))
        total.append(money(said.reimbursement, said.currency))
    return Block(
        "table",
        rows,
        title=_("Systems"),
        heads=heads,
        widths=[1, *[0] * (len(heads) - 1)],
        right=list(range(1, len(heads))),
        total=total,
    )


def _calculations(said: Explained) -> Iterator[Block]:
    """Yield the calculation of each system, the worst first, and why one was not measured."""
    for line in calculated(said):
        title = _("The calculation, %(system)s") % {"system": line.name}
        yield Block("sum", list(calculation(line, said)), title=title)
    for line in said.lines:
        if not line.committed:
            title = _("The calculation, %(system)s") % {"system": line.name}
            yield Block("sum", list(committed_time(line, said)), title=title)
            yield Block("text", [not_measured(line, said)])


def _split(said: Explained, read: StatementRead) -> Iterator[Block]:
    if said.reimbursement is None:
        return
    yield Block("sum", list(split_rows(said)), title=_("Split between the vendors"))
    sentence = say_split(said, read.contract.agreement)
    if sentence:
        yield Block("text", [sentence])
