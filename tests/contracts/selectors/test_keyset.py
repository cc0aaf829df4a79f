"""A place in a list is what its last row says of the keys, whatever kind they are of."""

import base64
import json

import pytest

from contracts.models import Configuration, Contract, Outage, Product
from contracts.selectors.keyset import is_cursor, keyset_page
from tests.cast import House
from tests.factories import contracts

BY_CLIENT = ("client__name", "name", "id")
BY_BEGINNING = ("-begins_at", "-id")


def cursor(*said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def test_keys_of_text_and_of_a_row_beside_lead_on_and_back(house: House) -> None:
    for name in ("Élan", "Paie\N{NO-BREAK SPACE}2", "50 % de “tout”"):
        made = contracts.configuration("Mail", house.contract, signed_by=None)
        Configuration.objects.filter(pk=made.pk).update(name=name)
    rows = Configuration.objects.all()
    whole = [each.pk for each in rows.order_by(*BY_CLIENT)]

    seen, place, places = [], "", []
    while True:
        page = keyset_page(rows, BY_CLIENT, cursor=place, size=2)
        seen += [each.pk for each in page.rows]
        places.append(page)
        if not page.next:
            break
        place = page.next
    back = keyset_page(rows, BY_CLIENT, cursor=places[-1].previous, size=2)

    assert seen == whole
    assert back.rows == places[-2].rows


@pytest.mark.parametrize("said", [("n", 1), ("n", None), ("n", "A\0"), ("n", "\ud800"), ("x", "A")])
def test_what_is_no_text_is_no_place_among_numbers_of_contracts(
    db: None, said: tuple[object, ...]
) -> None:
    assert not is_cursor(Contract.objects.all(), cursor(*said), ("number",))


@pytest.mark.parametrize("said", [("n", "1"), ("n", 2**63), ("n", [1]), ("n", 1, 2), ("n",)])
def test_what_is_no_whole_number_is_no_place_among_keys(db: None, said: tuple[object, ...]) -> None:
    assert not is_cursor(Product.objects.all(), cursor(*said), ("-id",))
    assert is_cursor(Product.objects.all(), cursor("n", 1), ("-id",))


@pytest.mark.parametrize(
    ("instant", "is_one"),
    [
        ("2026-10-01T00:00:00+23:59", True),
        ("2026-10-01T00:00:00-23:59:59.5", True),
        ("0001-01-01T00:00:00+14:00", False),
        ("9999-12-31T23:59:59-14:00", False),
        ("2026-10-01T00:00:00", False),
    ],
)
def test_an_instant_is_read_in_whatever_zone_it_is_written(
    db: None, instant: str, is_one: bool
) -> None:
    rows, place = Outage.objects.all(), cursor("n", instant, 1)

    assert is_cursor(rows, place, BY_BEGINNING) is is_one
    assert keyset_page(rows, BY_BEGINNING, cursor=place).rows == []
