"""The public holidays of a country or of one of its parts, by the `holidays` package."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

import holidays


class CalendarUnknown(ValueError):
    """No public holidays are known for this country or this part of it."""


@lru_cache(maxsize=4096)
def public_holidays(of: str, year: int) -> frozenset[date]:
    """Return the days of a year that are public holidays of a country (BE) or a part of it (DE-BY).

    :raises CalendarUnknown: nothing is known of the country or of the part.
    """
    country, _, part = of.partition("-")
    parts = _countries().get(country)
    if parts is None or (part and part not in parts):
        raise CalendarUnknown(of)
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Collection[str]]:
    """Return the countries, each with its parts; the package knows other names too."""
    return holidays.list_supported_countries(include_aliases=False)


@lru_cache(maxsize=1)
def countries_with_holidays() -> frozenset[str]:
    """Return the countries (ISO 3166, two letters) whose public holidays are known."""
    return frozenset(_countries())
