"""Writes what callers read of duty rosters, from rows fetched for it."""

from datetime import datetime
from typing import Any

from contracts.api.documents import instant
from contracts.models import DutyFeed, DutySwap, HandoverNote, RosterOverride, Rotation, User
from contracts.rest import Data
from contracts.selectors.duty import Duty
from contracts.selectors.rosters import Line


def line_document(line: Line) -> Data:
    """Return a roster with who is on duty now and its gaps to come."""
    roster = line.roster
    return {
        "id": roster.pk,
        "agreement": roster.agreement.reference,
        "organisation": roster.organisation.name,
        "level": roster.level,
        "level_name": line.level_name,
        "time_zone": roster.time_zone,
        "on_duty": shift_document(line.now),
        "gaps": [_period(each.begins_at, each.ends_at) for each in line.gaps],
    }


def on_duty_document(line: Line) -> Data:
    """Return who is on duty for a level, as the other vendor may read it too."""
    roster, person = line.roster, line.now.person
    return {
        "agreement": roster.agreement.reference,
        "organisation": roster.organisation.name,
        "level": roster.level,
        "level_name": line.level_name,
        "person": person.name if person else None,
        "until": instant(line.now.ends_at),
    }


def shift_document(shift: Duty) -> Data:
    return _period(shift.begins_at, shift.ends_at) | {
        "person": _person(shift.person) if shift.person else None
    }


def rotation_document(rotation: Rotation) -> Data:
    return {
        "id": rotation.pk,
        "name": rotation.name,
        "people": [_person(each.person) for each in rotation.turns.all()],
        "starts_on": rotation.starts_on.isoformat(),
        "time_zone": rotation.time_zone,
        "cycle": rotation.cycle,
        "weekday": rotation.weekday,
        "handover": rotation.handover,
        "hours_start": rotation.hours_start,
        "hours_end": rotation.hours_end,
        **_period(rotation.begins_at, rotation.ends_at),
    }


def override_document(override: RosterOverride) -> Data:
    return {
        "id": override.pk,
        "person": _person(override.person),
        **_period(override.begins_at, override.ends_at),
        "reason": override.reason,
        "entered_by": override.entered_by.name,
    }


def swap_document(swap: DutySwap) -> Data:
    return {
        "id": swap.pk,
        "asked_by": _person(swap.asked_by),
        "colleague": _person(swap.colleague),
        **_period(swap.begins_at, swap.ends_at),
        "reason": swap.reason,
        "state": swap.state,
    }


def note_document(note: HandoverNote) -> Data:
    return {"by": note.by.name, "at": instant(note.at), "text": note.text}


def link_document(feed: DutyFeed, **more: Any) -> Data:
    return {
        "id": feed.pk,
        "roster": feed.roster_id,
        "hint": feed.hint,
        "created_at": instant(feed.created_at),
        **more,
    }


def _person(person: User) -> Data:
    return {"id": person.pk, "name": person.name}


def _period(begins_at: datetime, ends_at: datetime | None) -> Data:
    return {"begins_at": instant(begins_at), "ends_at": instant(ends_at)}
