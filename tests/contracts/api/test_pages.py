"""Long lists over the API go page by page, whatever their keys are."""

import pytest

from contracts.choices import ProductKind
from contracts.models import Product, User
from contracts.use_cases.settle_statement import pay_statement, reimburse_statement
from tests.cast import House
from tests.contracts.web.test_pages import issue
from tests.factories.contracts import MORNING
from tests.programs import Program, walk

BALANCES = "/ledger/balances/"


def test_products_are_listed_by_name_over_several_pages(house: House) -> None:
    names = ["Alpha", "Beta", "Gamma", "Élan"]
    for name in names:
        Product.objects.create(vendor=house.compaq, kind=ProductKind.HARDWARE, name=name)

    found = [each["name"] for each in walk(Program(house.helen), "/products/", page_size=1)]

    assert [each for each in found if each in names] == names


@pytest.fixture
def settled(house: House) -> House:
    """Three contracts with something booked, of which the second is settled."""
    for number in ("CM-0500", "CM-0600", "CM-0700"):
        contract = issue(house, number, [8])
        if number == "CM-0600":
            pay_statement(contract.statements.get(), by=house.helen, at=MORNING)
            reimburse_statement(contract.statements.get(), by=house.helen, at=MORNING)
    return house


def test_balances_go_page_by_page(settled: House) -> None:
    program = Program(settled.helen)

    first = program.reads(BALANCES, {"page_size": 2})
    second = program.client.get(first["next"]).json()
    back = program.client.get(second["previous"]).json()

    assert [each["contract"] for each in first["results"]] == ["CM-0500", "CM-0600"]
    assert [each["owed_to_client"] for each in second["results"]] == ["600.00"]
    assert back["results"] == first["results"]


def test_balances_are_kept_by_what_is_open_and_by_contract(settled: House) -> None:
    program = Program(settled.helen)

    still_open = [each["contract"] for each in walk(program, BALANCES, show="open", page_size=1)]
    [one] = program.reads(BALANCES, {"contract": "CM-0600"})["results"]

    assert still_open == ["CM-0500", "CM-0700"]
    assert (one["contract"], one["cash"]) == ("CM-0600", "-150.00")
    assert program.get(BALANCES, {"show": "some"}).status_code == 422
    assert program.get(BALANCES, {"open": "true"}).status_code == 422


def test_balances_of_others_are_on_no_page(settled: House) -> None:
    rival = Program(User.objects.get(name="Rita Hewlett"))
    cursor = Program(settled.helen).reads(BALANCES, {"page_size": 1})["next"].split("cursor=")[1]

    for query in ({}, {"contract": "CM-0500"}, {"show": "open"}, {"cursor": cursor.split("&")[0]}):
        assert rival.reads(BALANCES, query)["results"] == []
