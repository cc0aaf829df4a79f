"""The list of contracts, the page of one, and each version of its terms."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.choices import Kind
from contracts.models import User
from contracts.use_cases.approve_terms import approve_terms, refuse_terms
from contracts.use_cases.offer_terms import draw_up_contract
from tests.cast import House
from tests.contracts.web.offering import amendment, next_month
from tests.factories import contracts

LIST = "/contracts/"
PAGE = "/contracts/CM-0417/"


def page_of(client: Client, by: User, address: str = PAGE) -> str:
    client.force_login(by)
    return client.get(address).content.decode()


# --- The list -------------------------------------------------------------------------------------


def test_a_client_reads_its_contracts_and_not_who_agreed_with_whom(
    client: Client, house: House, clara: User
) -> None:
    page = page_of(client, clara, LIST)

    assert "CM-0417" in page
    assert "availability 99.9\u00a0%" in page
    assert "In force" in page
    assert "HP-0001" not in page
    assert "Compaq and Microsoft" not in page
    assert "Draw up a contract" not in page


def test_a_vendor_reads_with_whom_and_a_manager_may_draw_up(client: Client, house: House) -> None:
    assert "Compaq and Microsoft" in page_of(client, house.mia, LIST)
    assert "Draw up a contract" not in page_of(client, house.mia, LIST)
    assert 'href="/contracts/new/"' in page_of(client, house.max, LIST)


def test_a_contract_that_waits_says_for_whom(client: Client, house: House) -> None:
    terms = draw_up_contract(
        house.agreement,
        house.vauquelin,
        contracts.offer(),
        number="CM-0500",
        starts_on=next_month(),
        by=house.helen,
        at=timezone.now(),
    )
    assert "Waits for the approval of Compaq and Microsoft" in page_of(client, house.hank, LIST)

    approve_terms(terms, by=house.helen, at=timezone.now())
    assert "Waits for Microsoft’s approval" in page_of(client, house.hank, LIST)
    assert "CM-0500" not in page_of(client, house.clara, LIST)

    refuse_terms(terms, reason="Too dear.", by=house.max, at=timezone.now())
    assert "Refused" in page_of(client, house.hank, LIST)


def test_an_amendment_that_waits_is_said_beside_what_is_in_force(
    client: Client, house: House
) -> None:
    amendment(house)

    page = page_of(client, house.hank, LIST)

    assert "Amendment: Waits for the approval of Compaq and Microsoft" in page
    assert "Amendment" not in page_of(client, house.clara, LIST)


def test_a_contract_that_has_ended_says_so(client: Client, house: House) -> None:
    contracts.contract("CM-0009", house.vauquelin, house.agreement, ends_on=date(2026, 1, 31))

    assert "Ended" in page_of(client, house.clara, LIST)


def test_who_has_none_is_told_what_will_come(client: Client, house: House) -> None:
    newcomer = contracts.person("Nell New", contracts.organisation("Neuf SA", Kind.CLIENT))

    page = page_of(client, newcomer, LIST)

    assert "No contract." in page
    assert "/guarantees/new/" in page
    assert "when both vendors have approved it" in page


def test_operators_have_no_contracts(client: Client, olga: User) -> None:
    client.force_login(olga)

    assert client.get(LIST).status_code == 404
    assert client.get(PAGE).status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    client: Client, house: House, hank: User
) -> None:
    client.force_login(hank)
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        client.get(LIST)
    for number in range(5):
        made = contracts.contract(f"CM-1{number}00", house.vauquelin, house.agreement)
        contracts.amended(made, monthly_fee=Decimal(100))
        contracts.configuration(f"Mail {number}", made, signed_by=(house.helen, house.max))

    with CaptureQueriesContext(connection) as for_many:
        client.get(LIST)

    assert len(for_many) == len(for_one)


# --- One contract ---------------------------------------------------------------------------------


def test_a_client_reads_its_promise_in_plain_words(client: Client, house: House) -> None:
    contracts.amended(house.contract, bands=(), annual_cap=Decimal(40000))

    page = page_of(client, house.clara)

    for said in (
        "means at most <b>43\u00a0min</b> of outage in a month of 30 days",
        "Round the clock, 7 days a week",
        "We call back within 15\u00a0min.",
        "Service is restored within 4\u00a0h.",
        "The month’s fee is 12,000.00\u00a0EUR.",
        "No penalty is owed.",
        "You can contest a statement for 15 days.",
        "The clocks pause while we wait for you.",
        "after a restoration you can say that it is not one.",
        "Payroll",
        str(house.payroll.support_number),
        "Amendment 1",
    ):
        assert said in page
    assert "AG-FR-1" not in page
    assert "/amend/" not in page


def test_penalties_are_said_with_their_amounts(client: Client, house: House) -> None:
    made = amendment(house)
    for manager in (house.helen, house.max):
        approve_terms(made, by=manager, at=timezone.now())

    page = page_of(client, house.clara, f"{PAGE}?on={next_month().isoformat()}")

    assert "Below 99.5\u00a0%: 10\u00a0% of the month’s fee, 1,250.00\u00a0EUR." in page
    assert "At most 50\u00a0% of a month’s fee, 6,250.00\u00a0EUR." in page


def test_what_was_promised_on_a_past_day_is_still_read(client: Client, house: House) -> None:
    contracts.amended(house.contract, monthly_fee=Decimal(15000))

    assert "15,000.00" in page_of(client, house.clara)
    january = page_of(client, house.clara, f"{PAGE}?on=2026-01-15")
    assert "12,000.00" in january
    assert "What was promised on 15 January 2026" in january
    assert "15,000.00" in page_of(client, house.clara, f"{PAGE}?on=2026-02-01")
    assert "Nothing was promised on that day." in page_of(
        client, house.clara, f"{PAGE}?on=2025-12-31"
    )


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "0000-00-00", "2026", "\x00"])
def test_a_day_that_is_none_is_told_and_what_stands_is_shown(
    client: Client, house: House, day: str
) -> None:
    page = page_of(client, house.clara, f"{PAGE}?on={day}")

    assert "Give a day." in page
    assert "What is promised" in page


def test_what_is_proposed_exists_for_the_vendors_only(client: Client, house: House) -> None:
    amendment(house, note="quagga")

    assert "quagga" in page_of(client, house.hank)
    assert "quagga" in page_of(client, house.mia, f"{PAGE}v2/")
    assert "quagga" not in page_of(client, house.clara)
    client.force_login(house.clara)
    assert client.get(f"{PAGE}v2/").status_code == 404
    assert client.get(f"{PAGE}v2/approve/").status_code == 404


def test_what_is_refused_never_exists_for_the_client(client: Client, house: House) -> None:
    refuse_terms(amendment(house), reason="Too dear.", by=house.max, at=timezone.now())

    assert "Too dear." in page_of(client, house.hank, f"{PAGE}v2/")
    client.force_login(house.clara)
    assert client.get(f"{PAGE}v2/").status_code == 404


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga"])
@pytest.mark.parametrize("address", ["", "amend/", "v1/", "v1/approve/", "v1/refuse/"])
def test_for_others_it_does_not_exist(client: Client, house: House, who: str, address: str) -> None:
    client.force_login(getattr(house, who))

    assert client.get(PAGE + address).status_code == 404
    assert client.post(PAGE + address).status_code in {404, 405}


def test_a_version_says_what_it_changes_line_by_line(client: Client, house: House) -> None:
    amendment(house)

    page = page_of(client, house.mia, f"{PAGE}v2/")

    assert "What changes from “Version 1”" in page
    for before, after in (
        ("12,000.00\u00a0EUR", "12,500.00\u00a0EUR"),
        ("–", "10\u00a0% of the month’s fee"),
    ):
        assert f"<del>{before}</del>" in page
        assert f"<ins>{after}</ins>" in page
    assert "Availability</th>" not in page
    assert page.count("Not approved yet") == 2


def test_a_page_takes_as_many_queries_for_many_versions_as_for_one(
    client: Client, house: House, hank: User
) -> None:
    contracts.amended(house.contract, monthly_fee=Decimal(100))
    client.force_login(hank)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as for_few:
        client.get(PAGE)
    for month in range(3, 8):
        contracts.amended(
            house.contract, effective_on=date(2026, month, 1), monthly_fee=Decimal(month)
        )
        contracts.configuration(f"M{month}", house.contract, signed_by=(house.helen, house.max))

    with CaptureQueriesContext(connection) as for_many:
        client.get(PAGE)

    assert len(for_many) == len(for_few)


def test_a_configurations_page_leads_to_its_contract(client: Client, house: House) -> None:
    assert f'href="{PAGE}"' in page_of(client, house.clara, f"/c/{house.payroll.pk}/")
    assert f'href="{PAGE}"' in page_of(client, house.hank, "/configurations/")


def test_a_contract_to_come_shows_what_will_be_promised(client: Client, house: House) -> None:
    starts_on = timezone.localdate() + timedelta(days=40)
    contracts.contract("CM-0600", house.vauquelin, house.agreement, starts_on=starts_on)

    page = page_of(client, house.clara, "/contracts/CM-0600/")

    assert "To come" in page
    assert "We call back within 15\u00a0min." in page


def test_a_delay_is_said_in_hours_since_days_would_lose_some(client: Client, house: House) -> None:
    contracts.amended(house.contract, not_restored_within=timedelta(hours=60))

    assert "For 60\u00a0h after a restoration" in page_of(client, house.clara)


@pytest.mark.parametrize("number", ["%00", "CM-9999", "%E2%80%AE", "a" * 500])
def test_what_is_no_contract_is_not_found(client: Client, house: House, number: str) -> None:
    client.force_login(house.helen)

    for page in ("", "amend/", "v1/", "v99999999999999999999/"):
        assert client.get(f"/contracts/{number}/{page}").status_code == 404


@pytest.mark.parametrize("is_refused", [False, True])
def test_a_contract_that_was_never_approved_promised_nothing_on_any_day(
    client: Client, house: House, is_refused: bool
) -> None:
    at = timezone.now()
    under, whom, number = house.agreement, house.vauquelin, "CM-0500"
    day = next_month()
    terms = draw_up_contract(
        under, whom, contracts.offer(), number=number, starts_on=day, by=house.helen, at=at
    )
    if is_refused:
        refuse_terms(terms, reason="Too dear.", by=house.max, at=at)

    asked = page_of(client, house.hank, f"/contracts/CM-0500/?on={day.isoformat()}")

    assert "Nothing is promised for that day." in asked
    assert "12,000.00" not in asked
    assert "12,000.00" in page_of(client, house.hank, "/contracts/CM-0500/")
