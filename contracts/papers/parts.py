"""The parts that every document about a month has: its frame, the interruptions, the rules."""

from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.choices import StatementState
from contracts.dates import say_date, say_date_and_time
from contracts.models import Correction, Organisation, Statement
from contracts.papers import figures
from contracts.papers.figures import NO_BREAK, duration, percent
from contracts.papers.said import Explained, Interruption
from contracts.papers.typeset import Block
from contracts.selectors.statements import StatementRead


def frame(read: StatementRead) -> dict[str, str]:
    manufacturer = read.contract.agreement.manufacturer
    return {
        "author": manufacturer.name,
        "language": "fr" if figures.is_french() else "en",
        "foot": f"{manufacturer.name} · {number_of(read.statement)} · {read.key}",
        "page": _("Page"),
        "page_of": pgettext("page", "of"),
        "stamp": "" if read.statement else _("Draft"),
    }


def number_of(statement: Statement | None) -> str:
    return statement.legal_number if statement else _("Draft, not issued")


def party(of: Organisation) -> tuple[str, str]:
    return of.name, of.hotline and _("Hotline %(number)s") % {"number": of.hotline}


def day_of_issue(statement: Statement, read: StatementRead) -> str:
    return say_date_and_time(localtime(statement.issued_at, read.contract.zone()))


def kind_of(note: Correction) -> str:
    """Return what a note is called."""
    return _("Credit note") if note.is_credit else _("Debit note")


def note_named(note: Correction) -> str:
    """Return what a note is called, with its number."""
    return f"{kind_of(note)} {note.legal_number}"


def reimbursed_by(read: StatementRead) -> str:
    """Say of the publisher's part that it was reimbursed, or of what still waits that it is to be.

    A draft and what was issued or paid say the latter.
    """
    about = {"publisher": read.contract.agreement.publisher.short_name}
    if read.statement is not None and read.statement.state == StatementState.REIMBURSED:
        return _("reimbursed by %(publisher)s") % about
    return _("to be reimbursed by %(publisher)s") % about


def interruptions(said: Explained) -> Iterator[Block]:
    found = said.interruptions
    if not found:
        yield Block("text", [_("No interruption.")], title=_("Interruptions"))
        return
    yield Block(
        "table",
        [_interruption(each) for each in found],
        title=_("Interruptions"),
        heads=[
            _("Begins"),
            _("Ends"),
            _("System"),
            _("Outage"),
            _("Responsibility"),
            pgettext("outage", "Lasted"),
            pgettext("outage", "Counted"),
        ],
        widths=[0, 0, 1, 0, 1, 0, 0],
        right=[5, 6],
        total=[_("Sum"), "", "", "", "", duration(said.lasted), duration(said.counted)],
    )


def _interruption(of: Interruption) -> list[str]:
    shares = ", ".join(f"{each.name}{NO_BREAK}{percent(each.percent)}" for each in of.shares)
    part = "" if of.of == 1 else f" × {of.of}"
    return [
        say_date(of.begins_at, "j F, H:i:s"),
        say_date(of.ends_at, "j F, H:i:s"),
        of.system,
        of.reference or "–",
        shares,
        duration(of.seconds) + part,
        duration(of.counted),
    ]


def rules(said: Explained) -> Block:
    return Block(
        "text",
        [
            _(
                "Time is counted in whole seconds, each stretch with its first second and without "
                "its last instant. Where several outages hold the same second, each holds an equal "
                "part of it."
            ),
            _(
                "Everything is reckoned exactly; only amounts are rounded, half-up to the cent, "
                "each system by itself. Availability is compared exactly and shown with four "
                "decimals, rounded down."
            ),
        ],
        title=_("How it is reckoned"),
    )
