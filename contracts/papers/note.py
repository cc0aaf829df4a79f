"""A credit or debit note on paper: what it corrects, what changes, the month reckoned anew."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.dates import say_date_and_time, say_month
from contracts.models import Contest
from contracts.papers.calculation import calculation, split_rows
from contracts.papers.explained import explained
from contracts.papers.figures import money, percent
from contracts.papers.parts import frame, interruptions, kind_of, party, rules
from contracts.papers.said import Explained
from contracts.papers.typeset import Block, Document
from contracts.selectors.note import Change, NoteRead


def note_paper(read: NoteRead) -> Document:
    """Return a note as its reader may read it."""
    about = {"number": read.corrects.legal_number, "month": say_month(read.month)}
    manufacturer = read.contract.agreement.manufacturer
    number = read.note.legal_number
    foot = f"{manufacturer.name} · {number} · {read.key}"
    return Document(
        title=_("Correction of %(number)s, %(month)s") % about,
        kind=kind_of(read.note),
        number=number,
        parties=[
            (_("Issued by"), *party(manufacturer)),
            (_("For"), *party(read.contract.client)),
        ],
        facts=_facts(read),
        blocks=list(note_blocks(read)),
        **frame(read) | {"foot": foot},
    )


def note_blocks(read: NoteRead) -> Iterator[Block]:
    """Yield what a note says, on paper and on the page alike."""
    said = explained(read)
    yield _result(read, said)
    yield Block("text", _why(read), title=_("Why"))
    yield _owed(read, said)
    if read.for_vendors:
        yield _shared(read, said)
    when = {"instant": _local(read)}
    sentence = _(
        "The whole month as it was reckoned on %(instant)s. The note is the difference from what "
        "was issued before."
    )
    yield Block("text", [sentence % when], title=_("The month, reckoned anew"))
    yield from interruptions(said)
    for line in said.lines:
        if line.penalty_before_caps or line is said.worst:
            title = _("The calculation, %(system)s") % {"system": line.name}
            yield Block("sum", list(calculation(line, said)), title=title)
    if read.for_vendors:
        yield Block("sum", list(split_rows(said)), title=_("Split between the vendors"))
    yield rules(said)


def _facts(read: NoteRead) -> list[tuple[str, str]]:
    issued = f"{_local(read)}, {read.note.issued_by.name}"
    return [
        (_("Contract"), read.contract.number),
        (_("Corrects"), f"{read.corrects.legal_number}, {say_month(read.month)}"),
        (pgettext("statement", "Issued"), issued),
    ]


def _result(read: NoteRead, said: Explained) -> Block:
    total = read.total
    rows = [
        (signed(total.penalty, said.currency), _("difference of what is owed to the client")),
        (money(total.penalty.after, said.currency), _("owed to the client for the month")),
    ]
    if total.reimbursement is not None:
        about = {"publisher": read.contract.agreement.publisher.short_name}
        words = _("difference of what %(publisher)s reimburses")
        rows.append((signed(total.reimbursement, said.currency), words % about))
        words = _("to be reimbursed by %(publisher)s for the month")
        rows.append((money(total.reimbursement.after, said.currency), words % about))
    return Block("figures", rows)


def _why(read: NoteRead) -> list[str]:
    said = [words for each in read.contests for words in _opened(each, read)]
    led_to_it = read.note.contest
    if led_to_it.answer:
        decided, answered = _("The manufacturer decided:"), _("The manufacturer answered:")
        said += [decided if led_to_it.is_reopening else answered, led_to_it.answer]
    return said


def _opened(contest: Contest, read: NoteRead) -> list[str]:
    """Say who opened the question of a line again, and why."""
    if contest.is_reopening:
        words = _("%(who)s reopened the line of %(system)s on %(instant)s:")
    else:
        words = _("%(who)s contested the line of %(system)s on %(instant)s:")
    opened = say_date_and_time(localtime(contest.opened_at, read.contract.zone()))
    who = {"who": contest.opened_by.name, "system": contest.line.configuration.name}
    return [words % {**who, "instant": opened}, contest.reason]


def _owed(read: NoteRead, said: Explained) -> Block:
    rows = [
        [
            each.name,
            _shown(each.before.availability),
            _shown(each.after.availability),
            *_amounts(each.penalty, said.currency),
        ]
        for each in read.changes
    ]
    return Block(
        "table",
        rows,
        title=_("What is owed to the client"),
        heads=[
            _("System"),
            _("Availability before"),
            _("Availability after"),
            _("Penalty before"),
            _("Penalty after"),
            _("Difference"),
        ],
        widths=[1, 0, 0, 0, 0, 0],
        right=[1, 2, 3, 4, 5],
        total=[_("Sum"), "", "", *_amounts(read.total.penalty, said.currency)],
    )


def _shared(read: NoteRead, said: Explained) -> Block:
    """Return what each vendor bears, before and after: for the vendors alone."""
    agreement = read.contract.agreement
    named = {
        "reimbursement": agreement.publisher.short_name,
        "manufacturer_share": agreement.manufacturer.short_name,
    }
    rows = [
        [each.name, name, *_amounts(change, said.currency)]
        for each in read.changes
        for part, name in named.items()
        if (change := getattr(each, part)) is not None and (change.before or change.after)
    ]
    total = read.total.penalty
    return Block(
        "table",
        rows,
        title=_("What each vendor bears of it"),
        heads=[_("System"), _("Vendor"), _("Before"), _("After"), _("Difference")],
        widths=[1, 1, 0, 0, 0],
        right=[2, 3, 4],
        total=[_("Sum"), "", *_amounts(total, said.currency)],
    )


def _amounts(of: Change, currency: str) -> list[str]:
    return [money(of.before, currency), money(of.after, currency), signed(of, currency)]


def signed(of: Change, currency: str) -> str:
    """Write the difference of an amount with its sign."""
    return ("+" if of.difference > 0 else "") + money(of.difference, currency)


def _shown(availability: Decimal | None) -> str:
    return _("Not measured") if availability is None else percent(availability)


def _local(read: NoteRead) -> str:
    return say_date_and_time(localtime(read.note.issued_at, read.contract.zone()))
