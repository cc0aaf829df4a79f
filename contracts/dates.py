"""Dates in whole sentences, in the language that is active."""

import re
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language

_FIRST = re.compile(r"^1 ")


def say_date(day: date, form: str = "DATE_FORMAT") -> str:
    """Say a day with its year: 24 November 2026; in French the first one of a month is “1er”."""
    return _as_spoken(date_format(day, form))


def say_date_and_time(local: datetime) -> str:
    """Say an instant as it stands on the wall clock of its own zone: 24 November 2026, 10:45."""
    return _as_spoken(date_format(local, "DATETIME_FORMAT"))


def say_month(first: date) -> str:
    """Say a month with its year, by its first day: November 2026."""
    return date_format(first, "F Y")


def _as_spoken(said: str) -> str:
    return _FIRST.sub("1er ", said) if (get_language() or "").startswith("fr") else said
