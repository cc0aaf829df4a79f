"""Months to reckon with: the worked examples’ contract, and random ones."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from contracts.choices import Party, SplitMethod
from contracts.rules.availability import Down, Segment, Span, second_of
from contracts.rules.offer import BandOffer
from contracts.rules.responsibility import Responsibility
from contracts.rules.statement import MonthTerms, SystemMonth

PARIS = ZoneInfo("Europe/Paris")
BANDS = (
    BandOffer(Decimal("99.9"), Decimal(5)),
    BandOffer(Decimal("99.5"), Decimal(10)),
    BandOffer(Decimal("99.0"), Decimal(25)),
)
WHOLE = Fraction(1)
STEPS = 24
"""Random outages lie on the edges of so many steps of a month."""
A_STEP = 1_000


def paris(day: int, hour: int = 0, minute: int = 0) -> int:
    """A local time of November 2026, as a second."""
    first = datetime(2026, 11, 1, tzinfo=PARIS)
    return second_of((first + timedelta(days=day - 1)).replace(hour=hour, minute=minute))


NOVEMBER: Span = (paris(1), paris(31))


def november(**told: object) -> MonthTerms:
    """The terms of the worked examples (domain.md), but for what is told."""
    usual: dict[str, object] = {
        "month": date(2026, 11, 1),
        "fee": Decimal("12000.00"),
        "days": 30,
        "days_of_month": 30,
        "target": Decimal("99.9"),
        "bands": BANDS,
        "penalty_cap": Decimal(50),
    }
    return MonthTerms(**{**usual, **told})  # type: ignore[arg-type]


def share(
    manufacturer: int = 0, publisher: int = 0, client: int = 0, third_party: int = 0
) -> Responsibility:
    return Responsibility(*map(Decimal, (manufacturer, publisher, client, third_party)))


def down(begins: int, seconds: int, responsibility: Responsibility, reference: str = "") -> Down:
    return Down(reference, (Segment(begins, begins + seconds, responsibility),))


def system(
    *outages: Down, committed: Sequence[Span] = (NOVEMBER,), of: Fraction = WHOLE, key: int = 1
) -> SystemMonth:
    return SystemMonth(key, of, tuple(committed), outages)


@st.composite
def responsibilities(draw: st.DrawFn) -> Responsibility:
    """Percentages with up to two decimals, often of one party alone."""
    if draw(st.booleans()):
        party = draw(st.sampled_from(list(Party)))
        return Responsibility(**{party.value: Decimal(100)})
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=3, max_size=3)))
    edges = [0, *cuts, 10_000]
    parts = [Decimal(edges[at + 1] - edges[at]) / 100 for at in range(len(Party))]
    return Responsibility(*parts)


@st.composite
def outages(draw: st.DrawFn) -> Down:
    """An outage of one to three segments in a row, on the edges of steps."""
    edges = sorted(draw(st.sets(st.integers(-2, STEPS + 2), min_size=2, max_size=4)))
    segments = [
        Segment(start * A_STEP, end * A_STEP, draw(responsibilities()))
        for start, end in pairwise(edges)
    ]
    return Down(draw(st.sampled_from(["", "INC-1", "INC-2"])), tuple(segments))


@st.composite
def systems(draw: st.DrawFn) -> list[SystemMonth]:
    """One to three configurations that together bear the whole fee."""
    weights = draw(st.lists(st.integers(1, 7), min_size=1, max_size=3))
    found = []
    for key, weight in enumerate(weights):
        edges = sorted(draw(st.sets(st.integers(0, STEPS), min_size=2, max_size=6)))
        spans = zip(edges[::2], edges[1::2], strict=False)
        committed = tuple((start * A_STEP, end * A_STEP) for start, end in spans)
        fallen = draw(st.lists(outages(), max_size=4))
        found.append(SystemMonth(key, Fraction(weight, sum(weights)), committed, tuple(fallen)))
    return found


@st.composite
def terms(draw: st.DrawFn) -> MonthTerms:
    """Terms whose bands lie where random outages fall, the deeper the dearer; caps that bite."""
    below = sorted(draw(st.sets(st.integers(1, 100), max_size=4)), reverse=True)
    percents = sorted(draw(st.integers(1, 100)) for _each in below)
    bands = [BandOffer(Decimal(at), Decimal(of)) for at, of in zip(below, percents, strict=True)]
    return november(
        fee=Decimal(draw(st.integers(0, 2_000_000))) / 100,
        days=draw(st.integers(1, 30)),
        bands=tuple(bands),
        penalty_cap=Decimal(draw(st.sampled_from([0, 10, 33, 50, 100]))),
        annual_left=draw(st.none() | st.decimals("-10.00", "9999.99", places=2, allow_nan=False)),
        split=draw(st.sampled_from(list(SplitMethod))),
    )
