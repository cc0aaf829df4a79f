"""What one incident may cost at worst."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import Impact, Promised
from contracts.rules.coverage import Hours, Window, covered_duration, covered_instant
from contracts.rules.offer import BandOffer
from contracts.rules.promised_lines import Stretch, Word
from contracts.rules.worst_case import Money, WorstMonth, worst_month

PARIS = ZoneInfo("Europe/Paris")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALWAYS = Hours("Europe/Paris")
OFFICE = replace(ALWAYS, always_on=False, windows=[Window(day, 480, 1080) for day in range(5)])
WITHIN: Mapping[tuple[Impact, Promised], timedelta] = {
    (Impact.OUTAGE, Promised.RESTORE): 4 * HOUR,
}
MONEY = Money(
    effective_on=date(2026, 1, 1),
    monthly_fee=Decimal("12000.00"),
    bands=[
        BandOffer(Decimal("99.9"), Decimal(5)),
        BandOffer(Decimal("99.5"), Decimal(10)),
        BandOffer(Decimal("99.0"), Decimal(25)),
    ],
    penalty_cap=Decimal(50),
)
NOVEMBER = datetime(2026, 11, 1, tzinfo=PARIS), datetime(2026, 12, 1, tzinfo=PARIS)


def _worst(
    publisher: Word | None,
    money: Money = MONEY,
    *,
    of: tuple[datetime, datetime] = NOVEMBER,
    hours: Hours = ALWAYS,
) -> WorstMonth:
    found = worst_month([Stretch(*of, Word(hours, WITHIN), publisher)], [money], PARIS)
    assert found is not None
    return found


def test_an_outage_of_four_hours_costs_the_band_below_which_it_falls() -> None:
    worst = _worst(Word(ALWAYS, WITHIN))

    assert (worst.downtime, worst.committed) == (4 * HOUR, 720 * HOUR)
    assert worst.availability == 1 - Fraction(4, 720)
    assert (worst.percent, worst.penalty) == (Decimal(10), Decimal("1200.00"))


def test_office_hours_let_the_worst_outage_begin_on_a_friday() -> None:
    worst = _worst(Word(OFFICE, WITHIN))

    assert worst.at in {datetime(2026, 11, day, 14, tzinfo=PARIS) for day in (6, 13, 20)}
    assert worst.downtime == 66 * HOUR
    assert (worst.percent, worst.penalty) == (Decimal(25), Decimal("3000.00"))


def test_without_a_promise_it_may_last_the_whole_month() -> None:
    worst = _worst(None)

    assert worst.until is None
    assert worst.downtime == worst.committed
    assert worst.availability == 0


@pytest.mark.parametrize(
    ("fields", "penalty"),
    [
        ({"penalty_cap": Decimal(10)}, "1200.00"),
        ({"annual_cap": Decimal("999.99")}, "999.99"),
        ({"share": Fraction(1, 3)}, "1000.00"),
        ({"bands": ()}, "0.00"),
    ],
)
def test_caps_and_the_share_of_the_fee_bound_it(fields: dict[str, object], penalty: str) -> None:
    assert _worst(None, replace(MONEY, **fields)).penalty == Decimal(penalty)  # type: ignore[arg-type]


def test_a_month_that_a_contract_begins_in_owes_the_fee_of_its_days() -> None:
    worst = _worst(None, of=(datetime(2026, 11, 16, tzinfo=PARIS), NOVEMBER[1]))

    assert worst.penalty == Decimal("1500.00")


def test_an_amended_fee_counts_from_its_month_on() -> None:
    dearer = replace(MONEY, effective_on=date(2026, 12, 1), monthly_fee=Decimal(20000))
    stretch = Stretch(
        NOVEMBER[0], datetime(2027, 1, 1, tzinfo=PARIS), Word(ALWAYS, WITHIN), Word(OFFICE, WITHIN)
    )

    worst = worst_month([stretch], [MONEY, dearer], PARIS)

    assert worst is not None
    assert (worst.month, worst.penalty) == (date(2026, 12, 1), Decimal("5000.00"))


def test_where_nothing_is_committed_nothing_is_owed() -> None:
    never = replace(ALWAYS, always_on=False, windows=())

    assert worst_month([Stretch(*NOVEMBER, Word(never, {}), None)], [MONEY], PARIS) is None


def _office_like() -> st.SearchStrategy[Hours]:
    window = st.builds(
        lambda day, at, length: Window(day, at * 60, (at + length) * 60),
        st.integers(0, 6),
        st.integers(0, 23),
        st.integers(2, 14),
    )
    weekly = st.lists(window, min_size=2, max_size=6)
    return weekly.map(lambda windows: replace(ALWAYS, always_on=False, windows=windows))


@given(
    client=_office_like() | st.just(ALWAYS),
    publisher=_office_like(),
    hours=st.integers(1, 30),
    shift=st.integers(0, 55 * 24),
)
def test_no_outage_of_any_hour_takes_more_of_a_month(
    client: Hours, publisher: Hours, hours: int, shift: int
) -> None:
    start = datetime(2026, 10, 1, tzinfo=UTC) + shift * HOUR
    of = start, start + 8 * DAY
    word = Word(publisher, {(Impact.OUTAGE, Promised.RESTORE): hours * HOUR})
    found = worst_month([Stretch(*of, Word(client, WITHIN), word)], [MONEY], PARIS)
    if found is None:
        return

    first = datetime.combine(found.month, datetime.min.time(), PARIS)
    following = (first + 32 * DAY).replace(day=1)
    begins, ends = max(first, of[0]), min(following, of[1])
    moment = timedelta(microseconds=1)
    at = begins
    while at < ends:
        since = at + moment
        until = min(covered_instant(publisher, since, hours * HOUR), ends)
        assert covered_duration(client, since, until) <= found.downtime
        at = (at.astimezone(UTC) + HOUR).astimezone(UTC)
    assert covered_duration(client, begins, ends) == found.committed
