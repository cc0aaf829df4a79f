"""What the vendors' managers and the client do with a request on its page."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from contracts.models import Contract, GuaranteeRequest
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from contracts.use_cases.offer_terms import draw_up_contract
from tests.cast import House
from tests.contracts.use_cases.test_guarantees import WISH
from tests.contracts.web.guarantees import LIST, page_at, signed_in
from tests.factories import contracts
from tests.factories.contracts import MORNING

QUERIES = 11  # with one contract or with many


@pytest.fixture
def asked(house: House) -> GuaranteeRequest:
    return ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)


def test_a_manager_answers_with_a_contract_drawn_up_since(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    at = f"{LIST}{asked.pk}/"
    sam, new_year = house.stranger.organisation, date(2027, 1, 1)
    contracts.contract("CM-0998", sam, house.agreement, starts_on=new_year, at=MORNING)
    drawn_up = contracts.answering(asked)
    page = page_at(signed_in(client, house.max), at)
    assert f"/contracts/new/?request={asked.pk}" in page
    assert ">CM-0500, from " in page
    assert "CM-0998" not in page
    assert "CM-0417" not in page

    answer = client.post(f"{at}answer/", {"contract": drawn_up.pk})

    assert answer["Location"] == at
    said = page_at(signed_in(client, house.clara), at)
    assert "Max Berg, Microsoft, answered (" in said
    assert 'href="/contracts/CM-0500/"' in said
    assert "Withdraw this request" not in said


def test_a_manager_without_contracts_draws_one_up(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    other = ask_for_guarantee(
        house.rival_payroll.contract.agreement, WISH, by=house.clara, at=MORNING
    )
    rival = contracts.person("Rex Bell", house.rival, role="manager")  # type: ignore[arg-type]
    draw_up_contract(
        other.agreement,
        house.vauquelin,
        contracts.offer(),
        number="HP-0777",
        starts_on=date(2027, 1, 1),
        by=rival,
        at=MORNING,
    )

    page = page_at(signed_in(client, rival), f"{LIST}{other.pk}/")

    assert "Answer with this contract" not in page
    assert "These wait for approvals still:" in page
    assert "HP-0777" in page


def test_what_is_asked_stands_beside_what_is_promised_and_less_is_marked(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    contracts.answering(asked, number="CM-0501", availability_target=Decimal("99.95"))
    page = page_at(signed_in(client, house.max), f"{LIST}{asked.pk}/")
    assert "What is asked beside what is promised" in page
    assert "Below what is asked" not in page
    assert "Later than asked" not in page

    contracts.contract(
        "CM-0502",
        house.vauquelin,
        house.agreement,
        starts_on=date(2027, 2, 1),
        at=MORNING,
        availability_target=Decimal("99.9499"),
    )

    page = page_at(client, f"{LIST}{asked.pk}/")
    better, worse = page.partition('href="/contracts/CM-0502/"')[::2]
    assert "99.95\N{NO-BREAK SPACE}%" in better
    assert "99.9499\N{NO-BREAK SPACE}%" in worse
    for marker in ("Below what is asked", "Later than asked"):
        assert marker not in better
        assert worse.count(marker) == 1
    assert (
        client.post(
            f"{LIST}{asked.pk}/answer/", {"contract": Contract.objects.get(number="CM-0502").pk}
        ).headers["Location"]
        == f"{LIST}{asked.pk}/"
    )


def test_what_is_agreed_to_become_less_is_compared(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    made = contracts.answering(asked, availability_target=Decimal("99.95"))
    contracts.amended(
        made,
        effective_on=date(2099, 1, 1),
        at=asked.asked_at + timedelta(days=2),
        availability_target=Decimal("99.5"),
    )

    page = page_at(signed_in(client, house.max), f"{LIST}{asked.pk}/")

    assert "Below what is asked" in page
    assert "99.5\N{NO-BREAK SPACE}%" in page


def test_what_holds_only_before_the_day_asked_for_is_not_compared(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    made = contracts.answering(asked, availability_target=Decimal("99.5"))
    contracts.amended(
        made,
        effective_on=date(2027, 1, 1),
        at=asked.asked_at + timedelta(days=2),
        availability_target=Decimal("99.99"),
    )

    page = page_at(signed_in(client, house.max), f"{LIST}{asked.pk}/")

    assert "Below what is asked" not in page
    assert "99.99\N{NO-BREAK SPACE}%" in page


def test_a_contract_that_is_over_is_marked_and_each_value_is_one_piece(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    contracts.answering(asked, ends_on=date(2026, 11, 24), availability_target=Decimal("99.5"))

    page = page_at(signed_in(client, house.max), f"{LIST}{asked.pk}/")

    row = page[page.index('href="/contracts/CM-0500/"') :].partition("</tr>")[0]
    assert '<span class="chip is-warn">Ended</span>' in row
    # the cells are flex boxes on a phone: a chip beside a bare word would be torn from it
    assert re.search(r'<td data-label="Availability">\s*<div>\s*99.5', row)


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_for_any_number_of_contracts(
    client: Client,
    house: House,
    asked: GuaranteeRequest,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for place in range(count):
        contracts.answering(asked, number=f"CM-06{place:02}")
    signed_in(client, house.max)
    page_at(client, f"{LIST}{asked.pk}/")

    with django_assert_num_queries(QUERIES):
        page_at(client, f"{LIST}{asked.pk}/")


@pytest.mark.parametrize("contract", ["", "999999", "CM-0417"])
def test_a_manager_who_chooses_no_contract_is_told(
    client: Client, house: House, asked: GuaranteeRequest, contract: str
) -> None:
    older = house.contract.pk if contract == house.contract.number else contract

    answer = signed_in(client, house.helen).post(f"{LIST}{asked.pk}/answer/", {"contract": older})

    assert answer.status_code == 422
    assert 'id="answer_contract_error"' in answer.content.decode()
    assert "Choose the contract that answers it." in answer.content.decode()


def test_a_contract_that_is_over_is_told_beside_the_choice(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    over = contracts.answering(asked, ends_on=date(2026, 11, 24))

    answer = signed_in(client, house.helen).post(f"{LIST}{asked.pk}/answer/", {"contract": over.pk})

    assert answer.status_code == 422
    assert "This contract is over" in answer.content.decode()


def test_a_manager_refuses_with_a_reason(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    at = f"{LIST}{asked.pk}/"
    signed_in(client, house.helen)
    blank = client.post(f"{at}refuse/", {"reason": " "})
    assert blank.status_code == 422
    assert '<details class="disclosure" open>' in blank.content.decode()

    client.post(f"{at}refuse/", {"reason": "No spare parts in Lyon."})

    page = page_at(signed_in(client, house.clara), at)
    assert "Helen Duval, Compaq, refused (" in page
    assert "No spare parts in Lyon." in page
    assert "Ask for something else" in page


def test_the_client_withdraws(client: Client, house: House, asked: GuaranteeRequest) -> None:
    at = f"{LIST}{asked.pk}/"

    client_page = page_at(signed_in(client, house.clara), f"{at}withdraw/")
    client.post(f"{at}withdraw/")

    assert '<details class="disclosure" open>' in client_page
    assert "withdrew it (" in page_at(signed_in(client, house.helen), at)


@pytest.mark.parametrize("who", ["hank", "mia"])
def test_a_vendors_member_reads_who_answers_and_may_not(
    client: Client, house: House, asked: GuaranteeRequest, who: str
) -> None:
    signed_in(client, getattr(house, who))

    assert "A manager of one of the two vendors answers it." in page_at(
        client, f"{LIST}{asked.pk}/"
    )
    refused = client.post(f"{LIST}{asked.pk}/refuse/", {"reason": "x"})
    assert refused.status_code == 403
    assert "Only a manager of one of the two vendors" in refused.content.decode()


def test_who_comes_second_is_told_plainly(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    at = f"{LIST}{asked.pk}/"
    signed_in(client, house.helen).post(f"{at}refuse/", {"reason": "No"})

    late = signed_in(client, house.max).post(f"{at}answer/", {"contract": house.contract.pk})

    assert late.status_code == 409
    assert "is not possible any more" in late.content.decode()


def test_who_comes_second_reads_who_was_first_and_keeps_the_words(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    at = f"{LIST}{asked.pk}/"
    signed_in(client, house.helen).post(f"{at}refuse/", {"reason": "No"})

    late = signed_in(client, house.max).post(f"{at}refuse/", {"reason": "Not <i>in</i> Lyon"})

    page = late.content.decode()
    assert late.status_code == 409
    assert "the request is “Refused”. It was Helen Duval, Compaq, on " in page
    assert "Not &lt;i&gt;in&lt;/i&gt; Lyon" in page
    assert "This was not done" not in page


def test_whose_step_it_never_is_reads_that_though_it_was_answered(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    at = f"{LIST}{asked.pk}/"
    signed_in(client, house.helen).post(f"{at}refuse/", {"reason": "No"})

    for who in (house.clara, house.hank):
        assert signed_in(client, who).post(f"{at}refuse/", {"reason": "x"}).status_code == 403
    assert signed_in(client, house.clara).post(f"{at}withdraw/").status_code == 409


def test_a_contract_tells_of_requests_that_it_can_answer_and_of_no_others(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    contracts.answering(asked)
    signed_in(client, house.max)

    link = f'href="{LIST}{asked.pk}/"'
    assert link in page_at(client, "/contracts/CM-0500/")
    assert link not in page_at(client, "/contracts/CM-0417/")
