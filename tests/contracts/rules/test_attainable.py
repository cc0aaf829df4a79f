"""Figures of a configuration: by closed form or by simulation, its months, and what they cost."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from contracts.rules.attainable import Attainable, Method, TooMuch, reckon
from contracts.rules.coverage import Hours, Window
from contracts.rules.offer import BandOffer
from contracts.rules.reliability import Block, Part, unavailability_of
from contracts.rules.repair import Round, round_of
from contracts.rules.worst_case import Money

PARIS = ZoneInfo("Europe/Paris")
NOVEMBER = date(2026, 11, 1)
HOUR = 3600
ALWAYS = round_of(Hours("Europe/Paris"), NOVEMBER, PARIS)
OFFICE = round_of(
    Hours("Europe/Paris", always_on=False, windows=[Window(day, 480, 1080) for day in range(5)]),
    NOVEMBER,
    PARIS,
)
ALMOST_ALWAYS = Round([(0, ALWAYS.length - 1)], ALWAYS.bounds)
"""One second short of unbroken: it is simulated, and the closed form is as good as exact."""
MONEY = Money(
    effective_on=NOVEMBER,
    monthly_fee=Decimal(12_000),
    bands=(BandOffer(Decimal("99.9"), Decimal(5)), BandOffer(Decimal("99.5"), Decimal(10))),
    penalty_cap=Decimal(50),
)
TARGET = Decimal("99.9")


def part(name: str, count: int = 1, *, mtbf: int, repair: float, calendar: Round = ALWAYS) -> Part:
    work = int(repair * HOUR)
    return Part(name, count, mtbf * HOUR, work, float(calendar.mean_repair(work)))


def cluster(calendar: Round = ALWAYS) -> list[Block]:
    return [
        Block("nodes", (part("server", 2, mtbf=4_000, repair=12, calendar=calendar),), 1, 90),
        Block("storage", (part("cabinet", mtbf=90_000, repair=4, calendar=calendar),), 1),
        Block("database", (part("engine", mtbf=4_000, repair=0.75, calendar=calendar),), 1),
    ]


def found(blocks: list[Block], calendar: Round = ALWAYS, money: Money = MONEY) -> Attainable:
    return reckon(blocks, calendar, target=TARGET, money=money)


SYSTEMS = {
    "one part": [Block("a", (part("a", mtbf=700, repair=6),), 1)],
    "a cluster": cluster(),
    "two of three": [Block("a", (part("a", 3, mtbf=900, repair=30),), 2)],
    "two of three that fail over": [Block("a", (part("a", 3, mtbf=900, repair=30),), 2, 300)],
    "all of forty": [Block("a", (part("a", 40, mtbf=20_000, repair=8),), 40)],
    "unlike parts": [
        Block("a", (part("a", mtbf=500, repair=20), part("b", 2, mtbf=900, repair=40)), 2)
    ],
}


@pytest.mark.parametrize("blocks", SYSTEMS.values(), ids=SYSTEMS)
def test_the_interval_of_the_simulation_holds_the_closed_form(blocks: list[Block]) -> None:
    simulated = found(blocks, ALMOST_ALWAYS)

    assert simulated.method == Method.SIMULATED
    assert simulated.least <= unavailability_of(blocks) <= simulated.most


def test_unbroken_hours_have_a_closed_form_without_an_interval() -> None:
    figure = found(cluster())

    assert figure.method == Method.CLOSED
    assert figure.unavailability == figure.least == figure.most == unavailability_of(cluster())


def test_unlike_parts_that_take_over_are_simulated() -> None:
    unlike = (part("old", mtbf=500, repair=20), part("new", mtbf=5_000, repair=20))

    figure = found([Block("nodes", unlike, 1, 600)])

    assert figure.method == Method.SIMULATED
    assert {each.part for each in figure.weaknesses} == {"old", "new"}  # they take turns
    assert 0 < figure.least < figure.unavailability < figure.most


def test_of_office_hours_what_fails_at_night_is_lost_in_the_morning() -> None:
    blocks = [Block("a", (part("a", mtbf=2_000, repair=3, calendar=OFFICE),), 1)]
    lost_by_hand = OFFICE.length / (2_000 * HOUR + blocks[0].parts[0].down) * 3 * HOUR

    figure = found(blocks, OFFICE)

    assert figure.least <= lost_by_hand / OFFICE.covered <= figure.most


def test_the_same_system_has_the_same_figures_in_any_order() -> None:
    one, other = cluster(OFFICE), list(reversed(cluster(OFFICE)))

    assert found(one, OFFICE) == found(other, OFFICE)


def test_the_weakest_comes_first() -> None:
    for calendar in (ALWAYS, OFFICE):
        figure = found(cluster(calendar), calendar)

        assert [each.part for each in figure.weaknesses] == ["engine", "cabinet", "server"]
        assert figure.weaknesses[0].gain < figure.unavailability


def test_perfect_parts_hold_everything_and_cost_nothing() -> None:
    perfect = [Block("a", (Part("a", 3, float("inf"), 60, 60.0),), 3)]
    for calendar in (ALWAYS, OFFICE):
        figure = found(perfect, calendar)

        assert (figure.unavailability, figure.least) == (0, 0)
        assert figure.penalty == 0
        assert figure.months_kept == 1
        assert not figure.weaknesses


def test_few_outages_leave_a_wide_interval() -> None:
    rare = [Block("a", (part("a", mtbf=50_000_000, repair=4, calendar=OFFICE),), 1)]

    figure = found(rare, OFFICE)

    assert figure.unavailability <= 4 * HOUR / OFFICE.covered / figure.years * 9
    assert figure.most >= 3 * 4 * HOUR / OFFICE.covered / figure.years


def test_a_year_costs_what_its_months_cost_within_the_annual_cap() -> None:
    always_down = [Block("a", (part("a", mtbf=1, repair=90),), 1)]
    capped = Money(NOVEMBER, Decimal(12_000), MONEY.bands, Decimal(50), Decimal(9_000))
    half = Money(NOVEMBER, Decimal(12_000), MONEY.bands, Decimal(50), share=MONEY.share / 2)

    assert found(always_down).penalty == Decimal("14400.00")  # 10 % of each of twelve fees
    assert found(always_down, money=capped).penalty == Decimal("9000.00")
    assert found(always_down, money=half).penalty == Decimal("7200.00")
    assert found(always_down).months_kept == 0


def test_what_no_machine_could_reckon_is_refused() -> None:
    with pytest.raises(TooMuch):
        found([Block("a", (part("a", 10_001, mtbf=99_999, repair=1),), 1)])
    with pytest.raises(TooMuch):
        found([Block("a", (part("a", 100, mtbf=1, repair=1),), 1)])
