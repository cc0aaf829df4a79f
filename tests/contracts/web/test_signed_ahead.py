"""A revision that both vendors have signed, before its day: every page says from when it counts."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import Configuration
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts

SIGNED = "signed by both vendors"


@pytest.fixture
def orders(house: House) -> Configuration:
    """A system whose first revision is signed for next week."""
    made = contracts.configuration("Orders", house.contract, signed_by=None)
    _sign_for_next_week(made, house)
    return Configuration.objects.get(pk=made.pk)


def _sign_for_next_week(of: Configuration, house: House) -> None:
    in_a_week = timezone.now() + timedelta(days=7)
    contracts.next_revision(of, signed_by=(house.helen, house.max), effective_at=in_a_week)


@pytest.mark.parametrize("who", ["clara", "helen", "max"])
def test_the_system_says_from_when_it_is_in_force(
    client: Client, house: House, orders: Configuration, who: str
) -> None:
    client.force_login(getattr(house, who))

    page = client.get(f"/c/{orders.pk}/").content.decode()

    assert f"R1 is {SIGNED}, and in force from" in page
    assert "Support number, counts from" in page
    assert "Signatures of R1, not in force yet" in page
    for not_so in ("to give on the phone", "Both vendors sign before", "Card to print"):
        assert not_so not in page


def test_what_stands_until_then_is_named(client: Client, house: House) -> None:
    _sign_for_next_week(house.payroll, house)
    client.force_login(house.clara)

    page = client.get(f"/c/{house.payroll.pk}/").content.decode()

    assert f"R2 is {SIGNED}, and in force from" in page
    assert "Until then R1 stands." in page
    assert "Signatures of R1, in force" in page
    assert "Card to print" in page


def test_revoked_before_it_counted_it_tells_the_day_of_that(
    client: Client, house: House, orders: Configuration
) -> None:
    number = orders.support_number
    retire_configuration(orders, reason="Given up", by=house.helen, at=timezone.now())
    client.force_login(house.clara)
    day = timezone.localdate()
    today = f"{day.day} {day:%B}"

    page = client.get(f"/n/{number}/").content.decode()
    card = client.get(f"/n/{number}/card/").content.decode()
    typed = client.get("/incidents/new/number/", {"support_number": str(number)}).content.decode()

    for each in (page, card):
        assert re.search(f"Revoked on (<[^>]+>)?{today}", each)
    assert "Counts from" not in page
    assert "Issued" not in page
    assert f"revoked on {today}" in typed


@pytest.mark.parametrize("who", ["clara", "helen"])
def test_the_list_says_it_too(
    client: Client, house: House, orders: Configuration, who: str
) -> None:
    client.force_login(getattr(house, who))

    page = client.get("/configurations/").content.decode()

    assert f"<span>{SIGNED.capitalize()}, in force from <time" in page, "it breaks as one sentence"
    assert "Not in force yet" not in page


def test_the_number_counts_from_then_and_has_no_card_before(
    client: Client, house: House, orders: Configuration
) -> None:
    number = orders.support_number
    client.force_login(house.clara)

    page = client.get(f"/n/{number}/").content.decode()
    card = client.get(f"/n/{number}/card/").content.decode()

    assert "Counts from" in page
    assert "Card to print" not in page
    assert "The card can be printed from" in card
