"""Say once of each gap in a roster that it comes, a week before: nobody would be on duty."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from contracts import journal
from contracts.choices import EventKind
from contracts.models import ContractEvent, Roster
from contracts.selectors.duty import LONGEST_SHIFT, Board, Duty, boards_of
from contracts.use_cases.one_by_one import one_by_one

AHEAD = timedelta(days=7)
_FURTHEST = AHEAD + LONGEST_SHIFT
JUST_NOW = timedelta(days=1)
"""A gap that was made meanwhile, and has begun already, is told as well."""


def warn_of_gaps(*, at: datetime) -> int:
    """Record each gap that begins within a week and was not told of; returns how many there were.

    A gap is known by its roster and its first instant: one that was filled and comes again at the
    same instant is not told twice. A roster in which nobody was ever on duty has no beginning. One
    that nobody can read is left out.
    """
    boards = boards_of(
        Roster.objects.all(), begins_at=at - LONGEST_SHIFT, ends_at=at + _FURTHEST, asked_at=at
    )
    return one_by_one(partial(_warned, at=at), boards)


def gaps_to_tell(board: Board, at: datetime) -> Iterator[Duty]:
    """Yield the gaps of which people are to be told at an instant, with their true ends."""
    for gap in board.gaps(at - LONGEST_SHIFT, at + _FURTHEST):
        if at - JUST_NOW < gap.begins_at <= at + AHEAD and gap.ends_at > at:
            yield gap


def _warned(board: Board, *, at: datetime) -> int:
    return sum(_said(board.roster, gap, at=at) for gap in gaps_to_tell(board, at))


@transaction.atomic
def _said(roster: Roster, gap: Duty, *, at: datetime) -> bool:
    """Claim a roster by its row, look again whether it was said, and record it.

    A gap of which no end is in sight is told without one.
    """
    held = Roster.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=roster.pk)
    begins_at = gap.begins_at.isoformat()
    said = ContractEvent.objects.filter(
        kind=EventKind.DUTY_GAP_AHEAD, detail__roster=roster.pk, detail__begins_at=begins_at
    )
    if not held.exists() or said.exists():
        return False
    journal.record(
        EventKind.DUTY_GAP_AHEAD,
        by=None,
        at=at,
        roster=roster.pk,
        begins_at=begins_at,
        ends_at=None if gap.ends_at >= at + _FURTHEST else gap.ends_at.isoformat(),
    )
    return True
