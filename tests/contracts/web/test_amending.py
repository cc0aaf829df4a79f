"""A vendor's manager amends a contract, from a day on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import Terms, User
from contracts.selectors.promises import offer_of
from contracts.use_cases.approve_terms import withdraw_terms
from tests.cast import House
from tests.contracts.web.offering import (
    amended_post,
    amendment,
    drawn_up,
    next_month,
    posted,
    rows,
    value_of,
)
from tests.factories import contracts

AMEND = "/contracts/CM-0417/amend/"


@pytest.fixture
def helen(client: Client, house: House) -> User:
    client.force_login(house.helen)
    return house.helen


def test_an_amendment_begins_with_what_stands_and_the_next_month(
    client: Client, helen: User
) -> None:
    page = client.get(AMEND).content.decode()

    assert value_of(page, "monthly_fee") == "12000"
    assert value_of(page, "outage_restore") == "4 h"
    assert value_of(page, "effective_on") == next_month().isoformat()
    assert value_of(page, "not_restored_within") == "48 h"
    assert "Nothing yet." in page


def test_posting_back_what_stands_is_no_amendment(client: Client, house: House) -> None:
    contracts.amended(house.contract, bands=[], answer_days=9)
    client.force_login(house.helen)
    said = amended_post(client.get(AMEND).content.decode())

    answer = client.post(AMEND, said)

    assert answer.status_code == 409
    assert "change something first" in answer.content.decode()
    assert house.contract.versions.count() == 2


def test_what_is_not_touched_stays_as_it_stands(client: Client, house: House) -> None:
    standing = contracts.amended(house.contract, bands=[], answer_days=9)
    client.force_login(house.helen)
    said = amended_post(client.get(AMEND).content.decode(), answer_days="12")

    answer = client.post(AMEND, said)

    offered = house.contract.versions.whole().order_by("number").last()
    assert answer.status_code == 302
    assert offered is not None
    assert offer_of(offered) == replace(offer_of(standing), answer_days=12)


def test_an_amendment_says_which_lines_change(client: Client, helen: User) -> None:
    said = amended_post(client.get(AMEND).content.decode(), monthly_fee="12 500", do="")

    page = client.post(AMEND, said, headers={"HX-Request": "true"}).content.decode()

    assert "12,000.00\u00a0EUR → <b>12,500.00\u00a0EUR</b>" in page
    assert page.count("→") == 1


def test_an_amendment_is_proposed_from_its_day_on(
    client: Client, house: House, helen: User
) -> None:
    said = amended_post(
        client.get(AMEND).content.decode(), monthly_fee="12500", note="Prices rise."
    )

    answer = client.post(AMEND, said)

    terms = Terms.objects.get(contract=house.contract, number=2)
    assert answer.headers["Location"] == "/contracts/CM-0417/v2/"
    assert (terms.effective_on, terms.note) == (next_month(), "Prices rise.")
    assert terms.monthly_fee == 12500


def test_money_does_not_change_within_a_month(client: Client, helen: User) -> None:
    within = (next_month() + timedelta(days=9)).isoformat()
    said = amended_post(client.get(AMEND).content.decode(), monthly_fee="1", effective_on=within)

    answer = client.post(AMEND, said)

    assert answer.status_code == 422
    assert "Terms that carry money change on the first of a month." in answer.content.decode()
    assert value_of(answer.content.decode(), "effective_on") == within


def test_all_that_is_wrong_with_an_amendment_is_told_at_once(client: Client, helen: User) -> None:
    said = amended_post(
        client.get(AMEND).content.decode(),
        effective_on="2026-01-31",
        availability_target="101",
        contest_days="many",
    )

    page = client.post(AMEND, said).content.decode()

    for name in ("effective_on", "availability_target", "contest_days"):
        assert f'id="contract_{name}_error"' in page, name
    assert "Other terms begin tomorrow at the earliest" in page


@pytest.mark.parametrize(
    ("day", "told"),
    [("2026-01-31", "That day has passed"), ("2024-11-01", "does not run on that day")],
)
def test_of_a_contract_offered_anew_a_wrong_day_is_told_once_with_the_rest(
    client: Client, house: House, helen: User, day: str, told: str
) -> None:
    terms = drawn_up(house)
    withdraw_terms(terms, reason="A slip", by=house.helen, at=timezone.now())

    answer = client.post(
        "/contracts/CM-0500/amend/",
        posted(effective_on=day, note="", availability_target="101"),
    )

    errors = dict(answer.context["errors"])
    assert answer.status_code == 422
    assert told in errors["contract_effective_on"]
    assert set(errors) == {"contract_effective_on", "contract_availability_target"}
    assert len(answer.context["errors"]) == 2


def test_a_contract_keeps_its_time_zone(client: Client, helen: User) -> None:
    said = amended_post(client.get(AMEND).content.decode(), time_zone="Europe/London")

    page = client.post(AMEND, said).content.decode()

    assert "A contract keeps its time zone" in page


def test_while_an_amendment_waits_there_is_no_other(client: Client, house: House) -> None:
    amendment(house)
    client.force_login(house.helen)

    answer = client.get(AMEND)

    assert answer.status_code == 409
    assert "Other terms still wait" in answer.content.decode()
    assert f'href="{AMEND}"' not in client.get("/contracts/CM-0417/").content.decode()


def test_a_member_and_the_client_amend_nothing(client: Client, house: House) -> None:
    for nobody in (house.clara, house.hank, house.mia):
        client.force_login(nobody)
        assert client.get(AMEND).status_code == 403
        assert client.post(AMEND, rows()).status_code == 403
    assert house.contract.versions.count() == 1
