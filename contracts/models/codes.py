"""What may stand in a field that names a country or a currency."""

from functools import lru_cache
from importlib.resources import files

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

country_code = RegexValidator(r"^[A-Z]{2}\Z", _("Two capital letters: FR, BE."))
currency_code = RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters: EUR."))


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the codes of ISO 3166-1 alpha-2, from the table that comes with the time zones."""
    table = files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return frozenset(code for code, *_name in lines)


def known_country(code: str) -> None:
    """Refuse two letters that are no country's.

    :raises ValidationError: ISO 3166-1 has no such code.
    """
    if code not in countries():
        raise ValidationError(
            _("No country has this code (ISO 3166-1). Codes look like FR, BE or GB.")
        )
