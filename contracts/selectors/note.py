"""One note: the month reckoned anew as its reader may read it, and what that changes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.http import Http404

from contracts.models import Contest, Correction, Statement, StatementLine, User
from contracts.rules.reckoning import Reckoning
from contracts.selectors.statements import StatementRead, statement_read

NUMBER = re.compile(r"N-(?P<number>[0-9]{6,9})")
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Change:
    """An amount before a note and after it."""

    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True)
class Measure:
    """What was counted of a system, and how available that makes it."""

    counted: Fraction
    availability: Decimal | None


@dataclass(frozen=True)
class LineChange:
    """What a note changes of one line; the two last for vendors alone."""

    configuration: int
    name: str
    before: Measure
    after: Measure
    penalty: Change
    reimbursement: Change | None = None
    manufacturer_share: Change | None = None


@dataclass(frozen=True)
class SumChange:
    """What a note changes of the whole month; the two last for vendors alone."""

    penalty: Change
    reimbursement: Change | None
    manufacturer_share: Change | None


@dataclass(frozen=True, kw_only=True)
class NoteRead(StatementRead):
    """A note as one person reads it; its reckoning is that of the month, anew."""

    note: Correction
    corrects: Statement

    def whole_reckoning(self) -> Reckoning:
        whole: Reckoning = self.note.reckoning
        return whole

    @property
    def contests(self) -> list[Contest]:
        """The contests that it answers: the one that led to it, then those accepted with it."""
        found = [self.note.contest]
        for line in self.corrects.lines.all():
            for each in line.contests.all():
                if each.along_with_id == self.note.contest_id:
                    each.line = line
                    found.append(each)
        return found

    @cached_property
    def changes(self) -> list[LineChange]:
        """What it changes line by line, in the order of the statement's lines."""
        before, after = _lines(self._reckoned_before()), _lines(self.note.reckoning)
        return [
            self._change(each, before[each.configuration_id], after.get(each.configuration_id))
            for each in self.corrects.lines.all()
        ]

    @cached_property
    def total(self) -> SumChange:
        """What it changes of the whole month."""
        lines = self.changes
        return SumChange(
            _summed(each.penalty for each in lines),
            _summed(each.reimbursement for each in lines) if self.for_vendors else None,
            _summed(each.manufacturer_share for each in lines) if self.for_vendors else None,
        )

    def _change(
        self, line: StatementLine, before: Reckoning, after: Reckoning | None
    ) -> LineChange:
        penalty, back = self._before(line)
        owed, paid_back = self._by_line(self.note).get(line.pk, (_NOTHING, _NOTHING))
        change = Change(penalty, penalty + owed)
        returned = Change(back, back + paid_back)
        borne = Change(change.before - returned.before, change.after - returned.after)
        return LineChange(
            line.configuration_id,
            before["name"],
            _measure(before),
            _measure(after),
            change,
            returned if self.for_vendors else None,
            borne if self.for_vendors else None,
        )

    def _before(self, line: StatementLine) -> tuple[Decimal, Decimal]:
        """Return a line's penalty and reimbursement, with the notes before this one."""
        penalty, back = line.penalty, line.reimbursement
        for each in self._earlier:
            owed, paid_back = self._by_line(each).get(line.pk, (_NOTHING, _NOTHING))
            penalty, back = penalty + owed, back + paid_back
        return penalty, back

    @cached_property
    def _earlier(self) -> list[Correction]:
        return [each for each in self.corrects.corrections.all() if each.pk < self.note.pk]

    def _by_line(self, note: Correction) -> Mapping[int, tuple[Decimal, Decimal]]:
        return {each.line_id: (each.penalty, each.reimbursement) for each in note.lines.all()}

    def _reckoned_before(self) -> Reckoning:
        last = self._earlier[-1] if self._earlier else self.corrects
        before: Reckoning = last.reckoning
        return before


def note_read(user: User, key: str, number: str, *, at: datetime) -> NoteRead:
    """Return what this person may read of a note of a month, named by its number.

    :raises Http404: no such month or note, or not for this person.
    """
    named = NUMBER.fullmatch(number)
    read = statement_read(user, key, at=at)
    issued = read.statement
    if named is None or issued is None:
        raise Http404
    seen = Correction.objects.visible_to(user).whole().prefetch_related("lines")
    note = seen.filter(statement=issued, number=int(named["number"])).first()
    if note is None or note.legal_number != number:
        raise Http404
    return _read(read, note, issued)


def notes_of(read: StatementRead) -> list[NoteRead]:
    """Return the notes of a statement as its reader may read them, without another query."""
    issued = read.statement
    return [_read(read, each, issued) for each in read.notes] if issued else []


def _read(of: StatementRead, note: Correction, issued: Statement) -> NoteRead:
    return NoteRead(
        of.contract, of.month, of.reader, of.at, statement=issued, note=note, corrects=issued
    )


def _lines(reckoning: Reckoning) -> dict[int, Reckoning]:
    return {each["configuration"]: each for each in reckoning["lines"]}


def _measure(line: Reckoning | None) -> Measure:
    if line is None:
        return Measure(Fraction(0), None)
    shown = line["availability"]
    return Measure(Fraction(line["downtime_seconds"]), None if shown is None else Decimal(shown))


def _summed(changes: Iterable[Change | None]) -> Change:
    known: Sequence[Change] = [each for each in changes if each is not None]
    return Change(
        sum((each.before for each in known), _NOTHING),
        sum((each.after for each in known), _NOTHING),
    )
