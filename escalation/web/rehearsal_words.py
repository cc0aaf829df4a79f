"""A rehearsal in words: what happens, who is told and by which way, in a manager's language.

Times are those of the contract's zone. Of the other vendor only those are named whom the manager
may know to be on duty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contracts.dates import say_date
from contracts.models import Organisation, User
from contracts.models.roster import DUTY_MANAGERS
from escalation.access import duties_readable_by, may_name
from escalation.choices import Medium
from escalation.use_cases.rehearse import Asked, Happening, Rehearsal, Told
from tickets.choices import Due, EventKind, Status

MOST_NAMED = 5
NO_BREAK = "\N{NO-BREAK SPACE}"
_HOUR = timedelta(hours=1)
_WHAT: Mapping[EventKind, Promise] = {
    EventKind.ROUTED: gettext_lazy("The incident is filed and routed"),
    EventKind.REQUESTED: gettext_lazy("The publisher is asked: %(level)s is told"),
    EventKind.CLIMBED: gettext_lazy("Nobody has acknowledged: it climbs to %(level)s"),
    EventKind.MANAGERS_CALLED: gettext_lazy(
        "Nobody has acknowledged: both duty managers are called"
    ),
    EventKind.ACKNOWLEDGED: gettext_lazy("The publisher acknowledges"),
    EventKind.CALLED: gettext_lazy("The client is called back"),
    EventKind.MOVED: gettext_lazy("Work goes on"),
}


@dataclass(frozen=True)
class ShownPerson:
    """Somebody who would be told, and by which way: of one's own people alone."""

    name: str
    organisation: Organisation
    ways: str
    duty: str


@dataclass(frozen=True)
class Row:
    """A step as the list shows it; ``look`` is a class of the sheet, ``gaps`` are in red."""

    at: datetime
    when: str
    after: str
    what: str
    look: str
    people: Sequence[ShownPerson]
    others: Sequence[str]
    gaps: Sequence[str]
    note: str


@dataclass(frozen=True)
class Reader:
    """A manager who looks at a rehearsal: whom of the other vendor they may name, whose clock."""

    user: User
    readable: frozenset[int]
    zone: ZoneInfo
    names: dict[int, str] = field(default_factory=dict)

    def named(self, told: Told) -> bool:
        return may_name(self.user, told.person, told.levels, self.readable)


def reader_of(user: User, rehearsal: Rehearsal) -> Reader:
    """Return what a manager may read of a rehearsal under one of their contracts."""
    contract = rehearsal.contract
    readable = duties_readable_by(user, contract.agreement)
    return Reader(user, readable, contract.zone(), dict(rehearsal.levels))


def rows_of(rehearsal: Rehearsal, reader: Reader) -> list[Row]:
    """Return the steps in their order; hourly calls of the same people are one."""
    rows, begins_at = list[Row](), rehearsal.scenario.at
    shown = [each for each in rehearsal.happenings if _is_shown(each)]
    for calls in _grouped(shown):
        first, last = calls[0], calls[-1]
        rows.append(_row(first, last, len(calls), reader, begins_at))
    return rows


def say_moment(at: datetime, zone: ZoneInfo) -> str:
    """Say an instant with the day of the week: Sat 28 November, 03:10."""
    local = at.astimezone(zone)
    day = f"{date_format(local, 'D')} {say_date(local.date(), 'j F')}"
    return f"{day.replace(' ', NO_BREAK)}, {local:%H:%M}"


def say_after(length: timedelta) -> str:
    """Say how long after the beginning: +1 h 45."""
    minutes = length // timedelta(minutes=1)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"+{rest}\N{NO-BREAK SPACE}min"
    said = f"+{hours}\N{NO-BREAK SPACE}h"
    return f"{said}\N{NO-BREAK SPACE}{rest:02}" if rest else said


def _is_shown(happening: Happening) -> bool:
    """Leave out what is routed to the publisher: the request itself tells it."""
    return happening.event.kind != EventKind.ROUTED or bool(happening.told)


def _grouped(happenings: Sequence[Happening]) -> Iterator[list[Happening]]:
    group: list[Happening] = []
    for each in happenings:
        if group and not _is_same_call(group[-1], each):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _is_same_call(before: Happening, each: Happening) -> bool:
    kinds = {before.event.kind, each.event.kind}
    people = [[told.person for told in one.told] for one in (before, each)]
    return kinds == {EventKind.MANAGERS_CALLED} and people[0] == people[1]


def _row(first: Happening, last: Happening, count: int, reader: Reader, begins_at: datetime) -> Row:
    event = first.event
    note = ""
    if count > 1:
        until = say_moment(last.event.at, reader.zone)
        note = _("Then every hour until %(instant)s.") % {"instant": until}
    elif event.manager is not None and event.kind == EventKind.CLIMBED:
        note = _manager_named(first, reader)
    elif event.kind == EventKind.ACKNOWLEDGED and event.stood_down:
        note = _("Whoever was called learns that they can stand down.")
    people = [each for each in first.told if reader.named(each)]
    named = people[:MOST_NAMED]
    return Row(
        at=event.at,
        when=say_moment(event.at, reader.zone),
        after=say_after(event.at - begins_at),
        what=say_what(first, reader),
        look=_look(first),
        people=[_person(each, first, reader) for each in named],
        others=list(_say_others(first, named)),
        gaps=[_say_gap(each, first, reader) for each in first.gaps],
        note=note,
    )


