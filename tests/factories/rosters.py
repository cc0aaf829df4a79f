"""Duty rosters, kept through the use cases by a manager of their vendor."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.models import Agreement, Roster, RosterOverride, Rotation, User
from contracts.use_cases.keep_roster import TurnsTaken, add_rotation, open_roster
from contracts.use_cases.override_duty import Period, override_duty
from tests.factories.contracts import a_manager_of

OPENED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""A hand-over: 08:00 in Paris, a quarter to nine before `MORNING`."""
WEEK = timedelta(days=7)


def empty_roster(
    agreement: Agreement, of: User, *, level: int = 1, at: datetime = OPENED
) -> Roster:
    """Return the roster of somebody's company for a level, with nobody in it."""
    by = a_manager_of(of.organisation)
    return open_roster(agreement, level=level, time_zone="Europe/Paris", by=by, at=at)


def roster(agreement: Agreement, *people: User, level: int = 1, at: datetime = OPENED) -> Roster:
    """Return one in which people take weekly turns from the Monday on which it is opened."""
    made = empty_roster(agreement, people[0], level=level, at=at)
    rotation(made, *people, at=at)
    return made


def rotation(of: Roster, *people: User, at: datetime = OPENED, **fields: Any) -> Rotation:
    return add_rotation(of, turns(*people, **fields), by=a_manager_of(of.organisation), at=at)


def turns(*people: User, **fields: Any) -> TurnsTaken:
    usual: dict[str, Any] = {
        "name": "Week",
        "people": [each.pk for each in people],
        "starts_on": date(2026, 11, 2),
        "time_zone": "Europe/Paris",
    }
    return TurnsTaken(**(usual | fields))


def override(
    of: Roster, person: User, begins_at: datetime, ends_at: datetime, *, at: datetime = OPENED
) -> RosterOverride:
    period = Period(person.pk, begins_at, ends_at, "A day off")
    return override_duty(of, period, by=a_manager_of(of.organisation), at=at)
