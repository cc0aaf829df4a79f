"""All that is wrong in a revision is told at once, each fault beside its field."""

import pytest
from django.test import Client

from contracts.choices import ProductKind
from contracts.models import Configuration, Product
from tests.cast import House
from tests.contracts.web.register import draft_address as address
from tests.contracts.web.register import product, rows, server


@pytest.fixture
def mine(client: Client, house: House) -> Client:
    client.force_login(house.clara)
    return client


@pytest.fixture
def payroll(house: House) -> Configuration:
    return house.payroll


def _outdated(house: House) -> Product:
    old = Product.objects.create(vendor=house.compaq, kind=ProductKind.SOFTWARE, name="Tru64")
    house.agreement.products.add(old)
    Product.objects.filter(pk=old.pk).update(supported_until="2001-06-30")
    return old


def test_rows_that_can_be_read_are_judged_beside_those_that_cannot(
    mine: Client, house: House, payroll: Configuration
) -> None:
    old = _outdated(house)
    half = {"product": product("ProLiant 8500").pk, "quantity": "two"}

    answer = mine.post(
        address(payroll),
        rows(
            half,
            {"product": old.pk},
            do="propose",
            way_back="",
            effective_at="2001-01-01T08:00",
            note="Other words",
        ),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    for place in (
        "id_rows-0-quantity",
        "id_rows-1-product",
        "draft_way_back",
        "draft_effective_at",
    ):
        assert f'id="{place}_error"' in page, place
        assert f'href="#{place}"' in page, place
    assert "Tru64 is no longer supported since" in page
    assert "Say how to go back if it goes wrong." in page
    assert "Other words" in page
    assert payroll.revisions.count() == 1


def test_what_is_refused_of_the_plan_and_of_a_row_comes_together(
    mine: Client, house: House, payroll: Configuration
) -> None:
    answer = mine.post(
        address(payroll),
        rows(server(), {"product": _outdated(house).pk}, do="propose", way_back=""),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_rows-1-product_error"' in page
    assert 'id="draft_way_back_error"' in page


def test_a_row_that_cannot_be_read_is_not_said_to_be_missing(
    mine: Client, payroll: Configuration
) -> None:
    page = mine.post(
        address(payroll), rows({"product": "", "host": "node-1"}, do="propose")
    ).content.decode()

    assert 'id="id_rows-0-product_error"' in page
    assert "at least one item" not in page
