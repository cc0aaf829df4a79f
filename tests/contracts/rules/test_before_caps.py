"""What a line comes to before the caps is read from a written reckoning as the rules reckon it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contracts.choices import SplitMethod
from contracts.rules.availability import Down
from contracts.rules.before_caps import before_caps, moved
from contracts.rules.reckoning import Circumstances, Reckoning, written
from contracts.rules.statement import MonthTerms, SystemMonth, statement_of
from tests.contracts.rules.months import NOVEMBER, WHOLE, down, november, paris, share

OF_PUBLISHER = down(paris(12, 14), 11_000, share(publisher=100), "A")
OF_MANUFACTURER = down(paris(23, 9), 2_000, share(manufacturer=100), "B")


def _written(terms: MonthTerms, *outages: Down) -> Reckoning:
    result = statement_of(terms, [SystemMonth(7, WHOLE, (NOVEMBER,), outages)])
    return written(result, Circumstances("EUR", "Europe/Paris", NOVEMBER, None))


@pytest.mark.parametrize("method", SplitMethod)
def test_without_a_cap_it_is_what_the_line_comes_to(method: SplitMethod) -> None:
    said = _written(replace(november(), split=method), OF_PUBLISHER, OF_MANUFACTURER)
    found = before_caps(said)[7]

    assert (str(found.penalty), str(found.part)) == (said["penalty"], said["reimbursement"])
    assert found.penalty


@pytest.mark.parametrize("method", SplitMethod)
def test_no_cap_moves_it(method: SplitMethod) -> None:
    terms = replace(november(), split=method)
    free = _written(terms, OF_PUBLISHER, OF_MANUFACTURER)
    cut = _written(replace(terms, annual_left=Decimal(1)), OF_PUBLISHER, OF_MANUFACTURER)

    assert cut["penalty"] == "1.00"
    assert not moved(free, cut)


def test_what_moves_between_the_vendors_alone_moves_it() -> None:
    other = down(paris(12, 14), 11_000, share(manufacturer=100), "A")

    assert moved(
        _written(november(), OF_PUBLISHER, OF_MANUFACTURER),
        _written(november(), other, OF_MANUFACTURER),
    ) == {7}


def test_a_line_that_only_one_of_them_has_is_nothing_in_the_other() -> None:
    down_then = _written(november(), OF_PUBLISHER)

    assert moved({**down_then, "lines": []}, down_then) == {7}
    assert not moved({**down_then, "lines": []}, _written(november()))
