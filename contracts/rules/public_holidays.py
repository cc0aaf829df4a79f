"""The public holidays of a country or of one of its parts, by the `holidays` package."""

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
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError as nothing:
        raise CalendarUnknown(of) from nothing


@lru_cache(maxsize=1)
def countries_with_holidays() -> frozenset[str]:
    """Return the countries (ISO 3166, two letters) whose public holidays are known."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))
