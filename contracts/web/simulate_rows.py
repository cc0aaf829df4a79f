"""The rows of a simulated month as an address writes them, and what of them can be supposed.

Each column is repeated, row by row: `?month=2026-11&kind=outage&start=2026-11-03T09:00&…`. Instants
are local, in the contract's zone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from contracts.choices import Party
from contracts.rules.availability import instant_of
from contracts.rules.local_days import instant_of as instant_of_wall
from contracts.selectors.simulation import SimulationGround, Supposed
from contracts.selectors.supposing import RESPONSIBILITY, SaidStretch, suppose

OUTAGE, MAINTENANCE = "outage", "maintenance"
KINDS = (OUTAGE, MAINTENANCE)
MOST_ROWS = 60
_COLUMNS = ("kind", "system", "start", "end", *Party.values)
_AN_HOUR = timedelta(hours=1)
_WRITTEN = "%Y-%m-%dT%H:%M"
_LONGEST = 20


@dataclass
class Row:
    """A row as it was typed; ``errors`` stand beside its fields."""

    number: int
    said: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_outage(self) -> bool:
        return self.said["kind"] != MAINTENANCE

    @property
    def percents(self) -> Sequence[tuple[Party, str]]:
        return [(party, self.said[party]) for party in Party]


def rows_said(query: QueryDict) -> list[Row]:
    """Return the rows of an address; those in which nothing stands are left out."""
    columns = {name: query.getlist(name)[:MOST_ROWS] for name in _COLUMNS}
    longest = max((len(each) for each in columns.values()), default=0)
    found: list[Row] = []
    for place in range(longest):
        said = {
            name: values[place][:40] if place < len(values) else ""
            for name, values in columns.items()
        }
        if any(text for name, text in said.items() if name not in {"kind", "system"}):
            found.append(Row(len(found) + 1, said))
    return found


def address_of(month: str, rows: Sequence[Row]) -> str:
    """Return the query by which a simulated month is shared."""
    pairs = [("month", month)]
    pairs += [(name, row.said[name]) for row in rows for name in _COLUMNS]
    return f"?{urlencode(pairs)}"


def new_row(kind: str, on: SimulationGround, rows: Sequence[Row]) -> Row:
    """Return a row to begin with: an hour of a day on which nothing stands, at nine.

    An outage is the manufacturer's until something else is said, as one that is recorded.
    """
    first = instant_of(on.span[0]).astimezone(on.ground.zone).replace(tzinfo=None)
    start = first.replace(hour=9, minute=0)
    taken = {row.said["start"][:10] for row in rows}
    while f"{start:%Y-%m-%d}" in taken and (start - first).days < MOST_ROWS:
        start += timedelta(days=1)
    whole = dict.fromkeys(Party.values, "")
    if kind == OUTAGE:
        whole |= dict.fromkeys(Party.values, "0") | {Party.MANUFACTURER: "100"}
    times = {"start": f"{start:{_WRITTEN}}", "end": f"{start + _AN_HOUR:{_WRITTEN}}"}
    return Row(len(rows) + 1, {"kind": kind, "system": "", **times, **whole})


def supposed_of(rows: Sequence[Row], on: SimulationGround) -> tuple[list[Supposed], list[Supposed]]:
    """Return the outages and the maintenance that rows say; what is wrong is put beside them."""
    found: dict[str, list[Supposed]] = {}
    for kind in KINDS:
        read = [(row, _stretch(row, on)) for row in rows if row.is_outage == (kind == OUTAGE)]
        readable = [(row, said) for row, said in read if said is not None]
        found[kind], faults = suppose([said for _row, said in readable], on)
        for fault in faults:
            name = "system" if fault.field == "configuration" else fault.field
            readable[fault.row][0].errors.setdefault(name, fault.sentence)
    return found[OUTAGE], found[MAINTENANCE]


def _stretch(row: Row, on: SimulationGround) -> SaidStretch | None:
    """Return what a row says; None where something of it cannot be read."""
    begins_at, ends_at = (_instant(row, name, on) for name in ("start", "end"))
    percents = dict(_percents(row)) if row.is_outage else None
    if begins_at is None or ends_at is None or row.errors:
        return None
    return SaidStretch(row.said["system"], begins_at, ends_at, percents)


def _instant(row: Row, name: str, on: SimulationGround) -> datetime | None:
    text = row.said[name]
    try:
        wall = datetime.fromisoformat(text) if len(text) <= _LONGEST else None
        if wall is not None and wall.tzinfo is None and wall.year in range(1990, 2200):
            return instant_of_wall(wall, on.ground.contract.time_zone)
    except (ValueError, OverflowError):
        pass
    row.errors[name] = _("Say a day and a time, such as 2026-11-03T09:00.")
    return None


def _percents(row: Row) -> Iterator[tuple[Party, Decimal]]:
    for party, text in row.percents:
        try:
            yield party, Decimal(text.replace(",", ".").strip() or "0")
        except InvalidOperation:
            row.errors[RESPONSIBILITY] = _("%(party)s: say a number, such as 50 or 33.33.") % {
                "party": party.label
            }