def say_what(happening: Happening, reader: Reader) -> str:
    """Say in a few words what happens."""
    event = happening.event
    if event.kind in {EventKind.PROMISE_WARNED, EventKind.PROMISE_MISSED}:
        return say_promise(event.promise, event.percent, is_missed=_is_missed(happening))
    words = {"level": _say_level(event.level, reader), "percent": event.percent}
    if event.kind == EventKind.CLIMBED and event.percent:
        return _("%(percent)s %% of the restoration target: it climbs to %(level)s") % words
    if event.kind == EventKind.MOVED and event.status == Status.WAITING:
        return _("The client is waited for")
    return str(_WHAT[event.kind]) % words


def say_promise(promise: Due, percent: int, *, is_missed: bool) -> str:
    """Say that a share of a promise has passed, or all of it."""
    if promise == Due.RESPOND:
        if is_missed:
            return _("Breach: the client was not called back in time")
        return _("%(percent)s %% of the time to call back has passed") % {"percent": percent}
    if is_missed:
        return _("Breach: the service was not restored in time")
    return _("%(percent)s %% of the time to restore has passed") % {"percent": percent}


def _is_missed(happening: Happening) -> bool:
    return happening.event.kind == EventKind.PROMISE_MISSED


def _look(happening: Happening) -> str:
    if _is_missed(happening) or happening.gaps:
        return "crit"
    if happening.event.kind == EventKind.PROMISE_WARNED:
        return "warn"
    return "ok" if happening.event.kind == EventKind.ACKNOWLEDGED else ""


def _say_level(level: int, reader: Reader) -> str:
    name = reader.names.get(level, "")
    said = _("level %(level)s") % {"level": level}
    return f"{said}, {name}" if name else said


def _manager_named(happening: Happening, reader: Reader) -> str:
    manager = happening.event.manager
    if manager is None:
        return ""
    told = next((each for each in happening.told if each.person == manager), None)
    if not may_name(reader.user, manager, told.levels if told else (), reader.readable):
        return ""
    said = _("%(name)s is named critical-situation manager.")
    return said % {"name": manager.name}


def _person(told: Told, happening: Happening, reader: Reader) -> ShownPerson:
    own = told.person.organisation_id == reader.user.organisation_id
    return ShownPerson(
        told.person.name,
        told.person.organisation,
        ways=say_ways(told, happening.event.at, reader.zone) if own else "",
        duty=_say_duty(told, happening),
    )


def _say_duty(told: Told, happening: Happening) -> str:
    if told.person.pk in happening.event.stood_down:
        return _("can stand down")
    return _("on duty") if happening.is_on_duty(told) else ""


def say_ways(told: Told, at: datetime, zone: ZoneInfo) -> str:
    """Say by which ways somebody is told, and when what waits leaves."""
    said = []
    for medium, leaves_at in sorted(told.leaves.items()):
        name = _("e-mail") if medium == Medium.EMAIL else _("webhook")
        if leaves_at == at:
            said.append(_("%(medium)s at once") % {"medium": name})
        elif leaves_at - at < _HOUR / 6:
            said.append(
                _("%(medium)s at %(time)s") % {"medium": name, "time": _time(leaves_at, zone)}
            )
        else:
            until = say_moment(leaves_at, zone)
            said.append(_("%(medium)s held until %(time)s") % {"medium": name, "time": until})
    return ", ".join(said) or _("in the portal only")


def _time(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def _say_others(happening: Happening, named: Sequence[Told]) -> Iterator[str]:
    """Count, by company, those who are not named."""
    left: dict[Organisation, int] = {}
    for each in happening.told:
        if each not in named:
            left[each.person.organisation] = left.get(each.person.organisation, 0) + 1
    more = {each.person.organisation for each in named}
    for company, count in left.items():
        words = {"count": count, "company": company.short_name or company.name}
        if company in more:
            said = ngettext("%(count)d more of %(company)s", "%(count)d more of %(company)s", count)
        else:
            said = ngettext(
                "%(count)d person of %(company)s", "%(count)d people of %(company)s", count
            )
        yield said % words


def _say_gap(asked: Asked, happening: Happening, reader: Reader) -> str:
    """Say that a roster has nobody, and to whom it goes instead."""
    company = asked.organisation.short_name or asked.organisation.name
    duty = _("duty manager") if asked.level == DUTY_MANAGERS else _say_level(asked.level, reader)
    managers = happening.event.kind in {EventKind.CLIMBED, EventKind.MANAGERS_CALLED}
    said = (
        _("Nobody on duty at %(company)s (%(duty)s): goes to all its managers")
        if managers
        else _("Nobody on duty at %(company)s (%(duty)s): goes to all its people")
    )
    return said % {"company": company, "duty": duty}
