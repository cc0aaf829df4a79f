"""An outage as a picture: its segments on a line, each filled by whose it was, bottom to top.

Numbers of the picture are text, so that no language puts a comma in; a table says the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Kind, OutageState, Party
from contracts.models import Organisation, Outage, User
from contracts.rules.outages import ClientStretch, Stretch, as_client_reads
from contracts.use_cases.write_outage import stretches_of
from contracts.wording import say_percentage

WIDTH, HEIGHT = 1000, 56
SUPPLIERS = "suppliers"
_LOOKS: Mapping[str, str] = {
    Party.MANUFACTURER: "of-manufacturer",
    Party.PUBLISHER: "of-publisher",
    Party.CLIENT: "of-client",
    Party.THIRD_PARTY: "of-third-party",
    SUPPLIERS: "of-suppliers",
}
_OTHERS: Mapping[str, Promise] = {
    Party.THIRD_PARTY: gettext_lazy("Third party"),
    SUPPLIERS: gettext_lazy("Suppliers"),
}
_WAITED_FOR: Mapping[str, Kind] = {
    OutageState.PROPOSED: Kind.PUBLISHER,
    OutageState.COUNTERED: Kind.MANUFACTURER,
}
Parts = Sequence[tuple[str, Decimal]]


@dataclass(frozen=True)
class Block:
    """A rectangle of the picture; ``look`` is a class of the sheet."""

    x: str
    y: str
    width: str
    height: str
    look: str


@dataclass(frozen=True)
class Share:
    """What one party has of a segment, for the table."""

    look: str
    name: str
    percent: str


@dataclass(frozen=True)
class SegmentRow:
    """A segment as the table says it."""

    begins: datetime
    ends: datetime | None
    lasted: timedelta | None
    shares: Sequence[Share]
    is_unknown: bool


@dataclass(frozen=True)
class Picture:
    """Segments on a line, and the same as rows of a table."""

    blocks: Sequence[Block]
    rows: Sequence[SegmentRow]
    width: int = WIDTH
    height: int = HEIGHT


def picture_of(outage: Outage, *, reader: User, at: datetime) -> Picture:
    """Return an outage's current segments as a reader may read them."""
    return drawn(outage, stretches_of(outage.current), reader=reader, at=at)


def drawn(outage: Outage, stretches: Sequence[Stretch], *, reader: User, at: datetime) -> Picture:
    """Return segments of an outage as a reader may read them; what lasts still ends now."""
    is_agreed = outage.state == OutageState.AGREED
    read: Sequence[Stretch | ClientStretch] = stretches
    if reader.kind == Kind.CLIENT:
        read = as_client_reads(stretches, is_agreed=is_agreed)
    parts = [parts_of(each) for each in read]
    names = names_of(outage)
    begins, ends = read[0].begins, read[-1].ends or at
    length = max((ends - begins).total_seconds(), 1)
    blocks: list[Block] = []
    for each, said in zip(read, parts, strict=True):
        x = (each.begins - begins).total_seconds() / length * WIDTH
        width = ((each.ends or ends) - each.begins).total_seconds() / length * WIDTH
        blocks += _blocks(x, width, said, is_unknown=each.is_unknown)
    rows = [
        SegmentRow(
            each.begins,
            each.ends,
            each.ends - each.begins if each.ends else None,
            [
                Share(_LOOKS[name], names[name], say_percentage(percent))
                for name, percent in said
                if percent
            ],
            each.is_unknown,
        )
        for each, said in zip(read, parts, strict=True)
    ]
    return Picture(blocks, rows)


def parts_of(each: Stretch | ClientStretch) -> Parts:
    """Return who has what of a segment; nothing while that is not said."""
    if isinstance(each, Stretch):
        return list(each.shares.percents.items()) if each.shares else []
    if each.suppliers is None or each.client is None or each.third_party is None:
        return []
    return [
        (SUPPLIERS, each.suppliers),
        (Party.CLIENT, each.client),
        (Party.THIRD_PARTY, each.third_party),
    ]


def _blocks(x: float, width: float, parts: Parts, *, is_unknown: bool) -> Iterator[Block]:
    if not parts:
        look = "of-nobody-knows" if is_unknown else "of-nobody"
        yield Block(f"{x:.2f}", "0", f"{width:.2f}", str(HEIGHT), look)
        return
    bottom = float(HEIGHT)
    for name, percent in parts:
        height = float(percent) / 100 * HEIGHT
        bottom -= height
        if height:
            yield Block(f"{x:.2f}", f"{bottom:.2f}", f"{width:.2f}", f"{height:.2f}", _LOOKS[name])


def names_of(outage: Outage) -> dict[str, str]:
    """Return what the parties of an outage are called, by what they are."""
    agreement = outage.configuration.contract.agreement
    named: dict[str, Organisation] = {
        Party.MANUFACTURER: agreement.manufacturer,
        Party.PUBLISHER: agreement.publisher,
        Party.CLIENT: outage.configuration.client,
    }
    names = {key: each.short_name for key, each in named.items()}
    return names | {key: str(label) for key, label in _OTHERS.items()}


def say_state(outage: Outage, *, reader: User) -> str:
    """Say how far the vendors are, to them; to a client only whether it is agreed."""
    if reader.kind == _WAITED_FOR.get(outage.state):
        return _("Waits for your company")
    if reader.kind != Kind.CLIENT:
        return str(OutageState(outage.state).label)
    if outage.state == OutageState.AGREED:
        return _("Settled")
    return _("Being settled") if outage.is_over else _("Lasts still")
