"""The stretches over which availability is told."""

from datetime import UTC, datetime

from contracts.choices import Period
from contracts.rules.availability import instant_of
from contracts.rules.periods import periods_until
from tests.contracts.rules.months import PARIS


def test_periods_begin_in_the_zone_and_end_now() -> None:
    at = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)

    found = periods_until(at.date(), at, PARIS)

    begins = {period: instant_of(span[0]).astimezone(PARIS) for period, span in found.items()}
    assert {instant_of(span[1]) for span in found.values()} == {at}
    assert begins == {
        Period.TODAY: datetime(2026, 11, 23, tzinfo=PARIS),
        Period.MONTH: datetime(2026, 11, 1, tzinfo=PARIS),
        Period.QUARTER: datetime(2026, 10, 1, tzinfo=PARIS),
        Period.YEAR: datetime(2026, 1, 1, tzinfo=PARIS),
        Period.ROLLING: datetime(2026, 10, 24, 10, 42, tzinfo=PARIS),
    }
