"""A rehearsal says what happens: the same incident, filed and swept for real, is told likewise."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.apps import apps

from contracts.choices import Impact
from contracts.models import User
from contracts.rules import duty
from contracts.rules.coverage import Hours, Window
from escalation.choices import Medium, NewsGroup
from escalation.models import DueAction, NewsChoice, Notification, QuietHours
from escalation.rules.rehearsal import Scenario
from escalation.use_cases.follow_event import follow_event
from escalation.use_cases.rehearsal_stage import MOST_CALLS
from escalation.use_cases.rehearse import NotToRehearse, Rehearsal, rehearse
from escalation.use_cases.sweep_due import sweep_due
from tests.cast import House
from tests.factories import contracts, rosters
from tests.factories.tickets import escalated, put_in
from tests.factories.tickets import incident as opened
from tickets.choices import Due, EventKind, Queue
from tickets.models import Escalation, Incident, Unfollowed
from tickets.selectors.on_call import on_call
from tickets.use_cases.converse import log_call
from tickets.use_cases.move_incident import resume_work, wait_for_client
from tickets.use_cases.work_escalation import acknowledge_escalation

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SATURDAY = datetime(2026, 11, 28, 2, 10, tzinfo=UTC)
"""03:10 in Paris."""
TOLD_OF = {
    EventKind.ACKNOWLEDGED,
    EventKind.REQUESTED,
    EventKind.CLIMBED,
    EventKind.MANAGERS_CALLED,
    EventKind.PROMISE_WARNED,
    EventKind.PROMISE_MISSED,
}
Said = list[tuple[datetime, str, frozenset[int]]]


@pytest.fixture
def manned(house: House) -> House:
    """Rosters at both vendors: weekly turns, an override, a gap by day, nobody at level 3."""
    nils = contracts.person("Nils Dahl", house.microsoft)
    first = rosters.roster(house.agreement, house.mia, nils)
    rosters.override(first, nils, SATURDAY - HOUR, SATURDAY + HOUR)
    second = rosters.empty_roster(house.agreement, house.mia, level=2)
    rosters.rotation(second, nils, hours=duty.Hours(22 * 60, 29 * 60))
    rosters.empty_roster(house.agreement, house.mia, level=3)
    rosters.roster(house.agreement, house.helen, level=0)
    return house


def supposed(**fields: object) -> Scenario:
    usual = {"at": SATURDAY, "impact": Impact.OUTAGE, "queue": Queue.SOFTWARE}
    return Scenario(**(usual | fields))  # type: ignore[arg-type]


def rehearsed(house: House, scenario: Scenario) -> Rehearsal:
    return rehearse(house.contract, scenario, at=SATURDAY - 24 * HOUR)


def said(of: Rehearsal) -> Said:
    return sorted(
        (each.event.at, each.event.kind, frozenset(told.person.pk for told in each.told))
        for each in of.happenings
        if each.event.kind in TOLD_OF
    )


def _follow_all(at: datetime) -> None:
    while waiting := list(Unfollowed.objects.order_by("pk").values_list("event_id", flat=True)):
        for event_id in waiting:
            assert follow_event(event_id, at=at)


def lived(house: House, scenario: Scenario, *, until: datetime) -> Said:
    """File it for real, let people do what is supposed, and sweep at every instant of the plan."""
    filed = opened(
        house.payroll,
        house.clara,
        at=scenario.at,
        impact=scenario.impact,
        down_since=scenario.at if scenario.impact == Impact.OUTAGE else None,
    )
    if scenario.queue == Queue.SOFTWARE:
        filed = escalated(filed, by=house.hank, at=scenario.at)
    else:
        filed = put_in(filed, scenario.queue, by=house.hank, at=scenario.at)
    _follow_all(scenario.at)
    cues = scenario.cues()
    while True:
        undone = DueAction.objects.undone().order_by("due_at").first()
        due_at = undone.due_at if undone else datetime.max.replace(tzinfo=UTC)
        if cues and cues[0][0] <= due_at:
            now, cue = cues.pop(0)
            _do(cue, filed, house, now)
        elif due_at <= until:
            now = due_at
        else:
            return _written(filed)
        _follow_all(now)
        sweep_due(at=now)
        _follow_all(now)


def _do(cue: str, filed: Incident, house: House, at: datetime) -> None:
    match cue:
        case "acknowledge":
            by = _acknowledging(filed, at)
            acknowledge_escalation(filed, case_number="", by=by, at=at)
        case "answer":
            log_call(filed, note="We are on it.", by=house.hank, at=at)
        case "wait":
            wait_for_client(filed, reason="a log", by=house.hank, at=at)
        case _:
            resume_work(filed, by=house.hank, at=at)


def _acknowledging(filed: Incident, at: datetime) -> User:
    """Return whom the level at which it stands calls first."""
    leg = Escalation.objects.get(incident=filed)
    return on_call(Incident.objects.get(pk=filed.pk), leg, at=at).people[0]


def _written(filed: Incident) -> Said:
    lines = filed.events.filter(kind__in=TOLD_OF)
    return sorted(
        (
            line.at,
            line.kind,
            frozenset(
                Notification.objects.filter(event=line)
                .exclude(recipient=filed.opened_by)  # what the client reads is not rehearsed
                .values_list("recipient", flat=True)
            ),
        )
        for line in lines
    )


@pytest.mark.parametrize(
    "scenario",
    [
        supposed(),
        supposed(acknowledged_after=40 * MINUTE),
        supposed(impact=Impact.DEGRADED, acknowledged_after=5 * MINUTE, answered_after=50 * MINUTE),
        supposed(impact=Impact.QUESTION, acknowledged_after=5 * HOUR),
        supposed(queue=Queue.HARDWARE),
        supposed(
            acknowledged_after=5 * MINUTE, waits_after=60 * MINUTE, resumes_after=160 * MINUTE
        ),
        supposed(at=datetime(2027, 3, 28, 0, 30, tzinfo=UTC), waits_after=30 * MINUTE),
    ],
    ids=lambda scenario: f"{scenario.impact}-{scenario.queue}",
)
def test_what_is_rehearsed_is_what_happens(manned: House, scenario: Scenario) -> None:
    found = rehearsed(manned, scenario)
    told = said(found)

    assert told
    happened = lived(manned, scenario, until=max(each[0] for each in told))
    calls = [each for each in happened if each[1] == EventKind.MANAGERS_CALLED]
    beyond = calls[MOST_CALLS:]
    assert found.goes_on or not beyond
    assert [each for each in happened if each not in beyond] == told


def test_nothing_is_written_by_a_rehearsal(manned: House) -> None:
    def rows() -> dict[str, int]:
        return {each.__name__: each._default_manager.count() for each in apps.get_models()}

    before = rows()
    rehearsed(manned, supposed(acknowledged_after=40 * MINUTE))

    assert rows() == before


def test_an_incident_outside_the_hours_starts_its_clocks_when_they_begin(house: House) -> None:
    office = tuple(Window(day, 8 * 60, 18 * 60) for day in range(5))
    contract = contracts.contract(
        "CM-0500",
        house.vauquelin,
        house.agreement,
        hours=Hours("Europe/Paris", always_on=False, windows=office),
    )

    found = rehearse(contract, supposed(), at=SATURDAY)

    monday = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    assert found.clock_starts_at == monday
    assert [(each.promise, each.due_at) for each in found.deadlines] == [
        (Due.RESPOND, monday + 15 * MINUTE),
        (Due.RESTORE, monday + 4 * HOUR),
    ]
    assert found.covered[0].begins_at == monday


def test_gaps_are_told_with_who_is_called_instead(manned: House) -> None:
    found = rehearsed(manned, supposed())

    third = next(each for each in found.happenings if each.event.level == 3)
    assert [(each.organisation, each.level) for each in third.gaps] == [(manned.microsoft, 3)]
    assert [each.person for each in third.told] == [manned.max]
    assert third.told[0].levels == frozenset()


def test_each_is_told_by_the_ways_of_their_choice_and_after_their_quiet_hours(
    manned: House,
) -> None:
    QuietHours.objects.create(
        person=manned.hank, begins=time(22), ends=time(7), weekdays=list(range(7))
    )
    NewsChoice.objects.create(person=manned.helen, group=NewsGroup.DEADLINE, by_mail=False)
    scenario = supposed(impact=Impact.DEGRADED, queue=Queue.HARDWARE)

    found = rehearsed(manned, scenario)

    filed, warned = found.happenings[0], found.happenings[1]
    ways = {each.person: each.leaves for each in filed.told}
    assert ways[manned.hank] == {Medium.EMAIL: datetime(2026, 11, 28, 6, 0, tzinfo=UTC)}
    assert ways[manned.helen] == {Medium.EMAIL: SATURDAY + 2 * MINUTE}
    assert {each.person: dict(each.leaves) for each in warned.told}[manned.helen] == {}


def test_what_is_urgent_leaves_at_once_in_quiet_hours_too(manned: House) -> None:
    QuietHours.objects.create(
        person=manned.max, begins=time(22), ends=time(7), weekdays=list(range(7))
    )

    third = next(each for each in rehearsed(manned, supposed()).happenings if each.event.level == 3)

    assert third.told[0].leaves == {Medium.EMAIL: third.event.at}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"at": SATURDAY + timedelta(days=800)}, "at"),
        ({"resumes_after": 10 * MINUTE}, "resumes_after"),
        ({"waits_after": 20 * MINUTE, "resumes_after": 10 * MINUTE}, "resumes_after"),
        ({"acknowledged_after": timedelta(days=15)}, "acknowledged_after"),
    ],
)
def test_what_cannot_be_supposed_is_told_by_its_field(
    house: House, fields: dict[str, object], where: str
) -> None:
    with pytest.raises(NotToRehearse) as refused:
        rehearsed(house, supposed(**fields))

    assert list(refused.value.errors) == [where]
