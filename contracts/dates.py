"""Dates in whole sentences, in the language that is active."""

import re
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_FIRST = re.compile(r"^1 ")
_BEFORE_A_VOWEL = re.compile(r"\bde (?=[AEIOUYÀÂÉÈÊÎÔÛ])")


def say_date(day: date, form: str = "DATE_FORMAT") -> str:
    """Say a day with its year: 24 November 2026; in French the first one of a month is “1er”."""
    return _as_spoken(date_format(day, form))


def say_date_and_time(local: datetime) -> str:
    """Say an instant as it stands on the wall clock of its own zone: 24 November 2026, 10:45."""
    return _as_spoken(date_format(local, "DATETIME_FORMAT"))


def say_month(first: date) -> str:
    """Say a month with its year, by its first day: November 2026."""
    return date_format(first, "F Y")


def say_zone(zone_name: str) -> str:
    """Name a time zone by its city: Paris time."""
    if zone_name in {"", "UTC", "Etc/UTC"}:
        return "UTC"
    city = zone_name.rsplit("/", 1)[-1].replace("_", " ")
    said = _("%(city)s time") % {"city": city}
    return _BEFORE_A_VOWEL.sub("d’", said)


def _as_spoken(said: str) -> str:
    return _FIRST.sub("1er ", said) if (get_language() or "").startswith("fr") else said
