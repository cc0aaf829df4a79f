"""What an outage that lasts costs its month: now, and from which second on more."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.at_risk import Lasting, NextCost, Risk, risk_of
from contracts.rules.availability import Down, Segment, difference
from contracts.rules.responsibility import Responsibility
from contracts.rules.statement import SystemMonth, statement_of
from tests.contracts.rules.months import NOVEMBER, down, november, paris, share, system

OURS = share(manufacturer=100)
BEGAN = paris(10, 14)
AN_HOUR = 3600


def _lasting(now: int, of: Responsibility | None = OURS, key: int = 1) -> Lasting:
    return Lasting(key, down(BEGAN, now - BEGAN, of or OURS, "INC-1"), of)


def test_before_the_first_band_nothing_is_owed_and_the_second_of_it_is_known() -> None:
    now = BEGAN + 1200

    risk = risk_of(november(), [system(key=1)], _lasting(now), now=now)

    assert risk == Risk(Decimal("0.00"), NextCost(BEGAN + 2593, Decimal("600.00")))


def test_in_a_band_its_amount_is_owed_and_the_next_one_comes() -> None:
    now = BEGAN + AN_HOUR

    risk = risk_of(november(), [system(key=1)], _lasting(now), now=now)

    assert risk == Risk(Decimal("600.00"), NextCost(BEGAN + 12_961, Decimal("1200.00")))


def test_what_the_month_owes_without_it_is_not_at_risk() -> None:
    before = down(paris(2), AN_HOUR, share(publisher=100), "INC-0")
    now = BEGAN + 60

    risk = risk_of(november(), [system(before, key=1)], _lasting(now), now=now)

    assert risk == Risk(Decimal("0.00"), NextCost(BEGAN + 12_961 - AN_HOUR, Decimal("600.00")))


def test_a_part_of_the_responsibility_takes_so_much_longer() -> None:
    now = BEGAN + 100

    half = _lasting(now, share(publisher=50, client=50))

    assert risk_of(november(), [system(key=1)], half, now=now).next == NextCost(
        BEGAN + 2 * 2592 + 1, Decimal("600.00")
    )


def test_what_is_the_clients_or_not_known_costs_nothing_however_long() -> None:
    now = BEGAN + 10 * AN_HOUR
    clients = Lasting(1, down(BEGAN, now - BEGAN, share(client=100)), share(client=100))
    unknown = Lasting(1, Down("INC-1", ()), None)

    assert risk_of(november(), [system(key=1)], clients, now=now) == Risk(Decimal("0.00"))
    assert risk_of(november(), [system(key=1)], unknown, now=now) == Risk(Decimal("0.00"))


def test_hours_that_are_not_committed_pass_for_nothing() -> None:
    night = (BEGAN + 1000, BEGAN + 40_000)
    committed = tuple(difference([NOVEMBER], [night]))
    now = BEGAN + 500
    allowed = (NOVEMBER[1] - NOVEMBER[0] - 39_000) // 1000

    risk = risk_of(november(), [system(key=1, committed=committed)], _lasting(now), now=now)

    assert risk.next == NextCost(BEGAN + 39_000 + allowed + 1, Decimal("600.00"))


def test_beyond_the_cap_nothing_more_is_at_risk() -> None:
    now = BEGAN + AN_HOUR

    risk = risk_of(november(annual_left=Decimal(600)), [system(key=1)], _lasting(now), now=now)

    assert risk == Risk(Decimal("600.00"))


def test_what_comes_after_the_month_is_not_this_months() -> None:
    began = NOVEMBER[1] - 600
    late = Lasting(1, down(began, 60, OURS), OURS)

    assert risk_of(november(), [system(key=1)], late, now=began + 60) == Risk(Decimal("0.00"))


@given(
    lasted=st.integers(1, 60_000),
    ours=st.integers(0, 100),
    before=st.integers(0, 20_000),
    other=st.integers(0, 40_000),
    gap=st.integers(0, 50_000),
)
def test_the_next_second_is_the_first_that_costs_more(
    lasted: int, ours: int, before: int, other: int, gap: int
) -> None:
    responsibility = share(manufacturer=ours, third_party=100 - ours)
    now = BEGAN + lasted
    committed = tuple(difference([NOVEMBER], [(now + 1000, now + 1000 + gap)]))
    half = Fraction(1, 2)
    systems = [
        SystemMonth(1, half, committed, (down(paris(2), before, OURS),)),
        SystemMonth(2, half, (NOVEMBER,), (down(paris(3), other, OURS),)),
    ]
    terms = november(penalty_cap=Decimal(12))

    risk = risk_of(terms, systems, _lasting(now, responsibility), now=now)

    def owed(ends: int) -> Decimal:
        held = Down("INC-1", (Segment(BEGAN, ends, responsibility),))
        told = [replace(systems[0], outages=(*systems[0].outages, held)), systems[1]]
        return statement_of(terms, told).penalty - statement_of(terms, systems).penalty

    assert risk.amount == owed(now)
    if risk.next is None:
        assert owed(NOVEMBER[1]) == risk.amount
    else:
        assert owed(risk.next.at - 1) == risk.amount < owed(risk.next.at) == risk.next.amount
