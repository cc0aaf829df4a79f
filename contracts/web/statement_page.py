"""What a statement's page shows to one reader, whoever asks: no forms, nothing that can be done.

So that a vendor who looks at what the client will read is shown it by the client's own way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.choices import ContestDecision, StatementState
from contracts.dates import say_month
from contracts.models import Contest, Statement
from contracts.papers.calculation import (
    SumRow,
    calculated,
    calculation,
    committed_time,
    say_split,
    split_rows,
    split_times,
)
from contracts.papers.explained import explained
from contracts.papers.parts import note_named, reimbursed_by
from contracts.papers.said import Explained, Interruption, Line
from contracts.papers.verdict import counted, not_measured, verdict
from contracts.selectors.outages import NamedOutage, outages_named
from contracts.selectors.statements import StatementRead
from contracts.web.statement_money import money_rows
from contracts.web.statement_strip import strip_rows

_WHOLE_BAR = 100


@dataclass(frozen=True)
class ShownCalculation:
    """How the penalty of a system comes about, or why it was not measured."""

    line: Line
    rows: list[SumRow]
    reason: str = ""


@dataclass(frozen=True)
class ShownInterruption:
    """A stretch, and its outage where the reader may see that."""

    of: Interruption
    outage: NamedOutage | None


def shown(read: StatementRead) -> dict[str, Any]:
    """Return what the page shows of a statement to its reader."""
    said, issued = explained(read), read.statement
    time, allowed = counted(said)
    contests = contests_of(issued) if issued else []
    undecided = [each for each in contests if not each.decision]
    return {
        "read": read,
        "said": said,
        "title_month": say_month(read.month),
        "statement": issued,
        "contract": read.contract,
        "verdict": verdict(said),
        "counted": time,
        "allowed": allowed,
        "notes": [(note_named(each), each) for each in read.notes],
        "reimbursed_by": reimbursed_by(read),
        "is_missed": len(said.on_target) < len(said.measured),
        "strips": strip_rows(said),
        "axis": _axis(said),
        "interruptions": _interruptions(read, said),
        "calculations": list(_calculations(said)),
        "contests": contests,
        "unchanged": unchanged_by(issued, read) if issued else [],
        "undecided": undecided,
        "is_reopened": any(each.is_reopening for each in undecided),
        "goes_on": issued is not None and issued.state != StatementState.ISSUED,
        "money_rows": money_rows(read),
        **_split(read, said),
    }


def contests_of(statement: Statement) -> list[Contest]:
    """Return the contests of all lines, each with its line and with the one it was decided with."""
    found = {}
    for line in statement.lines.all():
        for contest in line.contests.all():
            contest.line = line
            found[contest.pk] = contest
    for contest in found.values():
        if contest.along_with_id:
            contest.along_with = found[contest.along_with_id]
    return list(found.values())


def unchanged_by(statement: Statement, read: StatementRead) -> list[int]:
    """Return the keys of the contests that were accepted while their reader reads the same."""
    accepted = (
        each for each in contests_of(statement) if each.decision == ContestDecision.ACCEPTED
    )
    return [each.pk for each in accepted if read.note_of(each) is None]


def _interruptions(read: StatementRead, said: Explained) -> list[ShownInterruption]:
    found = said.interruptions
    seen = outages_named(read.reader, {each.reference for each in found})
    return [ShownInterruption(each, seen.get(each.reference)) for each in found]


def _calculations(said: Explained) -> Iterator[ShownCalculation]:
    """Yield those of all systems, the worst first, then those that were not measured."""
    for line in calculated(said):
        yield ShownCalculation(line, list(calculation(line, said)))
    for line in said.lines:
        if not line.committed:
            rows = list(committed_time(line, said))
            yield ShownCalculation(line, rows, not_measured(line, said))


def _split(read: StatementRead, said: Explained) -> dict[str, Any]:
    """Return how the vendors share the penalty; to a client that is not there."""
    if said.reimbursement is None:
        return {"split": []}
    return {
        "split": list(split_rows(said)),
        "split_said": say_split(said, read.contract.agreement),
        "split_times": split_times(said),
        "bar": _bar(said),
    }


def _bar(said: Explained) -> str:
    """Return how wide the publisher's part is drawn, of 100."""
    if not said.penalty or said.reimbursement is None:
        return "0"
    part = min(max(said.reimbursement / said.penalty, Decimal(0)), Decimal(1))
    return f"{part * _WHOLE_BAR:.2f}"


def _axis(said: Explained) -> list[date]:
    days = [each.day for each in said.lines[0].days] if said.lines else []
    return [days[at] for at in (0, 7, 14, 21, len(days) - 1)] if days else []
