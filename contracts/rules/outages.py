"""When a system was down, and how the vendors come to agree whose that was.

An outage is one stretch of time, cut into segments that follow one another. Whose each was is
proposed by the manufacturer, accepted or countered by the publisher; after two counters a manager
of each says it, and once both say the same it is agreed. A proposal that lays nothing on the
publisher is none of its business (domain.md, Who sees what): it is agreed as it is made.
Source: domain.md, Availability, penalty, reimbursement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from contracts.choices import OutageAction, OutageState
from contracts.rules.responsibility import Responsibility

MOST_COUNTERS = 2
MOST_SEGMENTS = 50
_A, _S = OutageAction, OutageState


@dataclass(frozen=True)
class Stretch:
    """A segment: from an instant until another, or until it ends; whose, if that was said."""

    begins: datetime
    ends: datetime | None
    shares: Responsibility | None = None
    is_unknown: bool = False


class StretchFault(StrEnum):
    """What cannot be right of segments; use cases put it in words."""

    NONE = "none"
    TOO_MANY = "too-many"
    ENDS_TOO_EARLY = "ends-too-early"
    LASTS = "lasts"
    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class FoundInStretch:
    """A fault, and the place in the list of the segment that has it."""

    place: int
    fault: StretchFault


def faults_of_stretches(stretches: Sequence[Stretch]) -> list[FoundInStretch]:
    """Return what cannot be right, segment by segment; only the last one may have no end."""
    if not stretches:
        return [FoundInStretch(0, StretchFault.NONE)]
    if len(stretches) > MOST_SEGMENTS:
        return [FoundInStretch(MOST_SEGMENTS, StretchFault.TOO_MANY)]
    found = [
        FoundInStretch(place, StretchFault.ENDS_TOO_EARLY)
        for place, each in enumerate(stretches)
        if each.ends is not None and each.ends <= each.begins
    ]
    return found or [
        FoundInStretch(place, fault)
        for place, (before, after) in enumerate(pairwise(stretches), start=1)
        if (fault := _between(before, after)) is not None
    ]


def _between(before: Stretch, after: Stretch) -> StretchFault | None:
    if before.ends is None:
        return StretchFault.LASTS
    if before.ends == after.begins:
        return None
    return StretchFault.GAP if before.ends < after.begins else StretchFault.OVERLAP


def bare(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the same time as if nothing had been said of whose it was; what was cut is whole."""
    return joined([replace(each, shares=None) for each in stretches])


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Join neighbours of which the same was said: cutting in two changes nothing."""
    whole: list[Stretch] = []
    for each in stretches:
        last = whole[-1] if whole else None
        if last and (last.shares, last.is_unknown) == (each.shares, each.is_unknown):
            whole[-1] = replace(last, ends=each.ends)
        else:
            whole.append(each)
    return whole


def ended(stretches: Sequence[Stretch], until: datetime) -> list[Stretch]:
    """Return the segments until an instant; none where all of them lie after it."""
    kept = [each for each in bare(stretches) if each.begins < until]
    if kept:
        kept[-1] = replace(kept[-1], ends=until)
    return kept


def lasting(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the segments as if the outage had never ended: open again from its first instant."""
    known = bare(stretches)
    return [*known[:-1], replace(known[-1], ends=None)]


def resumed(stretches: Sequence[Stretch], since: datetime) -> list[Stretch]:
    """Return the segments with the outage on again since an instant.

    Of the time in between nobody knows: it must be settled.
    """
    known = bare(stretches)
    last = known[-1]
    if since < known[0].begins:
        known[0] = replace(known[0], begins=since)
    if last.ends is None or since <= last.ends:
        return lasting(known)
    between = Stretch(last.ends, since, is_unknown=True)
    return joined([*known, between, Stretch(since, None)])


def lasts_as_long(one: Sequence[Stretch], other: Sequence[Stretch]) -> bool:
    """Tell whether segments are of the same time."""
    return (one[0].begins, one[-1].ends) == (other[0].begins, other[-1].ends)


def says_the_same(one: Sequence[Stretch], other: Sequence[Stretch]) -> bool:
    """Tell whether two lists lay the same on the same parties at every instant."""
    return joined(one) == joined(other)


def lays_on_publisher(stretches: Sequence[Stretch]) -> bool:
    return any(each.shares is not None and each.shares.publisher > 0 for each in stretches)


@dataclass(frozen=True)
class OutageSide:
    """How a person stands to an outage that they see."""

    is_manufacturer: bool = False
    is_publisher: bool = False
    is_manager: bool = False
    is_of_incident: bool = False
    """It follows an incident, which alone says whether there was an outage."""


_OF_MANUFACTURER: Mapping[OutageState, frozenset[OutageAction]] = {
    _S.RECORDED: frozenset({_A.CORRECT, _A.PROPOSE, _A.TAKE_BACK}),
    _S.PROPOSED: frozenset({_A.CORRECT, _A.TAKE_BACK}),
    _S.COUNTERED: frozenset({_A.CORRECT, _A.ACCEPT, _A.PROPOSE, _A.TAKE_BACK}),
    _S.TO_SETTLE: frozenset({_A.CORRECT, _A.SETTLE, _A.TAKE_BACK}),
    _S.AGREED: frozenset({_A.CORRECT}),
}
_OF_PUBLISHER: Mapping[OutageState, frozenset[OutageAction]] = {
    _S.PROPOSED: frozenset({_A.ACCEPT, _A.COUNTER}),
    _S.TO_SETTLE: frozenset({_A.SETTLE}),
}


def outage_actions_open(
    state: OutageState, side: OutageSide, *, is_settled_in_time: bool
) -> frozenset[OutageAction]:
    """Return what a person may do with an outage that they see.

    ``is_settled_in_time``: it is over, and of no stretch is it unknown whether it was down. A
    manager settles, corrects what was agreed, which undoes the agreement, and takes back what was
    recorded by mistake.
    """
    found: frozenset[OutageAction] = frozenset()
    if side.is_manufacturer:
        found = _OF_MANUFACTURER.get(state, found)
    elif side.is_publisher:
        found = _OF_PUBLISHER.get(state, found)
    if not side.is_manager:
        found -= {_A.SETTLE, _A.TAKE_BACK}
        found = found - {_A.CORRECT} if state == _S.AGREED else found
    if side.is_of_incident:
        found -= {_A.TAKE_BACK}
    return found if is_settled_in_time else found & {_A.CORRECT, _A.TAKE_BACK}


def state_after_counter(counters: int) -> OutageState:
    """Return how an outage stands after so many counters of the publisher."""
    return _S.COUNTERED if counters < MOST_COUNTERS else _S.TO_SETTLE


@dataclass(frozen=True)
class ClientStretch:
    """A segment as a client reads it: both vendors as one figure, once that is agreed."""

    begins: datetime
    ends: datetime | None
    suppliers: Decimal | None
    client: Decimal | None
    third_party: Decimal | None
    is_unknown: bool = False


def as_client_reads(stretches: Sequence[Stretch], *, is_agreed: bool) -> list[ClientStretch]:
    """Return segments without what lies between the vendors: not even where they cut them."""
    read: list[ClientStretch] = []
    for each in stretches if is_agreed else bare(stretches):
        shares = each.shares
        said = ClientStretch(
            each.begins,
            each.ends,
            shares.vendors if shares else None,
            shares.client if shares else None,
            shares.third_party if shares else None,
            each.is_unknown,
        )
        if read and replace(read[-1], begins=said.begins, ends=said.ends) == said:
            read[-1] = replace(read[-1], ends=said.ends)
        else:
            read.append(said)
    return read
