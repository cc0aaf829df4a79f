"""Open a roster, and add, replace or end its rotations; the past stays as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import Cycle, EventKind
from contracts.models import Agreement, Roster, Rotation, Turn, User
from contracts.models.roster import DUTY_MANAGERS
from contracts.models.time_zone import is_time_zone
from contracts.rules.duty import MINUTES_A_DAY, Hours
from contracts.rules.refusal import Invalid, Refusal
from contracts.selectors.duty import levels_of
from contracts.use_cases.hold_roster import (
    people_of,
    refuse,
    refuse_unless_manager,
    roster_to_keep,
)

MOST_TURNS = 60
NAME_LENGTH = 60


@dataclass(frozen=True)
class TurnsTaken:
    """How people take turns: whose, from which day, handing over when, on duty in which hours.

    ``people`` are keys in their order; minutes count from local midnight in ``time_zone``.
    ``weekday`` is of a weekly hand-over, Monday 0. Without ``hours`` it is round the clock.
    """

    name: str
    people: Sequence[int]
    starts_on: date
    time_zone: str
    cycle: Cycle = Cycle.WEEKLY
    weekday: int | None = 0
    handover: int = 8 * 60
    hours: Hours | None = None


@transaction.atomic
def open_roster(
    agreement: Agreement, *, level: int, time_zone: str, by: User, at: datetime
) -> Roster:
    """Open the roster of one's company for a level of an agreement; 0 is of the duty managers.

    :raises Http404: the agreement is not this person's to see.
    :raises Forbidden: only a manager keeps rosters.
    :raises Invalid: no such level, no such time zone, or there is this roster already.
    """
    if not Agreement.objects.visible_to(by).filter(pk=agreement.pk).exists():
        raise Http404
    refuse_unless_manager(by)
    errors = {}
    if level != DUTY_MANAGERS and level not in levels_of(agreement):
        errors["level"] = [_("The agreement has no such level.")]
    if not is_time_zone(time_zone):
        errors["time_zone"] = [_("There is no such time zone.")]
    refuse(errors)
    roster, is_new = Roster.objects.get_or_create(
        agreement=agreement,
        organisation_id=by.organisation_id,
        level=level,
        defaults={"time_zone": time_zone, "created_at": at},
    )
    if not is_new:
        sentence = _("There is a roster for this level already.")
        raise Invalid(sentence, errors={"level": [sentence]})
    journal.record(
        EventKind.ROSTER_OPENED,
        by=by,
        at=at,
        roster=roster.pk,
        agreement=agreement.reference,
        level=level,
    )
    return roster


@transaction.atomic
def add_rotation(roster: Roster, turns: TurnsTaken, *, by: User, at: datetime) -> Rotation:
    """Lay a rotation under those that a roster has: it counts where they have nobody.

    It counts from its first hand-over, or from now on where that has been.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager keeps rosters.
    :raises Invalid: ``errors`` says what cannot be right.
    """
    held = roster_to_keep(roster, by=by)
    last = held.rotations.aggregate(last=Max("position"))["last"] or 0
    return _added(held, turns, position=last + 1, by=by, at=at)


@transaction.atomic
def replace_rotation(rotation: Rotation, turns: TurnsTaken, *, by: User, at: datetime) -> Rotation:
    """Let another rotation take one's place at its first hand-over, or now where that has been.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager keeps rosters.
    :raises Invalid: ``errors`` says what cannot be right.
    :raises Refusal: it has ended already, or another takes its place.
    """
    roster = roster_to_keep(rotation.roster, by=by)
    held = _standing(rotation, at=at)
    if _is_replaced(held):
        raise Refusal(_("Another rotation takes its place already: read the roster again."))
    found = _added(roster, turns, position=held.position, by=by, at=at)
    ends_at = max(found.begins_at, held.begins_at)
    if held.ends_at is None or ends_at < held.ends_at:  # an end that was planned stands
        _end(held, ends_at, by=by, at=at)
    return found


@transaction.atomic
def end_rotation(rotation: Rotation, *, ends_at: datetime, by: User, at: datetime) -> Rotation:
    """End a rotation, now or later; what it leaves open is a gap unless another has somebody.

    An end that is still to come may be moved; not beyond the beginning of what takes its place.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager keeps rosters.
    :raises Invalid: the end lies in the past, or another takes its place before.
    :raises Refusal: it has ended already.
    """
    roster_to_keep(rotation.roster, by=by)
    held = _standing(rotation, at=at)
    if ends_at < at:
        refuse({"ends_at": [_("What has been stays as it was: end it now or later.")]})
    if held.ends_at is not None and ends_at > held.ends_at and _is_replaced(held):
        refuse({"ends_at": [_("Another rotation takes its place then: end it no later.")]})
    _end(held, max(ends_at, held.begins_at), by=by, at=at)
    return held


def _standing(rotation: Rotation, *, at: datetime) -> Rotation:
    """Return a rotation of a locked roster that has not ended at an instant.

    :raises Refusal: it has.
    """
    held = Rotation.objects.get(pk=rotation.pk)
    if held.ends_at is not None and held.ends_at <= at:
        raise Refusal(_("This rotation has ended already: read the roster again."))
    return held


def _is_replaced(held: Rotation) -> bool:
    others = Rotation.objects.filter(roster=held.roster_id, position=held.position)
    return any(held.is_before(each) for each in others)


def _end(held: Rotation, ends_at: datetime, *, by: User, at: datetime) -> None:
    held.ends_at = ends_at
    held.save(update_fields=["ends_at"])
    journal.record(
        EventKind.ROTATION_ENDED,
        by=by,
        at=at,
        roster=held.roster_id,
        rotation=held.pk,
        ends_at=ends_at.isoformat(),
    )


def _added(roster: Roster, turns: TurnsTaken, *, position: int, by: User, at: datetime) -> Rotation:
    refuse(_errors(roster, turns))
    rotation = Rotation(
        roster=roster,
        position=position,
        name=turns.name.strip(),
        time_zone=turns.time_zone,
        cycle=turns.cycle,
        weekday=turns.weekday if turns.cycle == Cycle.WEEKLY else None,
        handover=turns.handover,
        hours_start=turns.hours.start if turns.hours else None,
        hours_end=turns.hours.end if turns.hours else None,
        starts_on=turns.starts_on,
        begins_at=at,
    )
    rotation.begins_at = max(at, rotation.first_handover)
    rotation.save()
    Turn.objects.bulk_create(
        Turn(rotation=rotation, position=place, person_id=person)
        for place, person in enumerate(turns.people, start=1)
    )
    journal.record(
        EventKind.ROTATION_ADDED,
        by=by,
        at=at,
        roster=roster.pk,
        rotation=rotation.pk,
        name=rotation.name,
        people=list(turns.people),
        begins_at=rotation.begins_at.isoformat(),
    )
    return rotation


def _errors(roster: Roster, turns: TurnsTaken) -> dict[str, list[str]]:
    errors = {}
    if not 0 < len(turns.name.strip()) <= NAME_LENGTH:
        errors["name"] = [_("Give it a name of 60 characters at most.")]
    if not 0 < len(turns.people) <= MOST_TURNS:
        errors["people"] = [_("Say who takes turns: from 1 to 60.")]
    elif set(turns.people) - people_of(roster, turns.people).keys():
        errors["people"] = [_("On duty are people of your own company who may sign in.")]
    if not is_time_zone(turns.time_zone):
        errors["time_zone"] = [_("There is no such time zone.")]
    return errors | _errors_of_times(turns)


def _errors_of_times(turns: TurnsTaken) -> dict[str, list[str]]:
    errors = {}
    if turns.cycle == Cycle.WEEKLY and turns.weekday not in range(7):
        errors["weekday"] = [_("Say on which day they hand over.")]
    if not 0 <= turns.handover < MINUTES_A_DAY:
        errors["handover"] = [_("Say at what time of the day they hand over.")]
    hours = turns.hours
    if hours and not (
        0 <= hours.start < MINUTES_A_DAY and hours.start < hours.end <= hours.start + MINUTES_A_DAY
    ):
        errors["hours"] = [_("Say from when to when on a day: at most 24 hours.")]
    if not date(2000, 1, 1) <= turns.starts_on < date(2200, 1, 1):
        errors["starts_on"] = [_("Say from which day on.")]
    return errors
