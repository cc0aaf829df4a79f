"""What is wrong with a contract is told at once, each fault beside its field."""

import pytest
from django.test import Client

from contracts.models import User
from tests.cast import House
from tests.contracts.web.offering import posted


@pytest.fixture
def helen(client: Client, house: House) -> User:
    client.force_login(house.helen)
    return house.helen


def test_all_that_can_be_judged_is_told_at_once(client: Client, helen: User) -> None:
    said = posted(
        ("99.5", "10"),
        ("99", "5"),
        client="",
        monthly_fee="twelve",
        outage_restore="5 min",
        degraded_respond="soon",
        ends_on="2001-01-01",
    )

    page = client.post("/contracts/new/", said).content.decode()

    for name in ("client", "monthly_fee", "outage_restore", "degraded_respond", "ends_on"):
        assert f'id="contract_{name}_error"' in page, name
    assert 'id="id_bands-1-percent_error"' in page or 'id="id_bands-1-below_error"' in page


def test_a_time_that_cannot_be_read_is_not_said_to_be_missing(client: Client, helen: User) -> None:

    page = client.post("/contracts/new/", posted(outage_respond="soon")).content.decode()

    assert 'id="contract_outage_respond_error"' in page
    assert 'id="contract_outage_restore_error"' not in page


def test_a_number_in_use_and_days_outside_the_agreement_are_told_with_the_rest(
    client: Client, helen: User
) -> None:
    said = posted(number="CM-0417", starts_on="2001-01-01", contest_days="many")

    page = client.post("/contracts/new/", said).content.decode()

    for name in ("number", "starts_on", "contest_days"):
        assert f'id="contract_{name}_error"' in page, name


def test_a_penalty_that_is_none_hides_no_fault_of_the_others(client: Client, helen: User) -> None:
    said = posted(
        ("99.5", "110"), ("99", "10"), ("98", "5"), outage_respond="0 min", outage_news="x"
    )

    page = client.post("/contracts/new/", said).content.decode()

    for place in ("id_bands-0-below", "id_bands-2-below", "contract_outage_news"):
        assert f'id="{place}_error"' in page, place
    assert 'id="contract_outage_respond_error"' in page


def test_a_penalty_above_the_monthly_cap_is_marked_in_its_row_and_not_refused(
    client: Client, house: House, helen: User
) -> None:
    bands = (("99.5", "50"), ("99", "50.01"))
    marker = "Above the monthly cap: all systems together are owed 50\N{NO-BREAK SPACE}% at most."

    typed = client.post(
        "/contracts/new/", posted(*bands, do=""), headers={"HX-Request": "true"}
    ).content.decode()

    at_cap, above = typed.partition("Below 99\N{NO-BREAK SPACE}%")[::2]
    assert "Below 99.5\N{NO-BREAK SPACE}%" in at_cap
    assert marker not in at_cap
    assert above.count(marker) == 1
    assert client.post("/contracts/new/", posted(*bands)).status_code == 302
    client.force_login(house.max)
    assert client.get("/contracts/CM-0500/v1/").content.decode().count(marker) == 1
