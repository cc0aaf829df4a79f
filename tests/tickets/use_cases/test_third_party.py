"""A third party has it by an agent's word, one at a time; no clock stops, nobody reads its name."""

from datetime import timedelta

import pytest
from django.http import Http404

from contracts.rules.refusal import Forbidden, Invalid
from tests.cast import House
from tests.factories import tickets
from tests.factories.contracts import MORNING
from tickets.choices import Audience, EventKind, Holder, LegState, Queue
from tickets.models import Incident
from tickets.selectors.custody import holder_of
from tickets.selectors.story import lines_of
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.move_incident import (
    resolve_incident,
    restore_incident,
    resume_work,
    wait_for_client,
)
from tickets.use_cases.third_party import hand_to_third_party, take_back
from tickets.use_cases.work_escalation import return_escalation
from tickets.wording import line_of

LATER = MORNING + timedelta(minutes=30)
DUE = ("respond_due_at", "restore_due_at", "news_due_at", "due", "due_at", "status", "responded_at")


def _anew(of: Incident) -> Incident:
    return Incident.objects.get(pk=of.pk)


@pytest.fixture
def outside(house: House, incident: Incident) -> Incident:
    name, reason = " Réseau  Colt ", "Repair the line"
    handed = hand_to_third_party(incident, name=name, reason=reason, by=house.hank, at=MORNING)
    return _anew(handed)


def test_a_third_party_has_it_and_no_clock_knows(
    house: House, incident: Incident, outside: Incident
) -> None:
    for name in DUE:  # as they stood at the opening
        assert getattr(incident, name) == getattr(outside, name), name
    assert holder_of(outside) == Holder.THIRD_PARTY
    assert (outside.third_party, outside.third_party_reason) == ("Réseau Colt", "Repair the line")


def test_the_client_reads_that_a_third_party_has_it_and_not_who(
    house: House, outside: Incident
) -> None:
    take_back(outside, by=house.hank, at=LATER)

    found = _anew(outside)
    told = [line_of(each, found, reader=house.clara) for each in lines_of(found, house.clara)]
    assert not any("Colt" in each or "Repair" in each for each in told)
    assert not found.events.filter(audience=Audience.CLIENT, detail__icontains="Colt").exists()
    vendors = [line_of(each, found, reader=house.mia) for each in lines_of(found, house.mia)]
    assert sum("Réseau Colt" in each for each in vendors) == 2


def test_one_has_it_at_a_time_and_nobody_takes_back_what_is_here(
    house: House, outside: Incident
) -> None:
    with pytest.raises(MoveNotOpen, match="Colt"):
        hand_to_third_party(outside, name="EDF", reason="x", by=house.hank, at=LATER)
    take_back(outside, by=house.hank, at=LATER)

    assert _anew(outside).third_party == ""
    with pytest.raises(MoveNotOpen):
        take_back(outside, by=house.hank, at=LATER)


def test_what_waits_for_the_client_is_handed_to_nobody(house: House, incident: Incident) -> None:
    wait_for_client(incident, reason="x", by=house.hank, at=MORNING)

    with pytest.raises(MoveNotOpen):
        hand_to_third_party(incident, name="EDF", reason="x", by=house.hank, at=LATER)


def test_it_has_it_again_once_the_client_has_answered(house: House, outside: Incident) -> None:
    wait_for_client(outside, reason="x", by=house.hank, at=MORNING)
    assert holder_of(_anew(outside)) == Holder.CLIENT

    resume_work(outside, by=house.clara, at=LATER)
    assert holder_of(_anew(outside)) == Holder.THIRD_PARTY


def test_restoring_leaves_it_there_and_resolving_takes_it_back(
    house: House, outside: Incident
) -> None:
    restore_incident(outside, restored_at=LATER, by=house.hank, at=LATER)
    assert holder_of(_anew(outside)) == Holder.THIRD_PARTY

    resolve_incident(outside, cause="x", responsibility=None, by=house.hank, at=LATER)
    assert holder_of(_anew(outside)) == Holder.MANUFACTURER
    assert outside.events.filter(kind=EventKind.FROM_THIRD_PARTY).count() == 1


def test_whoever_passes_it_on_takes_it_back_first(house: House, escalated: Incident) -> None:
    for act in (
        lambda: return_escalation(escalated, reason="x", by=house.mia, at=LATER),
        lambda: route_incident(
            escalated, queue=Queue.HARDWARE, reason="x", by=house.hank, at=LATER
        ),
    ):
        hand_to_third_party(escalated, name="EDF", reason="x", by=house.hank, at=LATER)
        act()
        assert holder_of(_anew(escalated)) == Holder.MANUFACTURER


def test_it_acknowledges_where_the_publisher_says_it(house: House, escalated: Incident) -> None:
    hand_to_third_party(escalated, name="EDF", reason="x", by=house.mia, at=LATER)

    leg = escalated.escalations.get()
    assert (leg.state, leg.acknowledged_at) == (LegState.ACKNOWLEDGED, LATER)
    assert holder_of(_anew(escalated)) == Holder.THIRD_PARTY


@pytest.mark.parametrize(
    ("name", "reason", "field"),
    [(" ", "x", "name"), ("x" * 81, "x", "name"), ("EDF", " ", "reason")],
)
def test_who_and_why_are_said(
    house: House, incident: Incident, name: str, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        hand_to_third_party(incident, name=name, reason=reason, by=house.hank, at=LATER)

    assert list(refusal.value.errors) == [field]
    assert _anew(incident).third_party_since is None


def test_only_the_vendors_at_work_say_it(house: House, outside: Incident) -> None:
    own = tickets.incident(house.payroll, house.clara)
    with pytest.raises(Forbidden):
        hand_to_third_party(own, name="EDF", reason="x", by=house.clara, at=LATER)
    with pytest.raises(Forbidden):
        take_back(outside, by=house.clara, at=LATER)
    for stranger in (house.stranger, house.rival_agent, house.mia):
        with pytest.raises(Http404):
            take_back(outside, by=stranger, at=LATER)
