"""Rosters for their pages and calendars: now, next, gaps to come; what the other vendor reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from contracts.choices import Kind, SwapState
from contracts.models import (
    DutyFeed,
    DutySwap,
    Organisation,
    Roster,
    RosterOverride,
    Rotation,
    User,
)
from contracts.models.roster import DUTY_MANAGERS
from contracts.selectors.duty import LONGEST_SHIFT, Board, Duty, boards_of, levels_of

AHEAD = timedelta(weeks=6)
"""How far ahead gaps are told."""
SOON = timedelta(days=14)
"""A gap that begins within it is told beyond the rosters' own pages."""
FEED_BEFORE, FEED_AHEAD = timedelta(days=31), timedelta(days=183)
_AT_THE_HEAD = (DUTY_MANAGERS, 1)


@dataclass(frozen=True)
class Gap:
    """A span in which nobody is on duty; without an end where none is in sight."""

    begins_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Line:
    """A roster as a list shows it."""

    roster: Roster
    level_name: str
    now: Duty
    next: Duty | None
    gaps: Sequence[Gap]


@dataclass(frozen=True)
class OnDuty:
    """Who is on duty now, as plain data that may be kept until it changes."""

    level: int
    name: str
    until: datetime


@dataclass(frozen=True)
class Head:
    """What the top of every page of a vendor says: who is on duty, and how many rosters fall short.

    ``short`` counts the rosters with a gap that begins within 14 days.
    """

    on_duty: tuple[OnDuty, ...] = ()
    short: int = 0


def rosters_of(user: User) -> QuerySet[Roster]:
    """Return the rosters of somebody's own company, with what their names need."""
    return _with_names(Roster.objects.visible_to(user))


def rosters_of_the_other_vendor(user: User) -> QuerySet[Roster]:
    """Return those of which this person reads who is on duty, and nothing else.

    A manufacturer sees the publisher's level, so it reads who that is; each vendor reads the
    other's duty managers, with whom it works on a joint bridge.
    """
    own = user.organisation_id
    theirs = _with_names(Roster.objects.exclude(organisation=own))
    if user.kind == Kind.MANUFACTURER:
        return theirs.filter(agreement__manufacturer=own)
    if user.kind == Kind.PUBLISHER:
        return theirs.filter(agreement__publisher=own, level=DUTY_MANAGERS)
    return theirs.none()


def lines_of(rosters: Iterable[Roster], *, at: datetime) -> list[Line]:
    """Return rosters with who is on duty at an instant and next, and the gaps of six weeks."""
    since = at - LONGEST_SHIFT
    boards = boards_of(rosters, begins_at=since, ends_at=at + AHEAD, asked_at=at)
    return [line_of(each, at=at) for each in boards]


def line_of(board: Board, *, at: datetime) -> Line:
    shifts = standing_shifts(board, at=at, ends_at=at + AHEAD)
    others = [each for each in shifts[1:] if each.person != shifts[0].person]
    name = levels_of(board.roster.agreement).get(board.roster.level, "")
    gaps = [
        Gap(each.begins_at, each.ends_at if each.ends_at < at + AHEAD else None)
        for each in shifts
        if each.person is None
    ]
    return Line(board.roster, name, shifts[0], others[0] if others else None, gaps)


def standing_shifts(board: Board, *, at: datetime, ends_at: datetime) -> list[Duty]:
    """Return the shifts from the one at an instant on, that one with its true beginning.

    The board was read from `LONGEST_SHIFT` before the instant.
    """
    shifts = board.shifts(at - LONGEST_SHIFT, ends_at)
    return [each for each in shifts if each.ends_at > at]


def head_of(organisation: Organisation, *, at: datetime) -> Head:
    """Return who of a vendor is on duty at the first level and as manager, under any agreement."""
    rosters = Roster.objects.filter(organisation=organisation).order_by("-level", "pk")
    found: dict[str, OnDuty] = {}
    short = 0
    for board in boards_of(rosters, begins_at=at, ends_at=at + SOON):
        shifts = board.shifts(at, at + SOON)
        short += any(each.person is None for each in shifts)
        if board.roster.level in _AT_THE_HEAD and shifts[0].person is not None:
            name = shifts[0].person.name
            found.setdefault(name, OnDuty(board.roster.level, name, shifts[0].ends_at))
    return Head(tuple(found.values()), short)


def feed_by_digest(digest: str) -> DutyFeed | None:
    """Return the standing link of a secret, of somebody who may still read what it shows."""
    feeds = DutyFeed.objects.standing().filter(digest=digest, owner__is_active=True)
    feed = feeds.select_related("owner__organisation", "roster__organisation").first()
    if feed is None or not feed.owner.organisation.is_vendor:
        return None
    if feed.roster is not None and feed.roster.organisation_id != feed.owner.organisation_id:
        return None
    return feed


def shifts_of_feed(feed: DutyFeed, *, at: datetime) -> Iterator[tuple[Line, Duty]]:
    """Yield what a link shows: a month back, six ahead, each shift from its true beginning."""
    rosters = rosters_of(feed.owner)
    if feed.roster_id is not None:
        rosters = rosters.filter(pk=feed.roster_id)
    begins_at, ends_at = at - FEED_BEFORE, at + FEED_AHEAD
    earlier, later = begins_at - LONGEST_SHIFT, ends_at + LONGEST_SHIFT
    for board in boards_of(rosters, begins_at=earlier, ends_at=later, asked_at=at):
        line = line_of(board, at=at)
        for shift in board.shifts(earlier, later):
            is_shown = feed.roster_id is not None or shift.person == feed.owner
            is_within = begins_at < shift.ends_at and shift.begins_at < ends_at
            if is_shown and is_within and shift.person is not None:
                yield line, shift


def rotations_standing(roster: Roster, *, at: datetime) -> list[Rotation]:
    """Return the rotations of a roster that have not ended at an instant, the first first."""
    standing = roster.rotations.filter(Q(ends_at=None) | Q(ends_at__gt=at))
    return list(standing.prefetch_related("turns__person").order_by("position", "pk"))


def overrides_to_come(roster: Roster, *, at: datetime) -> list[RosterOverride]:
    """Return the changes that count at an instant or later."""
    standing = roster.overrides.filter(ends_at__gt=at, cancelled_at=None)
    return list(standing.select_related("person", "entered_by").order_by("begins_at", "pk"))


def swaps_waiting(roster: Roster, *, at: datetime) -> list[DutySwap]:
    """Return the swaps that wait for an answer and are not over."""
    waiting = roster.swaps.filter(state=SwapState.ASKED, ends_at__gt=at)
    return list(waiting.select_related("asked_by", "colleague").order_by("begins_at", "pk"))


def people_to_choose(roster: Roster) -> Mapping[int, str]:
    """Return the names of those who may be on duty, by key."""
    people = User.objects.filter(organisation=roster.organisation_id, is_active=True)
    return dict(people.order_by("name").values_list("pk", "name"))


def _with_names(rosters: QuerySet[Roster]) -> QuerySet[Roster]:
    return rosters.select_related(
        "agreement__manufacturer", "agreement__publisher", "organisation"
    ).prefetch_related("agreement__levels")
