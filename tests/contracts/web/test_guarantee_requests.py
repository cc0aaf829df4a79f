"""The list of requests for a guarantee and the page of one, as each side reads them."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.models import GuaranteeRequest
from contracts.use_cases.answer_guarantee_request import refuse_guarantee
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from contracts.web.guarantee_requests import SIZE
from contracts.wording import say_percentage
from tests.cast import House
from tests.contracts.use_cases.test_guarantees import WISH
from tests.contracts.web.guarantees import LIST, NEW, page_at, signed_in
from tests.contracts.web.test_pages import link
from tests.factories import contracts
from tests.factories.contracts import MORNING


@pytest.fixture
def asked(house: House) -> GuaranteeRequest:
    return ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)


def test_a_client_without_requests_is_invited_to_ask(client: Client, house: House) -> None:
    page = page_at(signed_in(client, house.clara), LIST)

    assert "You have not asked for a guarantee yet" in page
    assert f'href="{NEW}"' in page


def test_vendors_without_requests_read_what_will_come(client: Client, house: House) -> None:
    page = page_at(signed_in(client, house.hank), LIST)

    assert "No client has asked for a guarantee" in page
    assert f'href="{NEW}"' not in page


@pytest.mark.parametrize("who", ["clara", "hank", "mia"])
def test_the_systems_lead_to_the_requests(client: Client, house: House, who: str) -> None:
    assert f'href="{LIST}"' in page_at(signed_in(client, getattr(house, who)), "/configurations/")


@pytest.mark.parametrize("who", ["clara", "hank", "mia"])
def test_both_sides_read_what_is_asked(
    client: Client, house: House, asked: GuaranteeRequest, who: str
) -> None:
    signed_in(client, getattr(house, who))
    listed, page = page_at(client, LIST), page_at(client, f"{LIST}{asked.pk}/")

    for text in (listed, page):
        assert "Order entry, SQL Server on two ProLiant 8500, Lyon" in text
        assert "Compaq, with Microsoft" in text
        assert "Waits for an answer" in text
    assert "Monday to Saturday, 6:00 to 22:00" in page
    assert "An hour costs us a day." in page
    assert f"{say_percentage(WISH.availability)} of those hours" in page


@pytest.mark.parametrize("who", ["stranger", "rival_agent"])
def test_strangers_find_nothing(
    client: Client, house: House, asked: GuaranteeRequest, who: str
) -> None:
    signed_in(client, getattr(house, who))

    assert "Order entry" not in page_at(client, LIST)
    for action in ("", "answer/", "refuse/", "withdraw/"):
        assert client.get(f"{LIST}{asked.pk}/{action}").status_code == 404
        assert client.post(f"{LIST}{asked.pk}/{action}").status_code in {404, 405}


def test_operators_have_no_list(client: Client, house: House) -> None:
    assert signed_in(client, house.olga).get(LIST).status_code == 404


def test_a_client_never_reads_the_agreement(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    signed_in(client, house.clara)

    for address in (LIST, NEW, f"{LIST}{asked.pk}/"):
        assert "AG-FR-1" not in page_at(client, address)


def _ask_for_more(house: House, count: int) -> None:
    for _ in range(count):
        ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)


def test_older_ones_stand_on_further_pages(client: Client, house: House) -> None:
    _ask_for_more(house, SIZE + 1)
    oldest, last = GuaranteeRequest.objects.order_by("pk")[:2]
    signed_in(client, house.clara)

    first = page_at(client, LIST)
    older = page_at(client, link(first, "Pages of requests", "next"))
    back = page_at(client, link(older, "Pages of requests", "prev"))

    for page in (first, back):
        assert f'href="{LIST}{last.pk}/"' in page
        assert f'href="{LIST}{oldest.pk}/"' not in page
    assert f'href="{LIST}{oldest.pk}/"' in older


@pytest.mark.parametrize("cut", ["x", "²", "9" * 30, "-1"])
def test_an_address_that_was_cut_is_the_firstpage_at(
    client: Client, house: House, asked: GuaranteeRequest, cut: str
) -> None:
    page = page_at(signed_in(client, house.clara), f"{LIST}?page={cut}")

    assert f'href="{LIST}{asked.pk}/"' in page


@pytest.mark.parametrize("who", ["clara", "helen"])
def test_the_pages_cost_the_same_for_any_number(
    client: Client, house: House, asked: GuaranteeRequest, who: str
) -> None:
    signed_in(client, getattr(house, who))
    for address, most in ((LIST, 6), (f"{LIST}{asked.pk}/", 9)):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        _ask_for_more(house, 3)
        number = f"CM-{900 + GuaranteeRequest.objects.count()}"
        contracts.contract(number, house.vauquelin, house.agreement)
        with CaptureQueriesContext(connection) as many:
            client.get(address)

        assert len(many) == len(few) <= most, address


@pytest.fixture
def many(house: House) -> list[GuaranteeRequest]:
    """More requests than a page holds, every third of them answered; the newest is the last."""
    asked = [
        ask_for_guarantee(
            house.agreement, replace(WISH, platform=f"Platform {at}"), by=house.clara, at=MORNING
        )
        for at in range(SIZE + 5)
    ]
    for each in asked[2::3]:
        refuse_guarantee(each, reason="Not yet", by=house.helen, at=MORNING)
    return asked


def _listed(client: Client) -> list[int]:
    """The requests on the two pages, after turning to the second and back."""
    first = page_at(client, LIST)
    second = page_at(client, link(first, "Pages of requests", "next"))
    assert _rows(page_at(client, link(second, "Pages of requests", "prev"))) == _rows(first)
    assert not link(second, "Pages of requests", "next")
    return _rows(first) + _rows(second)


def _rows(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(rf'href="{LIST}(\d+)/"', page)]


@pytest.mark.parametrize("who", ["helen", "mia"])
def test_vendors_read_what_waits_for_an_answer_first(
    client: Client, house: House, many: list[GuaranteeRequest], who: str
) -> None:
    signed_in(client, getattr(house, who))
    newest_first = [each.pk for each in reversed(many)]
    over = {each.pk for each in many[2::3]}

    assert _listed(client) == sorted(newest_first, key=over.__contains__)


def test_clients_read_the_newest_first(
    client: Client, house: House, many: list[GuaranteeRequest]
) -> None:
    assert _listed(signed_in(client, house.clara)) == [each.pk for each in reversed(many)]


def test_the_vendors_list_costs_the_same_for_any_number(
    client: Client, house: House, many: list[GuaranteeRequest]
) -> None:
    signed_in(client, house.helen)
    page_at(client, LIST)
    with CaptureQueriesContext(connection) as all_of_them:
        page_at(client, LIST)
    waiting = [each for each in many if each not in many[2::3]]
    for each in waiting[1:]:
        refuse_guarantee(each, reason="Not yet", by=house.helen, at=MORNING)
    with CaptureQueriesContext(connection) as one_and_others:
        page_at(client, LIST)

    assert len(one_and_others) <= len(all_of_them) + 1
