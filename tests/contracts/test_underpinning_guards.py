"""What the database refuses of underpinning targets: no vendor alone, nothing changed after."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from contracts.choices import Impact, UnderpinningState
from contracts.models import (
    Coverage,
    CoverageException,
    CoverageWindow,
    Underpinning,
    UnderpinningTarget,
)
from tests.cast import House
from tests.contracts.broken_hours import drafted
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.factories.underpinnings import OFFICE, agreed, proposed, underpinning
from tests.refused import refused_by

AN_HOUR = timedelta(hours=1)
LATER = date(2027, 6, 1)


NOT_A_VENDORS_MANAGER: dict[str, Callable[[House], dict[str, Any]]] = {
    "a member": lambda house: {"proposed_by": house.mia},
    "for the other": lambda house: {"author": house.compaq},
    "a client": lambda house: {"proposed_by": house.clara, "author": house.vauquelin},
    "a rival": lambda house: {
        "proposed_by": contracts.a_manager_of(house.rival),
        "author": house.rival,
    },
}


@pytest.mark.parametrize("case", NOT_A_VENDORS_MANAGER)
def test_a_manager_of_one_of_the_two_vendors_proposes(house: House, case: str) -> None:
    with refused_by("of a manager of each of the two vendors"):
        drafted(house, **NOT_A_VENDORS_MANAGER[case](house))


@pytest.mark.parametrize("who", ["max", "hank", "clara", "stranger", "olga"])
def test_a_manager_of_the_other_vendor_agrees(house: House, who: str) -> None:
    made = proposed(house.agreement, by=house.max)

    with refused_by("of a manager of each of the two vendors"):
        Underpinning.objects.filter(pk=made.pk).update(
            state=UnderpinningState.AGREED,
            in_force=(made.valid_from, None),
            agreed_at=MORNING,
            agreed_by=getattr(house, who),
        )


CHANGES: dict[str, dict[str, Any]] = {
    "its day": {"valid_from": LATER},
    "its note": {"note": "Another."},
    "its number": {"number": 7},
    "back to a draft": {"state": UnderpinningState.DRAFT},
}


@pytest.mark.parametrize("case", CHANGES)
@pytest.mark.parametrize("make", [proposed, agreed])
def test_what_was_proposed_keeps_its_word(
    house: House, make: Callable[..., Underpinning], case: str
) -> None:
    made = Underpinning.objects.filter(pk=make(house.agreement, by=house.max).pk)

    with refused_by("keep their word|agreed_by_somebody"):
        made.update(**CHANGES[case])
    with refused_by("keep their word|never changes"):
        made.delete()


@pytest.mark.parametrize(
    "fields",
    [
        {"agreed_at": MORNING + AN_HOUR},
        {"reason": "No."},
        {"in_force": (date(2026, 7, 1), None)},
        {"in_force": None},
        {
            "state": UnderpinningState.WITHDRAWN,
            "in_force": None,
            "agreed_at": None,
            "agreed_by": None,
        },
    ],
)
def test_what_was_agreed_is_never_undone(house: House, fields: dict[str, Any]) -> None:
    made = agreed(house.agreement, by=house.max)

    with refused_by("keep their word"):
        Underpinning.objects.filter(pk=made.pk).update(**fields)


def test_a_version_that_another_ended_is_not_opened_again(house: House) -> None:
    first = agreed(house.agreement, by=house.max)
    agreed(house.agreement, by=house.helen, valid_from=LATER)

    with refused_by("keep their word"):
        Underpinning.objects.filter(pk=first.pk).update(in_force=(first.valid_from, None))


@pytest.mark.parametrize("make", [proposed, agreed])
def test_targets_and_hours_are_sealed(house: House, make: Callable[..., Underpinning]) -> None:
    made = make(house.agreement, by=house.max, hours=OFFICE)
    targets = UnderpinningTarget.objects.filter(underpinning=made)
    windows = CoverageWindow.objects.filter(coverage=made.coverage)

    with refused_by("never changes"):
        targets.update(respond_within=AN_HOUR)
    with refused_by("never changes"):
        targets.delete()
    with refused_by("never changes"):
        UnderpinningTarget.objects.create(
            underpinning=made, impact=Impact.QUESTION, respond_within=AN_HOUR
        )
    with refused_by("never changes"):
        windows.update(end=1440)
    with refused_by("never changes"):
        windows.delete()
    with refused_by("never changes"):
        CoverageWindow.objects.create(coverage=made.coverage, weekday=6, start=0, end=60)
    with refused_by("never changes"):
        CoverageException.objects.create(coverage=made.coverage, day=LATER, reason="inventory")
    with refused_by("never changes"):
        Coverage.objects.filter(pk=made.coverage_id).update(always_on=True)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"agreed_at": MORNING}, "underpinning_agreed_by_somebody"),
        ({"in_force": (date(2027, 1, 1), None)}, "underpinning_agreed_by_somebody"),
        ({"ended_at": MORNING}, "underpinning_ended_by_somebody"),
        ({"reason": "Why?"}, "underpinning_ended_by_somebody"),
        ({"state": UnderpinningState.WITHDRAWN}, "underpinning_ended_by_somebody"),
    ],
)
def test_what_was_done_has_somebody_and_an_instant(
    house: House, fields: dict[str, Any], constraint: str
) -> None:
    with refused_by(constraint):
        drafted(house, **fields)


def test_an_end_has_a_reason_and_days_begin_where_they_say(house: House) -> None:
    made = Underpinning.objects.filter(pk=proposed(house.agreement, by=house.max).pk)

    with refused_by("underpinning_ended_by_somebody"):
        made.update(state=UnderpinningState.REFUSED, ended_at=MORNING, ended_by=house.helen)
    with refused_by("underpinning_holds_from_its_day"):
        made.update(
            state=UnderpinningState.AGREED,
            in_force=(LATER, None),
            agreed_at=MORNING,
            agreed_by=house.helen,
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"respond_within": timedelta()},
        {"respond_within": AN_HOUR, "restore_within": AN_HOUR / 2},
    ],
)
def test_a_target_leaves_some_time(house: House, fields: dict[str, Any]) -> None:
    with refused_by("underpinning_target_leaves_some_time"):
        UnderpinningTarget.objects.create(
            underpinning=drafted(house), impact=Impact.OUTAGE, **fields
        )


def test_the_mould_itself_is_taken(house: House) -> None:
    made = agreed(house.agreement, by=house.max, offer=replace(underpinning(), note="As signed."))

    assert made.state == UnderpinningState.AGREED
    assert made.targets.count() == 4
