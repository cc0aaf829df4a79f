"""The ladder of an escalation: what happened when, and what comes next by itself."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.rest import Said
from tickets.api import shapes
from tickets.api.documents import Data, instant
from tickets.api.escalations import EscalationOperation
from tickets.selectors.ladder import Ladder, Level, Next, ladder_of
from tickets.selectors.story import lines_of


class LadderOfEscalation(EscalationOperation):
    """The levels of an escalation, and its next step."""

    document = shapes.Ladder

    def get(self, request: Request, pk: int) -> Response:
        """Read the ladder; of an escalation that has ended nothing comes next."""
        leg = self.escalation(pk)
        lines = list(lines_of(leg.incident, self.user))
        ladder = ladder_of(leg.incident, leg, lines, at=timezone.now())
        return Said(_document(ladder)).response()


def _document(ladder: Ladder) -> Data:
    return {
        "levels": [_level(each) for each in ladder.levels],
        "next": _next(ladder.next) if ladder.next else None,
    }


def _level(level: Level) -> Data:
    reached = level.reached
    return {
        "number": level.number,
        "name": level.name,
        "wait_minutes": int(level.wait.total_seconds() // 60),
        "current": level.is_current,
        "reached_at": instant(reached.at) if reached else None,
        "raised_by": reached.raised_by if reached else "",
        "on_duty": reached.person if reached else "",
        "due_at": instant(level.told_at),
    }


def _next(step: Next) -> Data:
    return {
        "level": step.level or None,
        "name": step.name,
        "due_at": instant(step.due_at),
        "percent": step.percent or None,
    }
