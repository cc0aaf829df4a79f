from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from contracts.choices import EventKind, MaintenanceState
from contracts.models import ContractEvent, Maintenance, User
from contracts.rules.refusal import Invalid
from contracts.use_cases.propose_maintenance import (
    MaintenanceMoveNotOpen,
    Window,
    accept_maintenance,
    propose_maintenance,
    refuse_maintenance,
    withdraw_maintenance,
)
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.factories.outages import AN_HOUR

NEXT_WEEK = MORNING + timedelta(days=7)


def _propose(house: House, by: User, **fields: Any) -> Maintenance:
    window: dict[str, Any] = {"begins": NEXT_WEEK, "ends": NEXT_WEEK + AN_HOUR, "note": "Firmware"}
    return propose_maintenance(house.payroll, Window(**(window | fields)), by=by, at=MORNING)


def _counting() -> bool:
    return Maintenance.objects.counting().exists()


@pytest.mark.parametrize("author", ["clara", "hank", "mia"])
def test_what_all_three_accept_in_time_leaves_committed_time(house: House, author: str) -> None:
    made = _propose(house, getattr(house, author))

    for who in {"clara", "hank", "mia"} - {author}:
        assert not _counting()
        accept_maintenance(made, by=getattr(house, who), at=MORNING + AN_HOUR)

    held = Maintenance.objects.get()
    assert (held.state, held.accepted_at) == (MaintenanceState.ACCEPTED, MORNING + AN_HOUR)
    assert held.counts
    assert _counting()
    assert ContractEvent.objects.get(kind=EventKind.MAINTENANCE_AGREED).detail["counts"] is True


@pytest.mark.parametrize("why", ["announced too late", "accepted after the fact"])
def test_what_comes_too_late_is_kept_and_shown_but_does_not_count(house: House, why: str) -> None:
    if why == "announced too late":
        contracts.amended(house.contract, maintenance_notice_days=8)
    made = _propose(house, house.hank)
    at = NEXT_WEEK + timedelta(seconds=1) if why == "accepted after the fact" else MORNING

    for who in (house.clara, house.mia):
        accept_maintenance(made, by=who, at=at)

    held = Maintenance.objects.get()
    assert held.state == MaintenanceState.ACCEPTED
    assert not held.counts
    assert not _counting()


def test_exactly_the_days_of_the_contract_are_enough(house: House) -> None:
    contracts.amended(house.contract, maintenance_notice_days=7)

    made = _propose(house, house.hank)

    assert (made.notice_days, made.is_announced_in_time) == (7, True)


def test_a_refusal_says_why_and_ends_it(house: House) -> None:
    made = _propose(house, house.hank)

    with pytest.raises(Invalid):
        refuse_maintenance(made, reason=" ", by=house.clara, at=MORNING)
    held = refuse_maintenance(made, reason="Pay day", by=house.clara, at=MORNING)

    assert (held.state, held.reason, held.ended_by) == ("refused", "Pay day", house.clara)
    with pytest.raises(MaintenanceMoveNotOpen) as refused:
        accept_maintenance(made, by=house.mia, at=MORNING)
    assert refused.value.extra == {"moves": []}


def test_its_author_withdraws_it_until_it_begins(house: House) -> None:
    made = _propose(house, house.hank)
    for who in (house.clara, house.mia):
        accept_maintenance(made, by=who, at=MORNING)

    with pytest.raises(MaintenanceMoveNotOpen):
        withdraw_maintenance(made, reason="x", by=house.clara, at=MORNING)
    with pytest.raises(MaintenanceMoveNotOpen):
        withdraw_maintenance(made, reason="x", by=house.hank, at=NEXT_WEEK)
    held = withdraw_maintenance(made, reason="No parts", by=house.hank, at=MORNING)

    assert (held.state, held.accepted_at) == (MaintenanceState.WITHDRAWN, None)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ends": NEXT_WEEK}, "end"),
        ({"begins": MORNING - timedelta(days=400)}, "start"),
        ({"note": " "}, "note"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    house: House, fields: dict[str, Any], name: str
) -> None:
    with pytest.raises(Invalid) as refused:
        _propose(house, house.hank, **fields)

    assert set(refused.value.errors) == {name}


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga"])
def test_strangers_know_of_no_system(house: House, who: str) -> None:
    with pytest.raises(Http404):
        _propose(house, getattr(house, who))


def test_nobody_accepts_twice_or_their_own(house: House) -> None:
    made = _propose(house, house.hank)
    accept_maintenance(made, by=house.clara, at=MORNING)

    for who in (house.clara, house.hank):
        with pytest.raises(MaintenanceMoveNotOpen):
            accept_maintenance(made, by=who, at=MORNING)
