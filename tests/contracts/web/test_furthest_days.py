"""Days beyond those that are reckoned, as 9999-12-31 for “no end”: refused, and no page breaks."""

from datetime import date

import pytest
from django.test import Client

from contracts.models import Contract
from contracts.rules.refusal import Invalid
from contracts.use_cases.underpin import propose_underpinning
from tests.cast import House
from tests.contracts.web.offering import amended_post, posted
from tests.contracts.web.register import draft_address, rows, server
from tests.factories.contracts import MORNING
from tests.factories.underpinnings import underpinning

AMEND = "/contracts/CM-0417/amend/"
NO_END = "9999-12-31"


@pytest.fixture
def endless(house: House) -> Contract:
    """A contract of before such days were refused."""
    Contract.objects.filter(pk=house.contract.pk).update(ends_on=date(9999, 12, 31))
    return house.contract


def test_a_contract_without_end_names_no_last_day(client: Client, house: House) -> None:
    client.force_login(house.helen)
    far = posted(starts_on="9999-12-01", ends_on=NO_END)

    page = client.post("/contracts/new/", far).content.decode()

    assert "31 December 2199 is the last day that can be given." in page
    assert "is the last day that can be given: a contract without end has none." in page


def test_other_terms_begin_within_the_days_that_are_reckoned(
    client: Client, house: House, endless: Contract
) -> None:
    client.force_login(house.helen)
    page = client.get(AMEND)
    said = amended_post(page.content.decode(), answer_days="9")

    far = client.post(AMEND, {**said, "effective_on": NO_END})
    gap = client.get("/contracts/CM-0417/gap/?year=2199")
    near = client.post(AMEND, said)

    answers = [page, far, gap, near]
    assert [each.status_code for each in answers] == [200, 422, 200, 302]
    assert "31 December 2199 is the last day that can be given." in far.content.decode()


@pytest.mark.parametrize("do", ["save", "propose"])
def test_a_revision_begins_within_them_too(client: Client, house: House, do: str) -> None:
    client.force_login(house.hank)
    far = rows(server(), effective_at="9999-12-31T23:59", do=do)

    answer = client.post(draft_address(house.payroll), far)

    assert answer.status_code == 422
    assert "The calendar is not reckoned so far." in answer.content.decode()


def test_targets_beneath_begin_within_them_too(house: House) -> None:
    far = underpinning(valid_from=date(9999, 12, 31))

    with pytest.raises(Invalid) as refusal:
        propose_underpinning(house.agreement, far, by=house.helen, at=MORNING)

    assert set(refusal.value.errors) == {"valid_from"}


def test_hours_without_end_are_typed_while_the_gap_is_shown(client: Client, house: House) -> None:
    client.force_login(house.helen)
    said = posted(ends_on=NO_END, do="")

    answer = client.post("/contracts/new/", said, headers={"HX-Request": "true"})

    assert answer.status_code == 200
