"""The time zones among which people choose."""

from contracts.web.time_zones import zone_choices


def _values(held: str = "") -> list[str]:
    found = []
    for value, said in zone_choices(held=held):
        found += [value] if isinstance(said, str) else [zone for zone, _city in said]
    return found


def test_a_zone_stands_by_its_city_in_the_group_of_its_continent() -> None:
    groups = dict(zone_choices())

    assert ("Europe/Paris", "Paris") in groups["Europe"]
    assert ("America/Indiana/Knox", "Knox, Indiana") in groups["America"]


def test_each_zone_stands_once() -> None:
    assert len(_values()) == len(set(_values()))
    assert "UTC" in _values()


def test_one_that_is_held_already_is_always_there() -> None:
    assert _values("Etc/GMT-3").count("Etc/GMT-3") == 1
    assert _values("Europe/Paris").count("Europe/Paris") == 1
