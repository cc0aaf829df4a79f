"""An issued month as it comes to now: what an accepted contest would book, what stands against it.

Nothing is written. The month is reckoned as a whole, as it was shared when it was issued.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from contracts.choices import SplitMethod
from contracts.models import Contest, Correction, Statement, StatementLine
from contracts.rules.before_caps import moved
from contracts.rules.booking import LineAmounts
from contracts.rules.reckoning import Reckoning
from contracts.selectors.drafts import Draft, draft_read, say_bar
from contracts.selectors.month import MonthRead, month_of

_NOTHING = Decimal(0)
_Sums = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Anew:
    """``read``: the month as it is now, ``draft``: what it comes to; None where it has no day.

    ``waiting``: the contests that are not decided, with their lines' systems.
    """

    statement: Statement
    read: MonthRead | None
    waiting: Sequence[Contest]

    @cached_property
    def draft(self) -> Draft | None:
        return None if self.read is None else draft_read(self.read)

    @cached_property
    def mark(self) -> str:
        """A digest of all that a decision rests on: another one where anything of it differs."""
        notes = [each.pk for each in self._notes]
        waiting = sorted(each.pk for each in self.waiting)
        said = json.dumps([self.draft and self.draft.mark, notes, waiting])
        return hashlib.sha256(said.encode()).hexdigest()

    @cached_property
    def differences(self) -> list[LineAmounts]:
        """By line what the month comes to now, less what was issued and corrected before."""
        anew = {each.key: each for each in self.draft.result.lines} if self.draft else {}
        found = []
        for line in self._lines:
            result, (penalty, back) = anew.get(line.configuration_id), self._said[line.pk]
            now = (result.penalty, result.reimbursement) if result else (_NOTHING, _NOTHING)
            found.append(LineAmounts(line.pk, now[0] - penalty, now[1] - back))
        return found

    @cached_property
    def moved(self) -> frozenset[int]:
        """The keys of the systems that come to something else, before any cap."""
        if self.draft is None:
            return frozenset()
        last: Reckoning = (self._notes[-1] if self._notes else self.statement).reckoning
        return frozenset(moved(last, self.draft.reckoning))

    def not_agreed_of(self, line: StatementLine) -> list[str]:
        """Say which outages of a line are open: it cannot be decided on, one way or the other."""
        return [
            say_bar(each, self.read)
            for each in (self.read.bars if self.read else ())
            if self.read and each.outage and each.outage.configuration == line.configuration_id
        ]

    def not_reckoned(self) -> list[str]:
        """Say what keeps the month from being reckoned anew."""
        return list(self.draft.missing) if self.draft else []

    def not_opened_beside(self, contest: Contest) -> list[str]:
        """Say which lines come to something else of which nobody opened the question again.

        What the caps move of other lines is booked: what their own outages say is compared.
        """
        free = {contest.line_id, *(each.line_id for each in self.waiting)}
        sentence = _(
            "%(system)s comes to something else since, and its line is not contested: reopen its "
            "line first."
        )
        return [
            sentence % {"system": each.configuration.name}
            for each in self._lines
            if each.configuration_id in self.moved and each.pk not in free
        ]

    def unchanged(self, contest: Contest) -> str:
        """Say that there is nothing to accept: the month, or the line, comes to what was said."""
        changed = {each.line for each in self.differences if each.penalty or each.reimbursement}
        if changed and (contest.line_id in changed or self._has_moved(contest)):
            return ""
        if changed & {each.line_id for each in self.waiting}:
            return _(
                "Reckoned anew, this line comes to what was issued; another one that waits does "
                "not: decide on that one."
            )
        if changed:
            return _(
                "Reckoned anew, this line comes to what was issued; another one, which is not "
                "contested, does not: reopen that one."
            )
        if contest.is_reopening:
            return _(
                "Reckoned anew, the month comes to what was issued: correct the outage first, with "
                "the other vendor, or leave the line as it was issued, with the reason."
            )
        return _(
            "Reckoned anew, the month comes to what was issued: correct the outage first, with the "
            "other vendor, or refuse the contest."
        )

    def against(self, contest: Contest) -> list[str]:
        """Say what stands against accepting a contest now, in the order in which it is refused."""
        missing = self.not_reckoned() or self.not_opened_beside(contest)
        unchanged = self.unchanged(contest)
        return missing or ([unchanged] if unchanged else [])

    def along(self, contest: Contest) -> list[Contest]:
        """Return the contests that are accepted with one: their lines come to something else too.

        The month is reckoned as a whole, and its difference is booked by one note.
        """
        others = (each for each in self.waiting if each.pk != contest.pk)
        return [each for each in others if self._has_moved(each)]

    def _has_moved(self, contest: Contest) -> bool:
        return contest.line.configuration_id in self.moved

    @cached_property
    def _lines(self) -> list[StatementLine]:
        return list(self.statement.lines.select_related("configuration"))

    @cached_property
    def _notes(self) -> list[Correction]:
        return list(self.statement.corrections.order_by("number").prefetch_related("lines"))

    @cached_property
    def _said(self) -> Mapping[int, _Sums]:
        """What was said of each line so far: as issued, with its notes."""
        said = {each.pk: (each.penalty, each.reimbursement) for each in self._lines}
        for note in self._notes:
            for each in note.lines.all():
                penalty, back = said[each.line_id]
                said[each.line_id] = penalty + each.penalty, back + each.reimbursement
        return said


def anew_of(statement: Statement, *, at: datetime) -> Anew:
    """Return an issued month as it is now, shared as it was issued whatever is agreed since."""
    split = SplitMethod(statement.split_method)
    read = month_of(statement.contract, statement.month, at=at, split=split)
    waiting = Contest.objects.filter(line__statement=statement, decision="")
    whole = waiting.select_related("line__configuration", "line__statement__agreement", "opened_by")
    return Anew(statement, read, list(whole))
