"""The public holidays of a country or of one of its parts, by the `holidays` package."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from types import MappingProxyType

import holidays

PACKAGE_VERSION = version("holidays")


class CalendarUnknown(ValueError):
    """No public holidays are known for this country or this part of it."""


@lru_cache(maxsize=4096)
def public_holidays(of: str, year: int) -> frozenset[date]:
    """Return the days of a year that are public holidays of a country (BE) or a part of it (DE-BY).

    :raises CalendarUnknown: nothing is known of the country or of the part.
    """
    country, part = _known(of)
    return frozenset(holidays.country_holidays(country, subdiv=part, years=year))


@lru_cache(maxsize=512)
def names_of_holidays(of: str, year: int, language: str) -> Mapping[date, str]:
    """Return what the public holidays of a year are called, in a language (fr) where it is known.

    Where it is not, the names are those that the country itself gives them.

    :raises CalendarUnknown: nothing is known of the country or of the part.
    """
    country, part = _known(of)
    calendar = holidays.country_holidays(country, subdiv=part)
    known = calendar.supported_languages or ()
    spoken = next((each for each in known if each.partition("_")[0] == language), None)
    spoken = spoken or calendar.default_language
    named = holidays.country_holidays(country, subdiv=part, years=year, language=spoken)
    return MappingProxyType(dict(named))


def _known(of: str) -> tuple[str, str | None]:
    country, _, part = of.partition("-")
    parts = _countries().get(country)
    if parts is None or (part and part not in parts):
        raise CalendarUnknown(of)
    return country, part or None


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Collection[str]]:
    """Return the countries, each with its parts; the package knows other names too."""
    return holidays.list_supported_countries(include_aliases=False)


@lru_cache(maxsize=1)
def countries_with_holidays() -> frozenset[str]:
    """Return the countries (ISO 3166, two letters) whose public holidays are known."""
    return frozenset(_countries())
