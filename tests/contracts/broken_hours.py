"""Ways to break own days and underpinning targets, by the name of the constraint that refuses."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from contracts.choices import Impact, UnderpinningState
from contracts.models import Coverage, CoverageException, Underpinning, UnderpinningTarget
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.underpinnings import agreed, proposed

DAY, LATER, AN_HOUR = date(2027, 1, 4), date(2027, 6, 1), timedelta(hours=1)


def drafted(house: House, **fields: Any) -> Underpinning:
    """Return a version that nobody has proposed yet."""
    usual = {
        "agreement": house.agreement,
        "number": 1,
        "valid_from": date(2027, 1, 1),
        "coverage": Coverage.objects.create(name="x"),
        "proposed_at": MORNING,
        "proposed_by": house.max,
        "author": house.microsoft,
    }
    return Underpinning.objects.create(**(usual | fields))


def _own_day(coverage: Coverage, reason: str = "inventory") -> CoverageException:
    return CoverageException.objects.create(coverage=coverage, day=DAY, reason=reason)


def _own_day_twice(_house: House) -> None:
    coverage = Coverage.objects.create(name="x")
    _own_day(coverage)
    _own_day(coverage)


def _agree(made: Underpinning, house: House, *, since: date) -> None:
    Underpinning.objects.filter(pk=made.pk).update(
        state=UnderpinningState.AGREED,
        in_force=(since, None),
        agreed_at=MORNING,
        agreed_by=house.helen,
    )


def _two_in_force(house: House) -> None:
    agreed(house.agreement, by=house.max)
    second = proposed(house.agreement, by=house.max, valid_from=LATER)
    _agree(second, house, since=LATER)


def _two_open(house: House) -> None:
    proposed(house.agreement, by=house.max)
    drafted(house, number=2, state=UnderpinningState.PROPOSED)


def _target(underpinning: Underpinning, respond_within: timedelta = AN_HOUR) -> None:
    UnderpinningTarget.objects.create(
        underpinning=underpinning, impact=Impact.OUTAGE, respond_within=respond_within
    )


def _two_targets(house: House) -> None:
    made = drafted(house)
    _target(made)
    _target(made)


BROKEN_HOURS: Mapping[str, Callable[[House], object]] = {
    "coverage_exception_says_why": lambda _house: _own_day(
        Coverage.objects.create(name="x"), reason=""
    ),
    "one_coverage_exception_per_day": _own_day_twice,
    "one_open_underpinning_per_agreement": _two_open,
    "one_underpinning_on_any_day": _two_in_force,
    "one_underpinning_target_per_impact": _two_targets,
    "underpinning_agreed_by_somebody_at_some_time": lambda house: drafted(house, agreed_at=MORNING),
    "underpinning_ended_by_somebody_with_a_reason": lambda house: drafted(house, reason="Why?"),
    "underpinning_has_its_own_hours": lambda house: drafted(
        house, number=2, coverage=proposed(house.agreement, by=house.max).coverage
    ),
    "underpinning_holds_from_its_day": lambda house: _agree(
        proposed(house.agreement, by=house.max), house, since=LATER
    ),
    "underpinning_numbered_once": lambda house: [drafted(house), drafted(house)],
    "underpinning_target_leaves_some_time": lambda house: _target(drafted(house), timedelta()),
}
