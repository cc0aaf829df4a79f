"""How many times a system was down, whoever asks and whatever they may know of the outages."""

from fractions import Fraction

import pytest

from contracts.rules.day_strip import Held
from contracts.rules.times_down import times_down

ROUND_THE_CLOCK = [(0, 1000)]
TWO_DAYS = [(0, 100), (500, 600)]


def _held(begins: int, ends: int, counted: int) -> Held:
    return Held((begins, ends), Fraction(counted))


@pytest.mark.parametrize(
    ("committed", "held", "times"),
    [
        (ROUND_THE_CLOCK, [], 0),
        (ROUND_THE_CLOCK, [_held(10, 20, 10)], 1),
        (ROUND_THE_CLOCK, [_held(40, 50, 10), _held(10, 20, 10)], 2),
        (ROUND_THE_CLOCK, [_held(10, 20, 10), _held(20, 30, 5)], 1),
        (ROUND_THE_CLOCK, [_held(10, 20, 0), _held(40, 50, 10)], 1),
        (ROUND_THE_CLOCK, [_held(10, 20, 10), _held(20, 30, 0), _held(30, 40, 10)], 1),
        (TWO_DAYS, [_held(90, 100, 10), _held(500, 510, 10)], 1),
        (TWO_DAYS, [_held(90, 99, 9), _held(500, 510, 10)], 2),
    ],
)
def test_what_no_available_second_parts_is_one_time(
    committed: list[tuple[int, int]], held: list[Held], times: int
) -> None:
    assert times_down(committed, held) == times
