"""Rosters for the people of their vendor: all of them, and one with its weeks to come."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.access import may_keep_rosters, roster_for
from contracts.choices import SwapAction
from contracts.models import Roster
from contracts.selectors.duty import LONGEST_SHIFT, board_of, levels_of
from contracts.selectors.rosters import (
    AHEAD,
    Gap,
    Line,
    line_of,
    lines_of,
    overrides_to_come,
    rosters_of,
    rosters_of_the_other_vendor,
    rotations_standing,
    standing_shifts,
    swaps_waiting,
)
from contracts.use_cases.swap_duty import swap_actions
from contracts.web.duty_words import say_handover, say_hours, say_level
from contracts.web.person import PersonRequest
from contracts.web.roster_forms import NoteForm
from contracts.web.roster_picture import draw_weeks, first_instant, last_instant

MOST_NOTES = 10
TABLE = timedelta(days=7)


@dataclass(frozen=True)
class Named:
    """A line of the list with its name in the reader's language."""

    line: Line
    name: str

    @property
    def gap(self) -> Gap | None:
        """The next gap, which is told before it happens."""
        return self.line.gaps[0] if self.line.gaps else None


@require_safe
@login_required
def rosters(request: PersonRequest) -> HttpResponse:
    """List the rosters of one's company, and who is on duty at the other vendor."""
    if not request.user.organisation.is_vendor:
        raise Http404
    at = timezone.now()
    context = {
        "lines": [_named(each) for each in lines_of(rosters_of(request.user), at=at)],
        "others": [
            _named(each) for each in lines_of(rosters_of_the_other_vendor(request.user), at=at)
        ],
        "may_keep": may_keep_rosters(request.user),
        "weeks": AHEAD.days // 7,
    }
    return render(request, "contracts/rosters.html", context)


@require_safe
@login_required
def roster(request: PersonRequest, pk: int) -> HttpResponse:
    """Show who is on duty in the weeks to come, what changes it, and what to know."""
    found = roster_for(request.user, pk)
    return render(request, "contracts/roster.html", context_of(request, found, NoteForm(None)))


def context_of(request: PersonRequest, found: Roster, note: NoteForm) -> dict[str, object]:
    """Return what the page of a roster shows, with the note that is being written."""
    at, zone = timezone.now(), ZoneInfo(timezone.get_current_timezone_name())
    first, last = first_instant(at, zone), last_instant(at, zone)
    board = board_of(
        found, begins_at=at - LONGEST_SHIFT, ends_at=max(last, at + AHEAD), asked_at=at
    )
    shown = at + TABLE
    rotations = rotations_standing(found, at=at)
    shifts = board.shifts(max(first, found.created_at), last)  # nobody was missing before
    return {
        "roster": found,
        "name": name_of(found),
        "line": line_of(board, at=at),
        "picture": draw_weeks(shifts, at=at, zone=zone),
        "shifts": [
            each
            for each in standing_shifts(board, at=at, ends_at=at + AHEAD)
            if each.begins_at < shown
        ],
        "days": TABLE.days,
        "rotations": [
            (
                each,
                say_handover(each),
                say_hours(each),
                [turn.person for turn in each.turns.all()],
                any(each.is_before(other) for other in rotations),
            )
            for each in rotations
        ],
        "overrides": overrides_to_come(found, at=at),
        "swaps": [
            (each, [SwapAction(action) for action in sorted(swap_actions(request.user, each))])
            for each in swaps_waiting(found, at=at)
        ],
        "notes": found.notes.select_related("by__organisation")[:MOST_NOTES],
        "note": note,
        "may_keep": may_keep_rosters(request.user),
    }


def name_of(roster: Roster) -> str:
    """Return what a roster is called."""
    return say_level(roster.level, levels_of(roster.agreement).get(roster.level, ""))


def _named(line: Line) -> Named:
    return Named(line, say_level(line.roster.level, line.level_name))
