"""Local times that clocks skip or double, as people type them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from contracts.rules.local_time import is_skipped, read_local_time

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("2027-03-28T01:59", False),
        ("2027-03-28T02:00", True),
        ("2027-03-28T02:59", True),
        ("2027-03-28T03:00", False),
        ("2027-10-31T02:30", False),
        ("2027-03-28T02:30+01:00", False),
    ],
)
def test_a_time_over_which_clocks_are_put_forward_is_known(text: str, skipped: bool) -> None:
    assert is_skipped(text, PARIS) is skipped


def test_of_a_doubled_time_the_earlier_is_meant() -> None:
    meant = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)

    assert read_local_time("2027-10-31T02:30", PARIS) == meant
