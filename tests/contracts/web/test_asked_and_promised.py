"""What a request asks for beside what may answer it: nothing that is worse goes unmarked."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from contracts.models import Contract, GuaranteeRequest, Organisation
from contracts.rules.coverage import Hours, Window
from contracts.use_cases.approve_terms import withdraw_terms
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from contracts.use_cases.offer_terms import draw_up_contract
from contracts.web.asked_and_promised import promised_beside
from tests.cast import House
from tests.contracts.use_cases.test_guarantees import WISH
from tests.contracts.web.guarantees import LIST, page_at, signed_in
from tests.factories import contracts
from tests.factories.contracts import MORNING

MONDAYS = Hours("Europe/Paris", always_on=False, windows=[Window(0, 9 * 60, 10 * 60)])
FEBRUARY = date(2027, 2, 1)


@pytest.fixture
def asked(house: House) -> GuaranteeRequest:
    return ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)


def test_better_availability_in_worse_hours_hides_no_hours(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    made = contracts.answering(asked, availability_target=Decimal("99.95"))
    contracts.amended(
        made,
        effective_on=FEBRUARY,
        at=MORNING + timedelta(days=2),
        availability_target=Decimal("99.96"),
        hours=MONDAYS,
    )

    (promised,) = promised_beside(asked, Contract.objects.filter(pk=made.pk), at=MORNING)

    assert [each.since for each in promised.hours] == [None, FEBRUARY]
    page = page_at(signed_in(client, house.max), f"{LIST}{asked.pk}/")
    row = page[page.index('href="/contracts/CM-0500/"') :].partition("</tr>")[0]
    assert "Round the clock, 7 days a week" in row
    assert "From 1 February 2027 on" in row
    assert "Monday, 09:00–10:00" in row


@pytest.mark.parametrize(
    ("chosen", "hours", "is_short"),
    [
        ("always", Hours("Europe/Paris"), False),
        ("always", Hours("Europe/Paris", without_holidays_of="FR"), True),
        ("office", Hours("Europe/Paris"), False),
        ("office", MONDAYS, True),
        ("office", Hours("Asia/Tokyo", always_on=False, windows=MONDAYS.windows), False),
        ("", MONDAYS, False),
    ],
    ids=["as asked", "but holidays", "more", "less", "of another zone", "in words alone"],
)
def test_fewer_hours_than_those_that_were_chosen_are_marked(
    client: Client, house: House, chosen: str, hours: Hours, is_short: bool
) -> None:
    wish = replace(WISH, usual_hours=chosen)
    asked = ask_for_guarantee(house.agreement, wish, by=house.clara, at=MORNING)
    contracts.answering(asked, hours=hours)

    page = page_at(signed_in(client, house.max), f"{LIST}{asked.pk}/")

    assert ("Fewer hours than asked" in page) == is_short
    assert WISH.hours in page


def test_a_contract_begins_with_the_hours_that_were_chosen(client: Client, house: House) -> None:
    wish = replace(WISH, usual_hours="two-halves")
    asked = ask_for_guarantee(house.agreement, wish, by=house.clara, at=MORNING)

    page = page_at(signed_in(client, house.helen), f"/contracts/new/?request={asked.pk}")

    assert re.search(r'value="weekly"[^>]* checked', page)
    assert re.search(r'name="day4_1_from"[^>]* value="14:00"', page)
    assert not re.search(r'name="day5_0_from"[^>]* value=', page)


@pytest.mark.parametrize("chosen", ["", "always", "office"])
def test_a_contract_begins_in_the_zone_of_whoever_asked(
    client: Client, house: House, chosen: str
) -> None:
    Organisation.objects.filter(pk=house.vauquelin.pk).update(time_zone="Europe/Brussels")
    wish = replace(WISH, usual_hours=chosen)
    asked = ask_for_guarantee(house.agreement, wish, by=house.clara, at=MORNING)

    page = page_at(signed_in(client, house.helen), f"/contracts/new/?request={asked.pk}")

    assert re.search(r'<option value="Europe/Brussels" selected', page)


@pytest.mark.parametrize("last", [date(2026, 12, 31), date(2027, 1, 1)])
def test_a_contract_that_ends_before_the_day_asked_is_marked(
    house: House, asked: GuaranteeRequest, last: date
) -> None:
    made = contracts.answering(asked, ends_on=last)

    (promised,) = promised_beside(asked, Contract.objects.filter(pk=made.pk), at=MORNING)

    assert not promised.is_over
    assert promised.is_over_by_then == (last < date(2027, 1, 1))


def test_what_was_withdrawn_waits_for_no_approval(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    offers = [
        draw_up_contract(
            house.agreement,
            house.vauquelin,
            contracts.offer(),
            number=number,
            starts_on=FEBRUARY,
            by=house.helen,
            at=MORNING,
        )
        for number in ("CM-0881", "CM-0882")
    ]
    withdraw_terms(offers[1], reason="A slip.", by=house.helen, at=MORNING)

    page = page_at(signed_in(client, house.max), f"{LIST}{asked.pk}/")

    assert "CM-0881" in page
    assert "CM-0882" not in page
