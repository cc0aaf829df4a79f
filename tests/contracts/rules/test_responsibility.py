"""Who answers for a stretch of an outage: percentages of four parties, 100 together."""

from decimal import Decimal

import pytest

from contracts.choices import Party
from contracts.rules.responsibility import NotAHundred, NotAPercentage, Responsibility, all_of


def test_four_percentages_make_a_responsibility() -> None:
    shared = Responsibility(Decimal("33.33"), Decimal("16.67"), Decimal(50), Decimal(0))

    assert shared.vendors == 50
    assert shared.hundredths(Party.MANUFACTURER) == 3333
    assert sum(shared.percents.values()) == 100


@pytest.mark.parametrize("party", Party)
def test_one_party_may_answer_for_all(party: Party) -> None:
    assert all_of(party).of(party) == 100


@pytest.mark.parametrize("total", ["99.98", "100.02", "0"])
def test_what_does_not_sum_to_a_hundred_is_refused_with_its_sum(total: str) -> None:
    with pytest.raises(NotAHundred) as refused:
        Responsibility(client=Decimal(total) / 2, third_party=Decimal(total) / 2)

    assert refused.value.total == Decimal(total)


@pytest.mark.parametrize("percent", ["-1", "100.01", "0.001", "NaN", "Infinity"])
def test_what_is_no_percentage_is_refused_by_its_party(percent: str) -> None:
    with pytest.raises(NotAPercentage) as refused:
        Responsibility(manufacturer=Decimal(50), publisher=Decimal(percent))

    assert refused.value.party == Party.PUBLISHER
