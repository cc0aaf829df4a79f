"""Days with hours of their own in the demonstration's contracts. Pure data, and their dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.rules.coverage import DayException, Hours
from contracts.rules.hours import WHOLE_DAY, Minutes


@dataclass(frozen=True)
class OwnDay:
    """A day counted from the loading, what counts on it, and why."""

    in_days: int
    spans: Sequence[Minutes]
    reason: str


_NINE, _NOON = 9 * 60, 12 * 60
# by the number of the contract
OWN_DAYS: Mapping[str, Sequence[OwnDay]] = {
    "CM-0402": (
        OwnDay(16, (), "inventaire annuel"),
        OwnDay(17, ((_NINE, _NOON),), "reprise après inventaire"),
    ),
    "HP-0107": (
        OwnDay(12, WHOLE_DAY, "ouverture du magasin de Lille"),
        OwnDay(33, (), "fermeture de l’entrepôt"),
    ),
}


def with_own_days(hours: Hours, number: str, *, today: date) -> Hours:
    """Return the hours of a contract with the days that have their own."""
    exceptions = [
        DayException(today + timedelta(days=each.in_days), each.spans, each.reason)
        for each in OWN_DAYS.get(number, ())
    ]
    return replace(hours, exceptions=exceptions)
