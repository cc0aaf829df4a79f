"""Managers of either vendor share the fee; the client reads nothing of it."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation
from django.utils.timezone import localdate

from contracts.dates import say_month
from contracts.models import Configuration
from contracts.rules.gap_calendar import first_of_month_after
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING

CONTRACT = "/contracts/CM-0417/"
SHARES = f"{CONTRACT}shares/"


@pytest.fixture
def mail(house: House) -> Configuration:
    return contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))


def _text(page: bytes) -> str:
    return page.decode().replace("\N{NO-BREAK SPACE}", " ")


def _share_of(system: Configuration) -> Decimal:
    return Configuration.objects.get(pk=system.pk).fee_share


@pytest.mark.parametrize("who", ["helen", "max"])
def test_a_manager_types_percentages(
    client: Client, house: House, mail: Configuration, who: str
) -> None:
    client.force_login(getattr(house, who))
    asked = _text(client.get(SHARES).content)

    said = {str(house.payroll.pk): "33,3333", str(mail.pk): "66.6667 %"}
    answer = client.post(SHARES, said, follow=True)

    assert f'href="{SHARES}"' in _text(client.get(CONTRACT).content)
    assert f'name="{house.payroll.pk}" value="100"' in asked
    assert answer.redirect_chain == [(CONTRACT, 302)]
    assert (_share_of(house.payroll), _share_of(mail)) == (Decimal("0.333333"), Decimal("0.666667"))
    assert "33.3333 % of the fee" in _text(answer.content)
    assert "add up to" not in _text(answer.content)


def test_equal_shares_are_filled_in_and_not_yet_set(
    client: Client, house: House, mail: Configuration
) -> None:
    web = contracts.configuration("Web", house.contract, signed_by=(house.helen, house.max))
    client.force_login(house.helen)

    answer = client.post(SHARES, {"equally": "1", str(mail.pk): "nonsense"})

    page = _text(answer.content)
    assert answer.status_code == 200
    assert (page.count('value="33.3333"'), page.count('value="33.3334"')) == (2, 1)
    assert f'name="{web.pk}" value="33.3334"' in page
    assert _share_of(house.payroll) == 1


@pytest.mark.parametrize(
    ("payroll", "said"),
    [
        ("60", "Together the shares are 110 % of the fee: they must be all of it."),
        ("50.00001", "A share is from 0 to 100 percent, with four decimals at most."),
        ("half", "Write a number"),
        ("", "Say the share of every system, be it nothing."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    client: Client, house: House, mail: Configuration, payroll: str, said: str
) -> None:
    client.force_login(house.helen)

    answer = client.post(SHARES, {str(house.payroll.pk): payroll, str(mail.pk): "50"})

    assert answer.status_code == 422
    assert said in _text(answer.content)
    assert f'name="{mail.pk}" value="50"' in _text(answer.content)
    assert _share_of(house.payroll) == 1


def test_vendors_are_told_when_a_system_has_taken_its_share_away(
    client: Client, house: House, mail: Configuration
) -> None:
    Configuration.objects.filter(contract=house.contract).update(fee_share=Decimal("0.5"))
    retire_configuration(mail, reason="Sold", by=house.helen, at=MORNING)

    for who in (house.hank, house.helen, house.mia):
        client.force_login(who)
        page = _text(client.get(CONTRACT).content)
        assert page.count("% of the fee") == 1
        assert "The shares of the fee add up to 50 % and not to all of it" in page


def test_the_client_sees_no_shares(client: Client, house: House, mail: Configuration) -> None:
    Configuration.objects.filter(contract=house.contract).update(fee_share=Decimal("0.4"))
    client.force_login(house.clara)

    page = _text(client.get(CONTRACT).content)

    assert "Mail" in page
    assert "of the fee" not in page
    assert SHARES not in page


def test_a_contract_without_systems_has_nothing_to_share(client: Client, house: House) -> None:
    contracts.contract("CM-0418", house.vauquelin, house.agreement)
    client.force_login(house.helen)

    page = _text(client.get("/contracts/CM-0418/shares/").content)

    assert "No system is in use under this contract." in page
    assert 'value="1">Fill in' not in page
    assert client.post("/contracts/CM-0418/shares/").status_code == 422


@pytest.mark.parametrize(
    ("who", "status"),
    [("hank", 403), ("mia", 403), ("clara", 403), ("stranger", 404), ("rival_agent", 404)],
)
def test_others_do_not(client: Client, house: House, who: str, status: int) -> None:
    client.force_login(getattr(house, who))

    assert client.get(SHARES).status_code == status
    assert client.post(SHARES, {str(house.payroll.pk): "100"}).status_code == status


def test_no_sum_tells_the_publisher_of_a_system_that_it_does_not_see(
    client: Client, house: House
) -> None:
    contracts.configuration("Secret plan", house.contract, signed_by=None)
    client.force_login(house.mia)

    page = client.get(f"/contracts/{house.contract.number}/").content.decode()

    assert "100\N{NO-BREAK SPACE}% of the fee" in page
    assert "add up to" not in page
    assert "Secret plan" not in page


def test_the_page_says_from_when_it_counts(
    client: Client, house: House, mail: Configuration
) -> None:
    client.force_login(house.helen)
    with translation.override("en"):
        following = say_month(first_of_month_after(localdate()))

    assert f"What you share now counts from {following} on" in _text(client.get(SHARES).content)
