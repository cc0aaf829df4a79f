"""What the vendors' managers and the client do with a request on its page."""

from datetime import date

import pytest
from django.test import Client

from contracts.models import GuaranteeRequest
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from contracts.use_cases.offer_terms import draw_up_contract
from tests.cast import House
from tests.contracts.use_cases.test_guarantees import WISH
from tests.contracts.web.guarantees import LIST, page_at, signed_in
from tests.factories import contracts
from tests.factories.contracts import MORNING


@pytest.fixture
def asked(house: House) -> GuaranteeRequest:
    return ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)


def test_a_manager_answers_with_a_contract_that_stands(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    at = f"{LIST}{asked.pk}/"
    contracts.contract("CM-0998", house.stranger.organisation, house.agreement)
    page = page_at(signed_in(client, house.max), at)
    assert f"/contracts/new/?request={asked.pk}" in page
    assert ">CM-0417, from " in page
    assert "CM-0998" not in page

    answer = client.post(f"{at}answer/", {"contract": house.contract.pk})

    assert answer["Location"] == at
    said = page_at(signed_in(client, house.clara), at)
    assert "Max Berg, Microsoft, answered (" in said
    assert 'href="/contracts/CM-0417/"' in said
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


@pytest.mark.parametrize("contract", ["", "999999"])
def test_a_manager_who_chooses_no_contract_is_told(
    client: Client, house: House, asked: GuaranteeRequest, contract: str
) -> None:
    answer = signed_in(client, house.helen).post(
        f"{LIST}{asked.pk}/answer/", {"contract": contract}
    )

    assert answer.status_code == 422
    assert 'id="answer_contract_error"' in answer.content.decode()
    assert "Choose the contract that answers it." in answer.content.decode()


def test_a_contract_that_is_over_is_told_beside_the_choice(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    over = contracts.contract(
        "CM-0996", house.vauquelin, house.agreement, ends_on=date(2026, 1, 31)
    )

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
