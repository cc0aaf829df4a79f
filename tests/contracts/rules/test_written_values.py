"""Durations and figures as people write them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.rules.written_values import read_duration, read_figure, write_duration


def hm(hours: int = 0, minutes: int = 0, seconds: int = 0) -> timedelta:
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15 min", hm(0, 15)),
        ("15min", hm(0, 15)),
        ("15 mn", hm(0, 15)),
        ("15 m", hm(0, 15)),
        ("15'", hm(0, 15)),
        (" 90 minutes ", hm(1, 30)),
        ("4 h", hm(4)),
        ("4H", hm(4)),
        ("4 heures", hm(4)),
        ("4 hours", hm(4)),
        ("4h30", hm(4, 30)),
        ("4\u00a0h\u202f30", hm(4, 30)),
        ("4 h 30 min", hm(4, 30)),
        ("1:30", hm(1, 30)),
        ("0:15", hm(0, 15)),
        ("48:00", hm(48)),
        ("1,5 h", hm(1, 30)),
        ("1.5 h", hm(1, 30)),
        ("2 days", hm(48)),
        ("2 j", hm(48)),
        ("1 jour 2 h", hm(26)),
        ("90 s", hm(0, 1, 30)),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, length: timedelta) -> None:
    assert read_duration(text) == length


@pytest.mark.parametrize(
    "text", ["", "15", "soon", "min", "1:75", "4 h h", "-4 h", "4 h 75", "1e3 h", "h", "9" * 50]
)
def test_what_is_no_duration_is_not_guessed(text: str) -> None:
    assert read_duration(text) is None


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (hm(0, 15), "15 min"),
        (hm(4), "4 h"),
        (hm(1, 30), "1 h 30"),
        (hm(1, 5), "1 h 05"),
        (hm(72), "72 h"),
        (hm(0, 1, 30), "1 min 30 s"),
        (hm(1, 0, 1), "1 h 1 s"),
    ],
)
def test_a_duration_is_written_so_that_it_is_read_again(length: timedelta, text: str) -> None:
    assert write_duration(length) == text
    assert read_duration(text) == length


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("99,9", "99.9"),
        ("99.9", "99.9"),
        ("99,995", "99.995"),
        ("99.9 %", "99.9"),
        ("100", "100"),
        ("-1", "-1"),
    ],
)
def test_a_percentage_is_read_in_both_languages(text: str, figure: str) -> None:
    assert read_figure(text, decimals=4) == Decimal(figure)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("12000", "12000"),
        ("12 000", "12000"),
        ("12\u202f000,50", "12000.50"),
        ("12,000", "12000"),
        ("12,000.50", "12000.50"),
        ("1,200,000", "1200000"),
        ("12.000,50", "12000.50"),
        ("12000.5", "12000.5"),
        ("12000,005", "12000.005"),
    ],
)
def test_an_amount_is_read_with_its_thousands_set_apart(text: str, figure: str) -> None:
    assert read_figure(text, decimals=2) == Decimal(figure)


@pytest.mark.parametrize("text", ["", "many", "1e5", "NaN", "Infinity", "1_000", "1,2,3", "9" * 50])
def test_what_is_no_figure_is_not_read(text: str) -> None:
    assert read_figure(text, decimals=2) is None


def test_twelve_or_twelve_thousand_is_asked_again() -> None:
    assert read_figure("12.000", decimals=2) is None
