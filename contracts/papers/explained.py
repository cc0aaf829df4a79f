"""Reads a reckoning as people do: result, interruptions and calculation, line by line."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from contracts.choices import Party, SplitMethod
from contracts.models import Organisation
from contracts.papers.said import Band, Explained, Interruption, Line, Share
from contracts.rules.availability import Span, instant_of
from contracts.rules.contract_years import year_begun
from contracts.rules.day_strip import DayOfStrip, Held, strip_of
from contracts.rules.reckoning import SUPPLIERS, Reckoning
from contracts.rules.times_down import times_down
from contracts.selectors.statements import StatementRead

_VENDORS = frozenset({"manufacturer", "publisher", SUPPLIERS})
_IN_ORDER = (Party.MANUFACTURER, Party.PUBLISHER, SUPPLIERS, Party.CLIENT, Party.THIRD_PARTY)
"""What is frozen comes back from the database in no order of its own."""


def explained(read: StatementRead) -> Explained:
    """Return a statement as its reader may read it."""
    said, zone = read.reckoning, read.contract.zone()
    names = party_names(read)
    lines = [_line(each, said, zone, names) for each in said["lines"]]
    return Explained(
        month=read.month,
        begins_at=_local(said["begins"], zone),
        ends_at=_local(said["ends"], zone),
        zone=said["time_zone"],
        currency=said["currency"],
        monthly_fee=Decimal(said["monthly_fee"]),
        fee=Decimal(said["fee"]),
        days=said["days"],
        days_of_month=said["days_of_month"],
        target=Decimal(said["target"]),
        availability=_figure(said["availability"]),
        worst=next((each for each in lines if each.configuration == said["worst"]), None),
        penalty_before_caps=Decimal(said["penalty_before_caps"]),
        penalty=Decimal(said["penalty"]),
        penalty_cap=Decimal(said["penalty_cap"]),
        monthly_cap=Decimal(said["monthly_cap"]),
        annual_cap=_figure(said["annual_cap"]),
        annual_left=_figure(said["annual_left"]),
        annual_spent=_spent(said),
        annual_since=year_begun(read.contract.starts_on, max(read.month, read.contract.starts_on)),
        cut_by=said["cut_by"],
        reimbursement=_figure(said.get("reimbursement")),
        manufacturer_share=_figure(said.get("manufacturer_share")),
        split_method=said.get("split_method", ""),
        split=_split(said.get("split", {})),
        lines=lines,
    )


def party_names(read: StatementRead) -> dict[str, str]:
    """Return how each party is called in the statement."""
    agreement = read.contract.agreement

    def short(of: Organisation) -> str:
        return of.short_name

    return {
        "manufacturer": short(agreement.manufacturer),
        "publisher": short(agreement.publisher),
        "client": short(read.contract.client),
        "third_party": _("Third party"),
        SUPPLIERS: _("Suppliers"),
    }


def _line(said: Reckoning, whole: Reckoning, zone: ZoneInfo, names: dict[str, str]) -> Line:
    held, stretches = said["held"], _stretches(said)
    interruptions = list(_joined(_interruptions(said, zone, names)))
    maintenance = _spans(said["maintenance"])
    return Line(
        configuration=said["configuration"],
        name=said["name"],
        share=Fraction(said["share"]),
        committed=said["committed_seconds"],
        maintenance=sum(end - start for start, end in maintenance),
        counted=Fraction(said["downtime_seconds"]),
        availability=_figure(said["availability"]),
        band=_band(Decimal(said["percent"]), whole["bands"]),
        penalty_before_caps=Decimal(said["penalty_before_caps"]),
        penalty=Decimal(said["penalty"]),
        reimbursement=_figure(said.get("reimbursement")),
        manufacturer_share=_figure(said.get("manufacturer_share")),
        of_publisher=Fraction(held["publisher"]) if "publisher" in held else None,
        of_manufacturer=Fraction(held["manufacturer"]) if "manufacturer" in held else None,
        days=_days(said, whole, zone, stretches),
        interruptions=interruptions,
        times_down=times_down(_spans(said["committed"]), stretches),
        windows=[(_local(start, zone), _local(end, zone)) for start, end in maintenance],
    )


def _stretches(said: Reckoning) -> list[Held]:
    return [
        Held((each["begins"], each["ends"]), Fraction(each["counted"])) for each in said["slices"]
    ]


def _spans(said: Sequence[Sequence[int]]) -> list[Span]:
    return [(start, end) for start, end in said]


def _days(
    said: Reckoning, whole: Reckoning, zone: ZoneInfo, held: Sequence[Held]
) -> list[DayOfStrip]:
    year, month = map(int, whole["month"].split("-"))
    return strip_of(
        (whole["begins"], whole["ends"]),
        zone,
        first=date(year, month, 1),
        committed=_spans(said["committed"]),
        held=held,
        maintenance=_spans(said["maintenance"]),
    )


def _interruptions(
    said: Reckoning, zone: ZoneInfo, names: dict[str, str]
) -> Iterator[Interruption]:
    for each in said["slices"]:
        seconds = each["ends"] - each["begins"]
        for part in each["parts"]:
            shares = _shares(part, names)
            of = Fraction(part["of"])
            ours = sum((s.percent for s in shares if s.kind in _VENDORS), Decimal(0))
            yield Interruption(
                system=said["name"],
                reference=part["reference"],
                begins_at=_local(each["begins"], zone),
                ends_at=_local(each["ends"], zone),
                of=of,
                shares=shares,
                counted=seconds * of * Fraction(ours) / 100,
            )


def _joined(found: Iterator[Interruption]) -> Iterator[Interruption]:
    """Yield stretches in order of time and outage."""
    yield from sorted(found, key=lambda each: (each.begins_at, each.reference))


def _shares(part: Reckoning, names: dict[str, str]) -> list[Share]:
    percents = {party: Decimal(said) for party, said in part["responsibility"].items()}
    return [
        Share(str(party), names[party], percents[party])
        for party in _IN_ORDER
        if percents.get(party)
    ]


def _split(said: Reckoning) -> dict[str, Decimal]:
    return {each.value: Decimal(said[each]) for each in SplitMethod if each in said}


def _band(percent: Decimal, bands: Sequence[Any]) -> Band | None:
    if not percent:
        return None
    ordered = sorted((Decimal(each["below"]), Decimal(each["percent"])) for each in bands)
    above = {upper: lower for (lower, _one), (upper, _two) in pairwise(ordered)}
    met = next(below for below, owed in ordered if owed == percent)
    return Band(met, above.get(met), percent)


def _spent(said: Reckoning) -> Decimal | None:
    """Return what other months have used up of the annual cap.

    A reckoning from before that was kept says what was left, of the same cap.
    """
    cap, left = _figure(said["annual_cap"]), _figure(said["annual_left"])
    if cap is None or left is None:
        return None
    return _figure(said.get("annual_spent", f"{cap - left}"))


def _local(second: int, zone: ZoneInfo) -> datetime:
    return instant_of(second).astimezone(zone)


def _figure(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
