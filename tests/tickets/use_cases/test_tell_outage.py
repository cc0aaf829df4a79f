"""An incident's outage follows it, in its transaction, and its history stays."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import translation

from contracts.choices import Impact, OutageState, Party
from contracts.models import Outage, OutageSegment
from contracts.rules.outages import Stretch
from contracts.rules.refusal import Invalid
from contracts.rules.responsibility import all_of
from contracts.use_cases.propose_responsibility import propose_responsibility, whole_outage
from contracts.use_cases.record_outage import correct_outage
from contracts.use_cases.write_outage import Evidence
from tests.cast import House
from tests.factories import contracts, tickets
from tests.factories.contracts import MORNING, past_the_guards
from tests.factories.outages import an_outage
from tests.refused import refused_by
from tickets.choices import EventKind
from tickets.models import Incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.move_incident import (
    contradict_restoration,
    reopen_incident,
    resolve_incident,
    restore_incident,
)
from tickets.use_cases.tell_past_outages import tell_past_outages

DOWN = MORNING - timedelta(minutes=5)
SOON, LATER = MORNING + timedelta(minutes=10), MORNING + timedelta(hours=1)
WAY_LATER = MORNING + timedelta(hours=2)
SHARED = {"manufacturer": 40, "publisher": 60}


def _outage(incident: Incident) -> Outage:
    return Outage.objects.get(reference=incident.reference)


def _interval(incident: Incident) -> tuple[datetime, datetime | None]:
    found = _outage(incident)
    return found.begins_at, found.ends_at


def _restored(incident: Incident, house: House, at: datetime = SOON) -> Incident:
    return restore_incident(incident, restored_at=at, by=house.hank, at=at)


def test_an_outage_begins_when_it_is_down_and_ends_when_it_is_restored(
    house: House, incident: Incident
) -> None:
    assert _interval(incident) == (DOWN, None)

    _restored(incident, house)

    assert _interval(incident) == (DOWN, SOON)
    assert _outage(incident).recorded_by == house.clara


@pytest.mark.parametrize("impact", [Impact.DEGRADED, Impact.AT_RISK, Impact.QUESTION])
def test_nothing_else_is_an_outage(house: House, impact: Impact) -> None:
    tickets.incident(house.payroll, house.clara, impact=impact)

    assert not Outage.objects.exists()


def test_what_works_badly_is_one_only_where_the_contract_says_so(house: House) -> None:
    contracts.amended(house.contract, degraded_is_outage=True)

    made = tickets.incident(house.payroll, house.clara, impact=Impact.DEGRADED, down_since=None)

    assert _interval(made) == (MORNING, None)


def test_an_incident_without_a_system_has_no_outage(house: House) -> None:
    tickets.incident(house.payroll, house.clara, configuration=None)

    assert not Outage.objects.exists()


def test_not_restored_it_is_open_again_from_its_first_instant(
    house: House, incident: Incident
) -> None:
    _restored(incident, house)

    contradict_restoration(incident, reason="still down", by=house.clara, at=LATER)

    assert _interval(incident) == (DOWN, None)
    versions = OutageSegment.objects.order_by("version").values_list("version", "ends_at")
    assert list(versions) == [(1, None), (2, SOON), (3, None)]


def test_what_was_agreed_is_to_be_said_anew_once_it_is_reopened(
    house: House, incident: Incident
) -> None:
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)
    outage = _outage(incident)
    mine = whole_outage(outage, all_of(Party.MANUFACTURER))
    assert propose_responsibility(outage, mine, by=house.hank, at=SOON).agreed_at == SOON

    reopen_incident(incident, reason="again", by=house.clara, at=LATER)

    assert _outage(incident).state == OutageState.RECORDED
    assert _interval(incident) == (DOWN, None)


def test_a_corrected_beginning_outlives_what_the_incident_tells_later(
    house: House, incident: Incident
) -> None:
    _restored(incident, house)
    earlier = DOWN - timedelta(minutes=20)
    told = [Stretch(earlier, SOON)]
    correct_outage(_outage(incident), told, reason="log", by=house.hank, at=SOON)

    contradict_restoration(incident, reason="still down", by=house.clara, at=LATER)
    _restored(incident, house, WAY_LATER)

    assert _interval(incident) == (earlier, WAY_LATER)


def test_another_impact_ends_it_and_of_what_lies_between_two_nobody_knows(
    house: House, incident: Incident
) -> None:
    change_impact(incident, impact=Impact.AT_RISK, reason="up", by=house.hank, at=SOON)
    assert _interval(incident) == (DOWN, SOON)

    change_impact(
        incident, impact=Impact.OUTAGE, reason="x", by=house.hank, at=WAY_LATER, down_since=LATER
    )

    found = [(each.begins_at, each.ends_at, each.is_unknown) for each in _outage(incident).current]
    assert found == [(DOWN, SOON, False), (SOON, LATER, True), (LATER, None, False)]


def test_raised_again_without_a_word_it_is_down_from_then_on(
    house: House, incident: Incident
) -> None:
    change_impact(incident, impact=Impact.AT_RISK, reason="up", by=house.hank, at=SOON)

    change_impact(incident, impact=Impact.OUTAGE, reason="down", by=house.hank, at=LATER)

    found = [(each.begins_at, each.ends_at, each.is_unknown) for each in _outage(incident).current]
    assert found == [(DOWN, SOON, False), (SOON, LATER, True), (LATER, None, False)]


def test_what_becomes_an_outage_is_one_from_what_is_said(house: House) -> None:
    made = tickets.incident(house.payroll, house.clara, impact=Impact.AT_RISK, down_since=None)

    change_impact(made, impact=Impact.OUTAGE, reason="x", by=house.hank, at=SOON, down_since=DOWN)

    assert _interval(made) == (DOWN, None)


def test_an_outage_of_no_second_is_none_and_may_be_one_later(house: House) -> None:
    made = tickets.incident(house.payroll, house.clara, down_since=MORNING)
    restore_incident(made, restored_at=MORNING, by=house.hank, at=SOON)
    assert _outage(made).state == OutageState.VOID

    contradict_restoration(made, reason="still down", by=house.clara, at=LATER)

    assert (_outage(made).state, _interval(made)) == (OutageState.RECORDED, (MORNING, None))


def test_resolving_proposes_whose_it_was_and_the_publisher_sees_the_incident(
    house: House, incident: Incident
) -> None:
    assert not Incident.objects.visible_to(house.mia).exists()

    resolve_incident(incident, cause="x", responsibility=SHARED, by=house.hank, at=SOON)

    outage = _outage(incident)
    assert (outage.state, outage.shared_at) == (OutageState.PROPOSED, SOON)
    assert list(Incident.objects.visible_to(house.mia)) == [incident]
    assert incident.events.filter(kind=EventKind.SHARED).count() == 1


def test_what_lays_nothing_on_the_publisher_stays_unseen(house: House, incident: Incident) -> None:
    mine = {"manufacturer": 100}
    resolve_incident(incident, cause="x", responsibility=mine, by=house.hank, at=SOON)

    assert _outage(incident).state == OutageState.AGREED
    assert not Incident.objects.visible_to(house.mia).exists()


def test_a_proposal_on_the_outages_page_shows_the_incident_too(
    house: House, incident: Incident
) -> None:
    _restored(incident, house)
    said = whole_outage(_outage(incident), all_of(Party.PUBLISHER))

    propose_responsibility(_outage(incident), said, by=house.hank, at=LATER)

    assert Incident.objects.visible_to(house.mia).get().shared_at == LATER
    assert incident.events.get(kind=EventKind.SHARED).at == LATER


def test_incidents_of_the_past_are_told_of_once(house: House, incident: Incident) -> None:
    restored = _restored(tickets.incident(house.payroll, house.clara), house)
    tickets.incident(house.payroll, house.clara, impact=Impact.QUESTION)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with past_the_guards():
            cursor.execute("TRUNCATE contracts_outage CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    made = [each for batch in tell_past_outages(at=LATER) for each in batch]
    again = [each for batch in tell_past_outages(at=LATER) for each in batch]

    assert {each.reference for each in made} == {incident.reference, restored.reference}
    assert again == []
    assert (_interval(incident), _interval(restored)) == ((DOWN, None), (DOWN, SOON))
    with refused_by("an outage keeps its history"):  # and all guards have looked at them
        Outage.objects.all()._raw_delete("default")


def test_resolving_proposes_nothing_beside_another_proposal(
    house: House, incident: Incident
) -> None:
    _restored(incident, house)
    outage = _outage(incident)
    propose_responsibility(
        outage, whole_outage(outage, all_of(Party.PUBLISHER)), by=house.hank, at=SOON
    )

    with pytest.raises(Invalid) as refused:
        resolve_incident(incident, cause="x", responsibility=SHARED, by=house.hank, at=LATER)

    assert set(refused.value.errors) == {"responsibility"}
    assert Incident.objects.get(pk=incident.pk).resolved_at is None


def test_lines_that_are_named_as_evidence_are_those_of_its_incident(
    house: House, incident: Incident
) -> None:
    _restored(incident, house)
    outage = _outage(incident)
    said = whole_outage(outage, all_of(Party.MANUFACTURER))

    def propose(of: Outage, *lines: int) -> Outage:
        evidence = Evidence("The log", lines)
        return propose_responsibility(of, said, evidence=evidence, by=house.hank, at=LATER)

    by_hand = an_outage(house.payroll, [(DOWN, SOON, None)])
    for of, line in ((outage, 999), (by_hand, 1)):
        with translation.override("en"), pytest.raises(Invalid) as refused:
            propose(of, line)
        assert "has no line of this number" in str(refused.value.errors["events"][0])
    assert propose(outage, 1, 2).rounds.get().events == [1, 2]
