"""How long a question about covered time takes, on this machine: figures, not a test."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from contracts.rules.calendar import calendar_of
from contracts.rules.coverage import (
    Hours,
    Window,
    covered_duration,
    covered_instant,
    covered_intervals,
)
from contracts.rules.coverage_explained import explained

_A_MILLION = 1_000_000
_A_YEAR = timedelta(days=365)
_SINCE = datetime(2026, 3, 5, 11, 7, tzinfo=UTC)
_OFFICE = [Window(weekday, 8 * 60, 18 * 60) for weekday in range(5)]
_WHOLE_DAYS = [Window(weekday, 0, 24 * 60) for weekday in range(7)]


def _weekly(windows: Sequence[Window], *, without: str = "") -> Hours:
    return Hours("Europe/Paris", always_on=False, windows=windows, without_holidays_of=without)


_KINDS = (
    ("office hours, without holidays", _weekly(_OFFICE, without="FR")),
    ("round the clock, without holidays", Hours("Europe/Paris", without_holidays_of="FR")),
    ("every day of the week, 00:00-24:00", _weekly(_WHOLE_DAYS)),
    ("round the clock", Hours("Europe/Paris")),
)


class Command(BaseCommand):
    help = "Measure covered time: microseconds for each kind of question, over a day to ten years."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=500, help="of each question (500)")

    def handle(self, *_args: Any, rounds: int, **_options: Any) -> None:
        for name, hours in _KINDS:
            self.stdout.write(f"{name}:")
            for question, ask in _questions(hours):
                calendar_of.cache_clear()
                first = _micros(ask)
                again = median(_micros(ask) for _ in range(rounds))
                self.stdout.write(f"  {question:28} {again:10.1f} µs, the first {first:10.1f} µs")


def _questions(hours: Hours) -> list[tuple[str, Callable[[], object]]]:
    year, ten_years = _SINCE + _A_YEAR, _SINCE + 10 * _A_YEAR
    in_a_year = covered_duration(hours, _SINCE, year)
    in_ten_years = covered_duration(hours, _SINCE, ten_years - timedelta(days=30))
    return [
        ("duration, a day", lambda: covered_duration(hours, _SINCE, _SINCE + timedelta(days=1))),
        ("duration, a year", lambda: covered_duration(hours, _SINCE, year)),
        ("duration, ten years", lambda: covered_duration(hours, _SINCE, ten_years)),
        ("instant, four hours", lambda: covered_instant(hours, _SINCE, timedelta(hours=4))),
        ("instant, a year", lambda: covered_instant(hours, _SINCE, in_a_year)),
        ("instant, ten years", lambda: covered_instant(hours, _SINCE, in_ten_years)),
        ("intervals, a year", lambda: covered_intervals(hours, _SINCE, year)),
        ("explanation, a week", lambda: explained(hours, _SINCE, _SINCE + timedelta(days=7))),
    ]


def _micros(ask: Callable[[], object]) -> float:
    start = perf_counter()
    ask()
    return (perf_counter() - start) * _A_MILLION
