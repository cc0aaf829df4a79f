"""Who is on duty: for the bridge, the escalation, the head of the page, calendars and the pages."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q

from contracts.models import (
    Agreement,
    Departure,
    Organisation,
    Roster,
    RosterOverride,
    Rotation,
    Turn,
    User,
)
from contracts.models.roster import DUTY_MANAGERS
from contracts.rules import duty
from contracts.rules.duty import Absence, Override, RosterPlan, Shift

logger = logging.getLogger(__name__)

_SHORTEST = timedelta(microseconds=1)
_USUAL_LEVELS = range(1, 5)
LONGEST_SHIFT = timedelta(days=32)
"""No turn and no override is longer, so that so much later every shift shown has its beginning."""
UNREADABLE = (ArithmeticError, LookupError, OSError, TypeError, ValueError)
"""As a roster or hours raise that nobody can read: a zone that is none, by how it is unknown."""


@dataclass(frozen=True)
class Duty:
    """A shift with the person in full; a gap where there is none."""

    begins_at: datetime
    ends_at: datetime
    person: User | None


@dataclass(frozen=True)
class Board:
    """A roster with all that decides who is on duty in a span of time.

    One whose rotations nobody can read is a gap, but for whom overrides name: whoever would be
    called in its stead is, its pages say that nobody is on duty, and nothing else waits for it.
    """

    roster: Roster
    plan: RosterPlan
    people: Mapping[int, User]

    def shifts(self, begins_at: datetime, ends_at: datetime) -> list[Duty]:
        """Return the shifts and gaps of a span, within the one that the board was read for."""
        try:
            found = duty.shifts(self.plan, begins_at, ends_at)
        except UNREADABLE:
            logger.exception("roster %s cannot be read", self.roster.pk)
            found = duty.shifts(replace(self.plan, layers=()), begins_at, ends_at)
        return [self._named(each) for each in found]

    def gaps(self, begins_at: datetime, ends_at: datetime) -> list[Duty]:
        return [each for each in self.shifts(begins_at, ends_at) if each.person is None]

    def person_at(self, at: datetime) -> User | None:
        return self.shifts(at, at + _SHORTEST)[0].person

    def _named(self, shift: Shift) -> Duty:
        person = None if shift.person is None else self.people[shift.person]
        return Duty(shift.begins_at, shift.ends_at, person)


def person_on_duty(
    agreement: Agreement, organisation: Organisation, level: int, *, at: datetime
) -> User | None:
    """Return who of a vendor is on duty for a level of an agreement; None in a gap, or no roster.

    Level 0 is the duty manager's. The number of questions does not grow with the rosters.
    """
    rosters = Roster.objects.filter(agreement=agreement, organisation=organisation, level=level)
    boards = boards_of(rosters, begins_at=at, ends_at=at + _SHORTEST)
    return boards[0].person_at(at) if boards else None


def duty_manager(agreement: Agreement, organisation: Organisation, *, at: datetime) -> User | None:
    """Return a vendor's duty manager at an instant; None in a gap, or where there is no roster."""
    return person_on_duty(agreement, organisation, DUTY_MANAGERS, at=at)


def levels_with_roster(agreement: Agreement, organisation: Organisation) -> frozenset[int]:
    """Return the levels for which a vendor keeps a roster; 0 is that of its managers."""
    kept = Roster.objects.filter(agreement=agreement, organisation=organisation)
    return frozenset(kept.values_list("level", flat=True))


def levels_of(agreement: Agreement) -> Mapping[int, str]:
    """Return the names of an agreement's levels; the usual four are nameless where it has none."""
    named = {each.number: each.name for each in agreement.levels.all()}
    return named or dict.fromkeys(_USUAL_LEVELS, "")


def boards_of(
    rosters: Iterable[Roster],
    *,
    begins_at: datetime,
    ends_at: datetime,
    asked_at: datetime | None = None,
) -> Sequence[Board]:
    """Return rosters with all that decides who is on duty in a span, in few questions.

    Asked at an instant of the span (at its beginning unless said), who is not of the company then,
    or may not sign in, is on duty no more; before that they were until they left.
    """
    chosen = list(rosters)
    counting = Q(ends_at__isnull=True) | Q(ends_at__gt=begins_at)
    turns = Prefetch("turns", Turn.objects.select_related("person__organisation"))
    rotations: dict[int, list[Rotation]] = {each.pk: [] for each in chosen}
    overrides: dict[int, list[RosterOverride]] = {each.pk: [] for each in chosen}
    keys = list(rotations)
    if keys:
        for rotation in (
            Rotation.objects.filter(counting, roster__in=keys, begins_at__lt=ends_at)
            .order_by("position", "pk")
            .prefetch_related(turns)
        ):
            rotations[rotation.roster_id].append(rotation)
        for override in (
            RosterOverride.objects.filter(
                roster__in=keys,
                begins_at__lt=ends_at,
                ends_at__gt=begins_at,
            )
            .select_related("person__organisation")
            .order_by("pk")
        ):
            overrides[override.roster_id].append(override)
    boards = [_board(each, rotations[each.pk], overrides[each.pk]) for each in chosen]
    asked_at = max(asked_at or begins_at, begins_at)
    return _without_who_left(boards, begins_at=begins_at, asked_at=asked_at)


def board_of(
    roster: Roster, *, begins_at: datetime, ends_at: datetime, asked_at: datetime | None = None
) -> Board:
    """Return one roster with all that decides who is on duty in a span."""
    return boards_of([roster], begins_at=begins_at, ends_at=ends_at, asked_at=asked_at)[0]


def _board(
    roster: Roster, rotations: Sequence[Rotation], overrides: Sequence[RosterOverride]
) -> Board:
    people = {each.person_id: each.person for each in overrides}
    for rotation in rotations:
        people |= {turn.person_id: turn.person for turn in rotation.turns.all()}
    plan = RosterPlan(
        [each.layer() for each in rotations],
        [_override(each) for each in overrides if _is_any(each)],
    )
    return Board(roster, plan, people)


def _without_who_left(
    boards: Sequence[Board], *, begins_at: datetime, asked_at: datetime
) -> Sequence[Board]:
    """Take people off duty while they were away; from now on who is not of the company today.

    What is past is asked of the departures, what is not of the people themselves.
    """
    people = {pk for board in boards for pk in board.people}
    past: dict[tuple[int, int], list[Departure]] = {}
    if people and begins_at < asked_at:
        for each in Departure.objects.filter(person__in=people, left_at__lt=asked_at):
            past.setdefault((each.person_id, each.organisation_id), []).append(each)
    return [
        replace(
            board,
            plan=replace(
                board.plan,
                away={
                    pk: _absences(person, board.roster, past, asked_at)
                    for pk, person in board.people.items()
                },
            ),
        )
        for board in boards
    ]


def _absences(
    person: User,
    roster: Roster,
    past: Mapping[tuple[int, int], Sequence[Departure]],
    asked_at: datetime,
) -> list[Absence]:
    company = roster.organisation_id
    found = [
        Absence(each.left_at, min(each.back_at or asked_at, asked_at))
        for each in past.get((person.pk, company), ())
    ]
    if not person.is_active or person.organisation_id != company:
        found.append(Absence(asked_at))
    return found


def _is_any(override: RosterOverride) -> bool:
    """Tell whether an override counts at all: not if it was cancelled before it began."""
    return override.cancelled_at is None or override.cancelled_at > override.begins_at


def _override(override: RosterOverride) -> Override:
    ends_at = min(override.ends_at, override.cancelled_at or override.ends_at)
    return Override(override.person_id, override.begins_at, ends_at)
