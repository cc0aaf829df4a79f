"""The register of those in service, those retired, or all; what is read of the retired."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts

LIST = "/configurations/"


@pytest.mark.parametrize("who", ["clara", "hank", "mia"])
def test_the_register_lists_what_is_in_service_what_is_retired_or_all(
    client: Client, house: House, who: str
) -> None:
    contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    client.force_login(getattr(house, who))
    assert "No system is retired." in client.get(LIST, {"show": "retired"}).content.decode()
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())
    names = {}

    for show in ("", "retired", "all", "x"):
        page = client.get(LIST, {"show": show}).content.decode()
        names[show] = {name for name in ("Payroll", "Mail") if f">{name}</a>" in page}
        assert ("Retired on " in page) == (show in {"retired", "all"})
        assert page.count('class="toggle"') == 3
        on = "" if show == "x" else show
        current = f'href="{LIST}{"?show=" if on else ""}{on}" aria-current="true"'
        assert current in page

    both = {"Payroll", "Mail"}
    assert names == {"": {"Mail"}, "retired": {"Payroll"}, "all": both, "x": {"Mail"}}


@pytest.mark.parametrize("who", ["stranger", "rival_agent"])
@pytest.mark.parametrize("show", ["retired", "all"])
def test_nobody_else_reads_of_a_retired_system(
    client: Client, house: House, who: str, show: str
) -> None:
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())
    client.force_login(getattr(house, who))

    page = client.get(LIST, {"show": show}).content.decode()

    assert "Payroll" not in page
    assert str(house.payroll.support_number) not in page


def test_a_publisher_reads_no_retired_system_that_was_never_proposed_to_it(
    client: Client, house: House
) -> None:
    never = contracts.configuration("Never proposed", house.contract, signed_by=None)
    retire_configuration(never, reason="A slip", by=house.helen, at=timezone.now())
    client.force_login(house.mia)

    assert "Never proposed" not in client.get(LIST, {"show": "retired"}).content.decode()


def test_what_was_promised_for_a_retired_system_is_no_promise_any_more(
    client: Client, house: House
) -> None:
    client.force_login(house.clara)
    promise = "Round the clock, 7 days a week"
    assert promise in client.get(LIST, {"show": "all"}).content.decode()
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())

    for show in ("retired", "all"):
        page = client.get(LIST, {"show": show}).content.decode()
        assert ">Payroll</a>" in page
        assert promise not in page
        assert "Contract CM-0417" not in page
    own = client.get(f"/c/{house.payroll.pk}/").content.decode()
    assert "Retired on " in own
    assert promise not in own


@pytest.mark.parametrize("who", ["clara", "hank"])
def test_a_number_that_was_revoked_says_so_and_is_nothing_to_copy(
    client: Client, house: House, who: str
) -> None:
    contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())
    number = str(house.payroll.support_number)
    client.force_login(getattr(house, who))

    for show in ("retired", "all"):
        page = client.get(LIST, {"show": show}).content.decode()
        said = f"number {number} revoked" if who == "clara" else f"{number}, revoked"
        assert said in page
        assert f'data-copy="{number}"' not in page
        assert ("data-copy" in page) == (show == "all")
        assert "Each system has one support number" not in page
    in_service = client.get(LIST).content.decode()
    assert ("Each system has one support number" in in_service) == (who == "clara")


def test_a_day_of_retirement_stands_in_one_piece(client: Client, house: House) -> None:
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())
    client.force_login(house.hank)

    page = client.get(LIST, {"show": "retired"}).content.decode()

    # the cells are flex boxes on a phone: each child of one stands apart
    cell = re.search(
        r'<td data-label="State">\s*<(\w+)>Retired on .*?</\1>\s*</td>', page, re.DOTALL
    )
    assert cell is not None


def test_nothing_is_reported_or_declared_on_a_retired_system(client: Client, house: House) -> None:
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())
    client.force_login(house.clara)

    page = client.get(LIST, {"show": "retired"}).content.decode()

    assert f"?configuration={house.payroll.pk}" not in page
    assert f"/c/{house.payroll.pk}/draft/" not in page


@pytest.mark.parametrize("who", ["clara", "hank"])
@pytest.mark.parametrize("show", ["retired", "all"])
def test_the_list_of_the_retired_costs_the_same_for_any_number(
    client: Client, house: House, who: str, show: str
) -> None:
    signed_by = (house.helen, house.max)
    client.force_login(getattr(house, who))
    spent = []

    for count in (1, 5):
        for place in range(count):
            made = contracts.configuration(
                f"Site {count}.{place}", house.contract, signed_by=signed_by
            )
            retire_configuration(made, reason="Replaced", by=house.helen, at=timezone.now())
        client.get(LIST, {"show": show})
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, {"show": show})
        spent.append(len(queries))

    assert spent[0] == spent[1] <= 16
