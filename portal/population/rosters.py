"""Duty rosters of the vendors, so that escalations name people: one for each level without one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from contracts.choices import Cycle, EventKind, Role
from contracts.models import Agreement, ContractEvent, Organisation, Roster, Rotation, Turn, User
from contracts.models.roster import DUTY_MANAGERS
from contracts.selectors.duty import levels_of
from contracts.use_cases.keep_roster import MOST_TURNS

_BEGUN_AGO = timedelta(days=63)
_HANDOVER = 8 * 60
_NAME = "Semaine"


@dataclass(frozen=True)
class _Sheet:
    """A roster to be opened, with who takes turns by the week, and who opens it."""

    roster: Roster
    people: Sequence[User]
    by: User


@transaction.atomic
def put_vendors_on_duty(agreements: Collection[Agreement], *, now: datetime) -> None:
    """Open every roster that a vendor of an agreement lacks, in a fixed number of statements.

    They began weeks ago, and that is no news: nobody follows their lines in the journal.
    """
    at = now - _BEGUN_AGO
    sheets = list(_lacking(agreements, at=at))
    Roster.objects.bulk_create(sheet.roster for sheet in sheets)
    rotations = Rotation.objects.bulk_create(_rotation(sheet.roster, at=at) for sheet in sheets)
    Turn.objects.bulk_create(
        Turn(rotation=rotation, position=place, person=person)
        for rotation, sheet in zip(rotations, sheets, strict=True)
        for place, person in enumerate(sheet.people, start=1)
    )
    ContractEvent.objects.bulk_create(
        line
        for rotation, sheet in zip(rotations, sheets, strict=True)
        for line in _lines(rotation, sheet, at=at)
    )


def _lacking(agreements: Collection[Agreement], *, at: datetime) -> Iterator[_Sheet]:
    rosters = Roster.objects.filter(agreement__in=agreements)
    known = set(rosters.values_list("agreement", "organisation", "level"))
    staff = _staff_of(agreements)
    for agreement in agreements:
        for vendor in (agreement.manufacturer, agreement.publisher):
            people = staff.get(vendor.pk, [])
            for level in (DUTY_MANAGERS, *levels_of(agreement)):
                if people and (agreement.pk, vendor.pk, level) not in known:
                    yield _sheet(agreement, vendor, level, people, at=at)


def _staff_of(agreements: Collection[Agreement]) -> Mapping[int, list[User]]:
    vendors = {each for deal in agreements for each in (deal.manufacturer_id, deal.publisher_id)}
    staff: dict[int, list[User]] = {}
    for person in User.objects.filter(organisation__in=vendors, is_active=True).order_by("pk"):
        staff.setdefault(person.organisation_id, []).append(person)
    return staff


def _sheet(
    agreement: Agreement, vendor: Organisation, level: int, people: Sequence[User], *, at: datetime
) -> _Sheet:
    """Let managers answer for their company, and everybody take turns on the other levels; each
    level begins with somebody else."""
    managers = [each for each in people if each.role == Role.MANAGER] or list(people)
    if level == DUTY_MANAGERS:
        people = managers
    first = level % len(people)
    turns = [*people[first:], *people[:first]][:MOST_TURNS]
    roster = Roster(
        agreement=agreement,
        organisation=vendor,
        level=level,
        time_zone=managers[0].time_zone,
        created_at=at,
    )
    return _Sheet(roster, turns, managers[0])


def _rotation(roster: Roster, *, at: datetime) -> Rotation:
    rotation = Rotation(
        roster=roster,
        position=1,
        name=_NAME,
        time_zone=roster.time_zone,
        cycle=Cycle.WEEKLY,
        weekday=0,
        handover=_HANDOVER,
        starts_on=at.date(),
        begins_at=at,
    )
    rotation.begins_at = max(at, rotation.first_handover)
    return rotation


def _lines(rotation: Rotation, sheet: _Sheet, *, at: datetime) -> Iterator[ContractEvent]:
    roster = sheet.roster
    said = {"roster": roster.pk, "agreement": roster.agreement.reference, "level": roster.level}
    yield ContractEvent(kind=EventKind.ROSTER_OPENED, by=sheet.by, at=at, detail=said)
    added = {
        "roster": roster.pk,
        "rotation": rotation.pk,
        "name": rotation.name,
        "people": [each.pk for each in sheet.people],
        "begins_at": rotation.begins_at.isoformat(),
    }
    yield ContractEvent(kind=EventKind.ROTATION_ADDED, by=sheet.by, at=at, detail=added)
