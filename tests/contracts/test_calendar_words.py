"""Hours and reasons in plain words."""

from datetime import date

import pytest
from django.utils import translation

from contracts.calendar_words import name_of_holiday, say_days_of_their_own, say_reason
from contracts.plain_promises import changes_between
from contracts.rules.coverage import DayException, Hours, Window
from contracts.rules.coverage_explained import Reason, Rule
from contracts.rules.hours import WHOLE_DAY

ARMISTICE = date(2026, 11, 11)
MONDAY = DayException(date(2028, 1, 3), (), "inventory")
EVE = DayException(date(2027, 12, 24), [(480, 720), (840, 1440)], "Christmas")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason(Rule.ALWAYS), "round the clock"),
        (Reason(Rule.OUTSIDE), "outside the hours that count"),
        (Reason(Rule.WINDOW, window=Window(0, 480, 1080)), "Monday, 08:00–18:00"),
        (Reason(Rule.WINDOW, window=Window(6, 1320, 1800)), "Sunday, 22:00–06:00"),
        (Reason(Rule.WINDOW, window=Window(4, 0, 1440)), "Friday, 00:00–24:00"),
        (
            Reason(Rule.HOLIDAY, day=ARMISTICE, of="FR"),
            "public holiday: Armistice Day (FR)",
        ),
        (
            Reason(Rule.EXCEPTION, day=MONDAY.day, said="inventory"),
            "agreed for 3 January 2028: inventory",
        ),
    ],
)
def test_each_reason_has_its_words(reason: Reason, said: str) -> None:
    with translation.override("en"):
        assert say_reason(reason) == said


@pytest.mark.parametrize(
    ("language", "of", "name"),
    [
        ("en", "FR", "Armistice Day"),
        ("fr", "FR", "Armistice"),
        ("fr", "US", "Veterans Day"),  # nobody has put it in French
        ("en", "DE", "11 November 2026"),  # no holiday there: its date at least
    ],
)
def test_a_holiday_has_its_name_in_the_readers_language_where_known(
    language: str, of: str, name: str
) -> None:
    with translation.override(language):
        assert name_of_holiday(of, ARMISTICE) == name


def test_days_are_said_in_their_order() -> None:
    whole = DayException(date(2029, 1, 1), WHOLE_DAY, "go-live")

    with translation.override("en"):
        assert say_days_of_their_own([whole, MONDAY, EVE]) == [
            "24 December 2027: 08:00–12:00, 14:00–24:00 (Christmas)",
            "3 January 2028: closed (inventory)",
            "1 January 2029: round the clock (go-live)",
        ]


def test_what_differs_is_told_day_by_day() -> None:
    before = {"hours": Hours("Europe/Paris", exceptions=[MONDAY])}
    after = {"hours": Hours("Europe/Paris", exceptions=[EVE, MONDAY])}

    with translation.override("en"):
        (found,) = changes_between(before, after, "EUR")

    assert (found.name, found.before) == ("Hours on 24 December 2027", "–")
    assert found.after == "08:00–12:00, 14:00–24:00 (Christmas)"
