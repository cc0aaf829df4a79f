"""A first revision that never began, or another that begins before it: its number follows."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contracts.choices import PassportState
from contracts.models import Configuration, SupportNumber
from contracts.selectors.passports import state_of_passport
from contracts.use_cases.end_revision import withdraw_revision
from tests.cast import House
from tests.factories import contracts

A_WEEK = timedelta(days=7)


@pytest.fixture
def orders(house: House) -> Configuration:
    """A system whose first revision is signed for next week."""
    made = contracts.configuration("Orders", house.contract, signed_by=None)
    _sign(made, house, for_=timezone.now() + A_WEEK)
    return Configuration.objects.get(pk=made.pk)


def _sign(of: Configuration, house: House, *, for_: datetime) -> None:
    contracts.next_revision(of, signed_by=(house.helen, house.max), effective_at=for_)


def _withdraw(of: Configuration, house: House) -> None:
    withdraw_revision(
        of.revisions.get(number=1), reason="Not yet", by=house.helen, at=timezone.now()
    )


@pytest.mark.parametrize("who", ["clara", "helen", "max"])
def test_what_was_withdrawn_is_said_nowhere_to_begin(
    client: Client, house: House, orders: Configuration, who: str
) -> None:
    _withdraw(orders, house)
    number = SupportNumber.objects.get(configuration=orders)
    client.force_login(getattr(house, who))

    system, systems, sheet, card = (
        client.get(address).content.decode()
        for address in (
            f"/c/{orders.pk}/",
            "/configurations/",
            f"/n/{number}/",
            f"/n/{number}/card/",
        )
    )

    assert "Support number, counts once a revision is in force" in system
    assert "before the support number is issued" not in system
    assert "Not in force yet" in systems
    assert "There is a card as soon as a revision is in force." in card
    assert "Card to print" not in sheet
    for page in (system, systems, sheet, card):
        assert "ounts from" not in page
        assert "Signed by both vendors" not in page


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_the_contract_says_from_when_the_number_counts(
    client: Client, house: House, orders: Configuration, is_withdrawn: bool
) -> None:
    if is_withdrawn:
        _withdraw(orders, house)
    client.force_login(house.clara)

    page = client.get(f"/contracts/{house.contract.number}/").content.decode()

    assert ("counts once a revision is in force" in page) == is_withdrawn
    assert ("counts from" in page) != is_withdrawn


def test_what_begins_earlier_brings_its_number_forward(
    client: Client, house: House, orders: Configuration
) -> None:
    at = timezone.now()
    _sign(orders, house, for_=at - timedelta(minutes=1))
    client.force_login(house.clara)

    page = client.get(f"/c/{orders.pk}/").content.decode()

    assert "Support number, to give on the phone" in page
    assert "Card to print" in page
    token = contracts.passport_token(orders, at=at)
    assert state_of_passport(token, at=at) == PassportState.VALID


def test_what_begins_later_after_a_withdrawal_puts_its_number_off(
    house: House, orders: Configuration
) -> None:
    _withdraw(orders, house)
    later = timezone.now() + 2 * A_WEEK

    _sign(orders, house, for_=later)

    assert SupportNumber.objects.get(configuration=orders).issued_at == later


def test_what_follows_what_is_to_begin_leaves_its_number(
    house: House, orders: Configuration
) -> None:
    before = SupportNumber.objects.get(configuration=orders).issued_at

    _sign(orders, house, for_=before + A_WEEK)

    assert SupportNumber.objects.get(configuration=orders).issued_at == before
