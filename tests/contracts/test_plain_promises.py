from decimal import Decimal

import pytest
from django.utils import translation

from contracts.plain_promises import say_amount


@pytest.mark.parametrize(
    ("exact", "said"), [("425.025", "425.03"), ("425.0249", "425.02"), ("8500.5", "8,500.50")]
)
def test_an_amount_is_rounded_half_up_as_it_is_owed(exact: str, said: str) -> None:
    with translation.override("en"):
        assert say_amount(Decimal(exact), "EUR") == f"{said}\N{NO-BREAK SPACE}EUR"
