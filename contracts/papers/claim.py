"""What the publisher is asked to pay back for a month, on paper."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.choices import SplitMethod
from contracts.dates import say_month
from contracts.papers.calculation import split_rows
from contracts.papers.explained import explained
from contracts.papers.figures import duration, money
from contracts.papers.parts import (
    day_of_issue,
    frame,
    interruptions,
    note_named,
    party,
    rules,
)
from contracts.papers.said import Explained
from contracts.papers.typeset import Block, Document
from contracts.selectors.note import notes_of
from contracts.selectors.statements import StatementRead


def claim_paper(read: StatementRead) -> Document:
    """Return what the publisher is asked to pay back for an issued month.

    :raises Http404: a client asks, the month is not issued, or nothing is due for it with its
        corrections.
    """
    statement = read.statement
    if statement is None or not read.for_vendors or not read.claimed:
        raise Http404
    said = explained(_as_it_stands(read))
    agreement = read.contract.agreement
    about = {"month": say_month(read.month)}
    return Document(
        title=_("Reimbursement claim, %(month)s") % about,
        kind=_("Claim"),
        number=_("for %(number)s") % {"number": statement.legal_number},
        parties=[
            (_("Claimed by"), *party(agreement.manufacturer)),
            (pgettext("claim", "To"), *party(agreement.publisher)),
        ],
        facts=[
            (_("Agreement"), agreement.reference),
            (_("Contract"), f"{read.contract.number}, {read.contract.client.name}"),
            (_("Statement"), f"{statement.legal_number}, {day_of_issue(statement, read)}"),
            *_corrected_by(read),
            (_("Split method"), _method(said)),
        ],
        blocks=[_claimed(said), *_claim_sums(read), *interruptions(said), rules(said)],
        **frame(read),
    )


def _as_it_stands(read: StatementRead) -> StatementRead:
    """Return the month as its last note reckons it; where there is none, as it was issued."""
    notes = notes_of(read)
    return notes[-1] if notes else read


def _corrected_by(read: StatementRead) -> Iterator[tuple[str, str]]:
    if read.notes:
        yield _("Corrected by"), ", ".join(note_named(each) for each in read.notes)


def _claimed(said: Explained) -> Block:
    rows = [
        [
            each.name,
            duration(each.of_publisher or Fraction(0)),
            duration(each.counted),
            money(each.penalty, said.currency),
            money(each.reimbursement or Decimal(0), said.currency),
        ]
        for each in said.lines
        if each.penalty or each.reimbursement
    ]
    return Block(
        "table",
        rows,
        title=_("What is claimed"),
        heads=[
            _("System"),
            _("The publisher’s time"),
            _("Both vendors’ time"),
            _("Penalty"),
            _("Claimed"),
        ],
        widths=[1, 0, 0, 0, 0],
        right=[1, 2, 3, 4],
        total=[
            _("Sum"),
            "",
            "",
            money(said.penalty, said.currency),
            money(said.reimbursement or Decimal(0), said.currency),
        ],
    )


def _claim_sums(read: StatementRead) -> Iterator[Block]:
    """Yield the split as it was issued, with what each note changes; then the other methods."""
    said = explained(read)
    agreed, *others = split_rows(said)
    rows = [
        agreed,
        *(
            (note_named(each), money(each.reimbursement, said.currency), False)
            for each in read.notes
        ),
    ]
    rows.append((_("To be reimbursed"), money(read.claimed, said.currency), True))
    yield Block("sum", rows, title=_("The amount"))
    yield Block("sum", others, title=_("The other methods"))


def _method(said: Explained) -> str:
    return str(SplitMethod(said.split_method).label)
