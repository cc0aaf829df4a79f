"""Whose court closed incidents were in: sums of a month by contract, of a contract by month.

They add up what was kept at each closing; over the incidents that the reader may see, and exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Sum

from contracts.choices import Kind
from contracts.models import Contract, User
from tickets.choices import Holder
from tickets.models import Custody
from tickets.models.custody import LENGTHS, CustodyQuerySet
from tickets.rules.custody import VENDORS

CONTRACTS, MONTHS = 50, 24
_CONTRACT = ("contract__number", "contract__client__short_name", "contract__client__name")
_NAMES = "contract__agreement__names_holder_to_client"
_SUMS = {each: Sum(each) for each in LENGTHS}


@dataclass(frozen=True)
class Sums:
    """How long each party had some incidents, closed in a month or at any time.

    Where the reader may not tell the vendors apart, both are one in the manufacturer's place.
    """

    incidents: int
    lengths: Mapping[Holder, timedelta]
    is_merged: bool = False
    month: date | None = None
    contract: str = ""
    client: str = ""

    @property
    def life(self) -> timedelta:
        """The lives of all, from opening to closing."""
        return sum(self.lengths.values(), timedelta())

    def hides(self, holder: Holder) -> bool:
        """Tell whether a party's figure is in the manufacturer's place."""
        return self.is_merged and holder in VENDORS and holder != Holder.MANUFACTURER


class Part(NamedTuple):
    """Some lines of a report, and where the next ones begin; empty at the end."""

    lines: Sequence[Sums]
    next: str


def by_contract(reader: User, month: date, *, after: str = "", most: int = CONTRACTS) -> Part:
    """Return the contracts under which incidents were closed in a month, by number."""
    rows = Custody.objects.visible_to(reader).filter(month=month)
    if after:
        rows = rows.filter(contract__number__gt=after)
    grouped = _grouped(rows, *_CONTRACT, _NAMES).order_by("contract__number")
    found = [_sums(row, reader, month=month) for row in grouped[: most + 1]]
    return Part(found[:most], found[most - 1].contract if len(found) > most else "")


def by_month(
    reader: User, contract: Contract, *, before: date | None = None, most: int = MONTHS
) -> Part:
    """Return the months in which incidents of a contract were closed, newest first."""
    rows = Custody.objects.visible_to(reader).filter(contract=contract)
    if before is not None:
        rows = rows.filter(month__lt=before)
    grouped = _grouped(rows, "month", *_CONTRACT, _NAMES).order_by("-month")
    found = [_sums(row, reader, month=row["month"]) for row in grouped[: most + 1]]
    return Part(found[:most], f"{found[most - 1].month:%Y-%m}" if len(found) > most else "")


def of_month(reader: User, month: date) -> Sums:
    """Return the sums of all contracts in a month."""
    return _added(_grouped(Custody.objects.visible_to(reader).filter(month=month), _NAMES), reader)


def of_contract(reader: User, contract: Contract) -> Sums:
    """Return the sums of all months of a contract."""
    rows = Custody.objects.visible_to(reader).filter(contract=contract)
    return _added(_grouped(rows, _NAMES), reader)


def newest_month(reader: User) -> date | None:
    """Return the last month in which an incident was closed that the reader may see."""
    months = Custody.objects.visible_to(reader).order_by("-month").values_list("month", flat=True)
    return months.first()


def lines_asked(
    reader: User, *, month: date | None, contract: Contract | None
) -> QuerySet[Custody, dict[str, Any]]:
    """Return grouped rows of a month, of a contract or of both, for programs: the oldest first."""
    rows = Custody.objects.visible_to(reader)
    if month is not None:
        rows = rows.filter(month=month)
    if contract is not None:
        rows = rows.filter(contract=contract)
    return _grouped(rows, "month", *_CONTRACT, _NAMES).order_by("month", "contract__number")


def read_line(row: Mapping[str, Any], reader: User) -> Sums:
    """Return a grouped row as its reader may read it."""
    return _sums(row, reader, month=row["month"])


def _grouped(rows: CustodyQuerySet, *by: str) -> QuerySet[Custody, dict[str, Any]]:
    grouped: QuerySet[Custody, dict[str, Any]] = rows.order_by().values(*by)
    return grouped.annotate(incidents=Count("pk"), **_SUMS)


def _sums(row: Mapping[str, Any], reader: User, *, month: date | None) -> Sums:
    is_merged = reader.kind == Kind.CLIENT and not row[_NAMES]
    lengths = {holder: row[f"of_{holder}"] for holder in Holder}
    return Sums(
        incidents=row["incidents"],
        lengths=merged(lengths) if is_merged else lengths,
        is_merged=is_merged,
        month=month,
        contract=row["contract__number"],
        client=row["contract__client__short_name"] or row["contract__client__name"],
    )


def _added(rows: QuerySet[Custody, dict[str, Any]], reader: User) -> Sums:
    """Add up, both vendors as one wherever the reader may not tell them apart."""
    nobodys = {
        "contract__number": "",
        "contract__client__short_name": "",
        "contract__client__name": "",
    }
    parts = [_sums(nobodys | row, reader, month=None) for row in rows]
    return Sums(
        incidents=sum(each.incidents for each in parts),
        lengths={
            holder: sum((each.lengths[holder] for each in parts), timedelta()) for holder in Holder
        },
        is_merged=bool(parts) and all(each.is_merged for each in parts),
    )


def merged(lengths: Mapping[Holder, timedelta]) -> dict[Holder, timedelta]:
    """Return lengths with those of both vendors in the manufacturer's place."""
    ours = sum((lengths[each] for each in VENDORS), timedelta())
    others = {holder: lengths[holder] for holder in Holder if holder not in VENDORS}
    return {**dict.fromkeys(VENDORS, timedelta()), **others, Holder.MANUFACTURER: ours}
