"""The time zones among which people choose."""

from itertools import groupby

from contracts.models.time_zone import time_zones

CONTINENTS = frozenset(
    {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
Choice = tuple[str, str]


def zone_choices(*, held: str = "") -> list[Choice | tuple[str, list[Choice]]]:
    """Return the time zones in groups of a continent, by city: typing “par” finds Paris.

    ``held`` is one that stands already; it is among them whatever it is.
    """
    zones = sorted(zone for zone in time_zones() if _continent(zone) in CONTINENTS)
    alone = ["UTC"] if held in {"", "UTC", *zones} else ["UTC", held]
    return [
        *((zone, zone) for zone in alone),
        *(
            (continent, [(zone, _city(zone)) for zone in theirs])
            for continent, theirs in groupby(zones, key=_continent)
        ),
    ]


def _continent(zone: str) -> str:
    return zone.split("/", maxsplit=1)[0]


def _city(zone: str) -> str:
    """Return what follows the continent: Paris; Indianapolis, Indiana."""
    return ", ".join(reversed(zone.split("/")[1:])).replace("_", " ")
