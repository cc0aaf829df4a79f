"""The time zones among which people choose."""

from zoneinfo import available_timezones

CONTINENTS = frozenset(
    {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


def zone_choices() -> list[tuple[str, str]]:
    """Return the time zones named by continent and city, as people know them."""
    zones = sorted(zone for zone in available_timezones() if zone.split("/")[0] in CONTINENTS)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]
