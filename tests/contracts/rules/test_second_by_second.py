"""Random months, reckoned by the rules and by looking at every instant of them."""

import os
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from contracts.rules.availability import Down, Segment, Span
from contracts.rules.committed import (
    HoursFrom,
    Running,
    committed_time,
    days_of_month,
    promised_time,
    span_of_month,
)
from contracts.rules.hours import DayException, Hours, Window
from contracts.rules.offer import BandOffer
from contracts.rules.responsibility import Responsibility
from contracts.rules.statement import MonthResult, MonthTerms, SystemMonth, statement_of
from tests.contracts.rules.second_by_second import Percents, Story, System, Told, Week, tell

MONTHS = 10_000 if os.environ.get("PROOF") else 500
A_DAY, A_MINUTE = 86_400, 60
GRIDS = (900, 1800, 3600, 3600)
ZONES = ("Europe/Paris", "Europe/Paris", "America/New_York", "UTC")


@pytest.mark.proof
def test_every_instant_of_random_months_agrees() -> None:
    for seed in range(MONTHS):
        story = _story(Random(seed))  # noqa: S311  no secret
        assert _said(_reckoned(story)) == tell(story), f"month {seed}"


@pytest.mark.parametrize("seed", [1, 2])
def test_every_second_of_random_days_agrees(seed: int) -> None:
    random = Random(seed)  # noqa: S311  no secret
    story = _story(random)
    day = story.month.replace(day=random.randint(1, 28))
    start = (day.day - 1) * A_DAY
    systems = [_system(random, Fraction(1), start, A_DAY, 1)]
    story = replace(story, first_day=day, last_day=day, systems=systems, grid=1)

    assert _said(_reckoned(story)) == tell(story)


def _story(random: Random) -> Story:
    grid = random.choice(GRIDS)
    month = date(2026, random.choice([3, 10, *range(1, 13)]), 1)
    last = monthrange(2026, month.month)[1]
    first_day = random.choice([1, 1, random.randint(1, last)])
    last_day = random.choice([last, random.randint(first_day, last)])
    weights = [random.randint(1, 9) for _each in range(random.randint(1, 4))]
    annual = random.choice([None, None, random.randint(-500, 300_000)])
    thresholds = random.sample(range(1, 1000), random.randint(0, 4))
    return Story(
        zone=random.choice(ZONES),
        month=month,
        first_day=month.replace(day=first_day),
        last_day=month.replace(day=last_day),
        weeks={1: _week(random, month, grid), random.randint(1, last): _week(random, month, grid)},
        fee_cents=random.randint(0, 2_000_000),
        bands=[(Fraction(each, 10), random.randint(1, 100)) for each in thresholds],
        cap=Fraction(random.choice([0, 5, 10, 50, 100])),
        annual_cents=annual,
        systems=[
            _system(random, Fraction(each, sum(weights)), 0, last * A_DAY, grid) for each in weights
        ],
        grid=grid,
    )


def _week(random: Random, month: date, grid: int) -> Week:
    step = grid // A_MINUTE
    windows = []
    for _each in range(random.choice([0, 1, 3, 6])):
        start = random.randrange(0, 1440, step)
        windows.append((random.randrange(7), start, start + random.randrange(step, 1440, step)))
    own = {}
    for _each in range(random.choice([0, 0, 2])):
        start = random.randrange(0, 1440 - step, step)
        spans = [(start, random.randrange(start + step, 1441, step))]
        own[month.replace(day=random.randint(1, 28))] = random.choice([[], spans])
    return Week(windows, random.random() < 0.5, own)


def _system(random: Random, share: Fraction, start: int, seconds: int, grid: int) -> System:
    def edges(count: int) -> list[int]:
        first, last = start - seconds // 20, start + seconds + seconds // 20
        return sorted(random.randrange(first, last) // grid * grid for _each in range(count))

    always = [(start - A_DAY, start + seconds + A_DAY)]
    first, second, third, fourth = edges(4)
    in_force = random.choice([always, [(first, fourth)], [(first, second), (third, fourth)]])
    outages = []
    for _outage in range(random.randint(0, 5)):
        turns = edges(random.randint(2, 4))
        rows = pairwise(turns)
        outages.append([(begins, ends, _percents(random)) for begins, ends in rows])
    maintenance = [(edge, edge + 12 * grid) for edge in edges(random.choice([0, 1, 3]))]
    return System(share, in_force, maintenance, outages)


def _percents(random: Random) -> Percents:
    if random.random() < 0.4:
        alone = random.randrange(4)
        return tuple(10_000 if each == alone else 0 for each in range(4))  # type: ignore[return-value]
    one, two, three = sorted(random.randint(0, 10_000) for _each in range(3))
    return one, two - one, three - two, 10_000 - three


def _reckoned(story: Story) -> MonthResult:
    zone = ZoneInfo(story.zone)
    days = Running(story.first_day, story.last_day).days_of(story.month)
    weeks = [
        HoursFrom(story.month.replace(day=day), _hours(week, story.zone))
        for day, week in sorted(story.weeks.items())
    ]
    promised = promised_time(days, weeks, zone)
    begins, _ends = span_of_month(story.month, zone)
    terms = MonthTerms(
        month=story.month,
        fee=Decimal(story.fee_cents) / 100,
        days=len(days),
        days_of_month=days_of_month(story.month),
        target=Decimal(100),
        bands=[
            BandOffer(Decimal(below.numerator) / below.denominator, Decimal(percent))
            for below, percent in story.bands
        ],
        penalty_cap=Decimal(int(story.cap)),
        annual_left=None if story.annual_cents is None else Decimal(story.annual_cents) / 100,
    )
    systems = [
        SystemMonth(
            key,
            each.share,
            committed_time(
                promised,
                in_force=_moved(each.in_force, begins),
                maintenance=_moved(each.maintenance, begins),
            ),
            tuple(_down(outage, begins) for outage in each.outages),
        )
        for key, each in enumerate(story.systems)
    ]
    return statement_of(terms, systems)


def _hours(week: Week, zone: str) -> Hours:
    return Hours(
        zone,
        always_on=not week.windows,
        windows=[Window(*each) for each in week.windows],
        without_holidays_of="" if week.keeps_holidays else "FR",
        exceptions=[DayException(day, spans) for day, spans in week.own_days.items()],
    )


def _moved(stretches: Sequence[Span], by: int) -> list[Span]:
    return [(begins + by, ends + by) for begins, ends in stretches]


def _down(rows: Sequence[tuple[int, int, Percents]], by: int) -> Down:
    return Down(
        "",
        tuple(
            Segment(begins + by, ends + by, Responsibility(*(Decimal(each) / 100 for each in told)))
            for begins, ends, told in rows
        ),
    )


def _said(result: MonthResult) -> Told:
    return Told(
        committed=[each.measured.committed for each in result.lines],
        availability=[each.availability for each in result.lines],
        penalties=[int(each.penalty * 100) for each in result.lines],
        splits=[
            (
                int(each.split.proportional * 100),
                int(each.split.but_for * 100),
                int(each.split.shapley * 100),
            )
            for each in result.lines
        ],
    )
