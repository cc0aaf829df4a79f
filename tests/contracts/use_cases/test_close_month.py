"""A month is closed once for each contract, whatever stops or doubles the run."""

from datetime import date, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from contracts.choices import EventKind
from contracts.models import ContractEvent, UnfollowedNews
from contracts.use_cases import close_month as module
from contracts.use_cases.close_month import close_last_months, close_month
from contracts.use_cases.issue_statement import issue_statement
from escalation.models import Notification
from escalation.use_cases.follow_register import follow_register
from tests.cast import House
from tests.factories import contracts, months
from tests.factories.contracts import PARIS
from tests.factories.months import DECEMBER_2, NOVEMBER


def _told() -> list[tuple[str, str]]:
    events = ContractEvent.objects.filter(kind=EventKind.MONTH_OVER).order_by("id")
    return [(each.contract.number, each.detail["month"]) for each in events if each.contract]


def test_each_contract_is_told_of_once_and_nothing_is_issued(house: House) -> None:
    months.example(house)

    done = list(close_month(NOVEMBER, at=DECEMBER_2))[-1]
    again = list(close_month(NOVEMBER, at=DECEMBER_2))[-1]

    assert (done.told, done.ready, again.told) == (3, 3, 0)
    assert len(_told()) == 3
    assert UnfollowedNews.objects.count() >= 3


def test_a_run_that_was_stopped_is_taken_up_where_it_stopped(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    months.example(house)
    monkeypatch.setattr(module, "BATCH", 1)

    next(close_month(NOVEMBER, at=DECEMBER_2))
    assert len(_told()) == 1
    done = list(close_month(NOVEMBER, at=DECEMBER_2))[-1]

    assert done.told == 2
    assert len(set(_told())) == 3


def test_a_month_is_over_in_the_zone_of_its_contract(house: House) -> None:
    contracts.contract("CM-0900", house.vauquelin, house.agreement, starts_on=NOVEMBER)
    before = datetime(2026, 11, 30, 23, 59, tzinfo=PARIS)

    assert close_last_months(at=before) == 2  # October's, of the two others
    assert close_last_months(at=datetime(2026, 12, 1, tzinfo=PARIS)) == 3


def test_an_issued_month_is_not_told_of(house: House) -> None:
    month = months.example(house)
    issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)

    list(close_month(NOVEMBER, at=DECEMBER_2))

    assert ("CM-0900", "2026-11") not in _told()


def test_managers_of_the_manufacturer_are_told(house: House) -> None:
    months.example(house)
    list(close_month(NOVEMBER, at=DECEMBER_2))
    event = ContractEvent.objects.get(kind=EventKind.MONTH_OVER, contract__number="CM-0900")

    follow_register(event.pk, at=DECEMBER_2)

    told = Notification.objects.filter(contract_event=event)
    assert [each.recipient for each in told] == [house.helen]


def test_the_command_asks_for_a_month(house: House) -> None:
    with pytest.raises(CommandError, match="Say a month"):
        call_command("close_month", "2026-13")
    with pytest.raises(CommandError, match="not reckoned so far"):
        call_command("close_month", "9999-12")
    call_command("close_month", f"{date(2026, 9, 1):%Y-%m}", verbosity=0)
    assert len(_told()) == 2
