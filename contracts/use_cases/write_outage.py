"""Write a version of an outage, or a round about it; the use cases of outages alone call this."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.dispatch import Signal
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import outage_abilities, outage_side
from contracts.choices import EventKind, OutageAction, OutageState, RoundKind
from contracts.models import Outage, OutageSegment, ResponsibilityRound, User
from contracts.rules.outages import OutageSide, Stretch, joined
from contracts.rules.refusal import Forbidden, Refusal
from contracts.rules.responsibility import Responsibility
from contracts.use_cases.hold_place import hold_place

EVIDENCE_LENGTH = 5_000
MOST_EVENTS = 50
_OF_MANUFACTURER = {OutageAction.CORRECT, OutageAction.PROPOSE, OutageAction.TAKE_BACK}
_OF_TIME = {OutageAction.CORRECT, OutageAction.TAKE_BACK}
_OF_MANAGERS = {OutageAction.SETTLE, OutageAction.CORRECT, OutageAction.TAKE_BACK}


about_to_be_held = Signal()
"""Sent with ``reference``, in the transaction and before the row of an incident's outage is held:
the incident is held first, whoever acts, so that nobody waits for each other in a circle."""


lines_named = Signal()
"""Sent with ``reference``, ``events`` and ``by``, where somebody names lines of an incident's
timeline; it is answered with the numbers that this person does not read there."""


class OutageMoveNotOpen(Refusal):
    """The move does not lead from where the outage is now; ``extra`` names the legal ones."""

    code = "move-not-open"


@dataclass(frozen=True)
class Evidence:
    """What somebody says for their view: words, and lines of the incident's timeline."""

    words: str = ""
    events: Sequence[int] = field(default=())


def locked_outage(outage: Outage, *, by: User | None) -> Outage:
    """Lock an outage that a person may see, and return it as it stands now.

    Its system is held first, as whoever issues a month does. ``by`` None: for the portal's own
    acts, which hold its incident already or need not.

    :raises Http404: there is none, or not for this person.
    """
    if by is not None and outage.reference:
        about_to_be_held.send(Outage, reference=outage.reference)
    hold_place(outage.configuration_id)
    Outage.objects.select_for_update(no_key=True).filter(pk=outage.pk).first()
    rows = Outage.objects.all() if by is None else Outage.objects.visible_to(by)
    found = rows.whole().filter(pk=outage.pk).first()
    if found is None:
        raise Http404
    return found


def held_outage(outage: Outage, action: OutageAction, *, by: User) -> Outage:
    """Lock an outage for a move of a person, and return it as it stands now.

    :raises Http404: this person may not see it.
    :raises Forbidden: seen, but this move is not for this person.
    :raises OutageMoveNotOpen: the move does not lead from where the outage is now.
    """
    held = locked_outage(outage, by=by)
    open_now = outage_abilities(by, held)
    if action in open_now:
        return held
    raise _refusal(held, action, open_now, by=by)


def _refusal(
    held: Outage, action: OutageAction, open_now: frozenset[OutageAction], *, by: User
) -> Refusal:
    side = outage_side(by, held)
    if not (side.is_manufacturer or side.is_publisher):
        is_of_time = action in _OF_TIME
        return Forbidden(
            _("Only the manufacturer says when a system was down.")
            if is_of_time
            else _("Only the two vendors say whose an outage was.")
        )
    if action in _OF_MANUFACTURER and side.is_publisher:
        return Forbidden(_("The manufacturer says when it was down, and proposes whose it was."))
    if action == OutageAction.COUNTER and side.is_manufacturer:
        return Forbidden(_("The publisher counters; the manufacturer proposes anew."))
    if not by.is_manager and action in _OF_MANAGERS:
        return Forbidden(_("Only a manager does this: a member of the company cannot."))
    moves = sorted(str(each) for each in open_now)
    return OutageMoveNotOpen(_say_not_open(held, action, side), extra={"moves": moves})


def _say_not_open(held: Outage, action: OutageAction, side: OutageSide) -> str:
    if action == OutageAction.TAKE_BACK and side.is_of_incident:
        return _("An incident says that there was an outage: it is not taken back here.")
    if action not in _OF_TIME:
        if not held.is_over:
            return _("The outage lasts still: whose it was is said once it is over.")
        if any(each.is_unknown for each in held.current):
            return _("Of a part nobody knows whether it was down: settle that first.")
    sentence = _("“%(action)s” is not possible now: its state is “%(state)s”.")
    return sentence % {"action": action.label, "state": OutageState(held.state).label}


def stretches_of(segments: Sequence[OutageSegment]) -> list[Stretch]:
    """Return segments as the rules read them."""
    return [
        Stretch(each.begins_at, each.ends_at, each.responsibility, each.is_unknown)
        for each in segments
    ]


def write_version(held: Outage, stretches: Sequence[Stretch]) -> None:
    """Write the segments of an outage's next version and name it; the outage is yet to be saved."""
    number = held.version + 1
    OutageSegment.objects.bulk_create(
        OutageSegment(
            outage=held,
            version=number,
            begins_at=each.begins,
            ends_at=each.ends,
            is_unknown=each.is_unknown,
            **_percents(each.shares),
        )
        for each in joined(stretches)
    )
    held.version = number
    held.begins_at, held.ends_at = stretches[0].begins, stretches[-1].ends


def _percents(shares: Responsibility | None) -> dict[str, Any]:
    return {} if shares is None else {str(party): each for party, each in shares.percents.items()}


def write_round(
    held: Outage, kind: RoundKind, *, evidence: Evidence, by: User | None, at: datetime
) -> ResponsibilityRound:
    """Write what was said of an outage's current version."""
    return ResponsibilityRound.objects.create(
        outage=held,
        number=held.rounds.count() + 1,
        kind=kind,
        version=held.version,
        at=at,
        by=by,
        organisation=by.organisation if by else None,
        evidence=evidence.words,
        events=list(evidence.events),
    )


def tell(kind: EventKind, held: Outage, *, by: User | None, at: datetime, **detail: Any) -> None:
    """Write a line of the journal about an outage, as every line about one is written."""
    journal.record(
        kind,
        by=by,
        at=at,
        configuration=held.configuration,
        outage=held.pk,
        reference=held.reference,
        version=held.version,
        **detail,
    )


def whole_second(at: datetime) -> datetime:
    """Return an instant without the part of a second: both ends of a stretch alike."""
    return at.replace(microsecond=0)
