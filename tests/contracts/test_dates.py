"""Dates in whole sentences."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from contracts.dates import say_date, say_date_and_time, say_zone


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", date(2026, 12, 1), "1er décembre 2026"),
        ("fr", date(2026, 12, 11), "11 décembre 2026"),
        ("fr", date(2026, 12, 21), "21 décembre 2026"),
        ("en", date(2026, 12, 1), "1 December 2026"),
    ],
)
def test_the_first_of_a_month_is_said_as_each_language_says_it(
    language: str, day: date, said: str
) -> None:
    with override(language):
        assert say_date(day) == said


def test_an_instant_on_the_first_is_said_likewise() -> None:
    with override("fr"):
        assert (
            say_date_and_time(datetime(2026, 12, 1, 10, 45, tzinfo=UTC))
            == "1er décembre 2026, 10:45"
        )


def test_a_short_form_without_the_year_can_be_asked_for() -> None:
    with override("fr"):
        assert say_date(date(2026, 12, 1), "j F") == "1er décembre"


@pytest.mark.parametrize(
    ("zone", "french", "english"),
    [
        ("Europe/Paris", "heure de Paris", "Paris time"),
        ("America/New_York", "heure de New York", "New York time"),
        ("Europe/Athens", "heure d’Athens", "Athens time"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_a_zone_is_named_by_its_city(zone: str, french: str, english: str) -> None:
    with override("fr"):
        assert say_zone(zone) == french
    with override("en"):
        assert say_zone(zone) == english
