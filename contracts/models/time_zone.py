"""What may stand in a field that names a time zone."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def known_time_zone(time_zone: str) -> None:
    """Refuse a slip of the pen: every page that shows or counts time by it would fail."""
    if not is_time_zone(time_zone):
        raise ValidationError(_("This time zone does not exist."))


def is_time_zone(time_zone: str) -> bool:
    """Tell whether a name is that of a time zone."""
    return time_zone in time_zones()


def zone_if_known(time_zone: str) -> ZoneInfo | None:
    """Return a zone by its name; None where there is none of that name, or none any more."""
    try:
        return ZoneInfo(time_zone)
    except (LookupError, OSError, ValueError):
        return None


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all time zones; to find them the whole directory of zones is read."""
    return frozenset(available_timezones())
