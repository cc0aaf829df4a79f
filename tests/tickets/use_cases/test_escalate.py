from datetime import timedelta

import pytest

from contracts.choices import Impact, Priority
from contracts.use_cases.place_configuration import place_configuration
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.factories.tickets import HARDWARE_WORDS, escalated, last_routing, put_in
from tests.factories.tickets import incident as opened
from tickets.choices import Due, EventKind, LegState, Queue
from tickets.models import Escalation, Incident
from tickets.rules.priorities import ACTIVATION, OUTSIDE_GUARANTEE
from tickets.use_cases.escalate import open_escalation
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import resolve_incident
from tickets.use_cases.take_mail import Letter, take_mail

SOON = MORNING + timedelta(minutes=1)

DAY = timedelta(days=1)


def _question(house: House) -> Incident:
    return opened(house.payroll, house.clara, impact=Impact.QUESTION, down_since=None)


def test_it_carries_the_number_with_the_incidents_revision_and_forces_high(house: House) -> None:
    question = put_in(_question(house), Queue.SOFTWARE, by=house.hank)
    assert question.priority == Priority.LOW

    leg = open_escalation(last_routing(question), at=SOON)

    held = Incident.objects.get(pk=question.pk)
    assert leg is not None
    assert leg.support_number == f"{house.payroll.support_number}/R1"
    assert (held.forced_by, held.priority) == (leg.support_number, Priority.HIGH)
    assert (leg.state, leg.level, leg.requested_at) == (LegState.REQUESTED, 1, SOON)
    assert leg.acknowledge_due_at == SOON + timedelta(minutes=15)
    assert (held.due, held.shared_at) == (Due.ACKNOWLEDGE, SOON)


def test_the_same_event_five_times_is_one_escalation(house: House, incident: Incident) -> None:
    routing = last_routing(put_in(incident, Queue.SOFTWARE, by=house.hank))

    opened_legs = [open_escalation(routing, at=SOON) for _ in range(5)]

    assert [leg is not None for leg in opened_legs] == [True, False, False, False, False]
    assert Escalation.objects.count() == 1
    assert incident.events.filter(kind=EventKind.REQUESTED).count() == 1


def test_an_old_routing_does_not_escalate_a_second_time(house: House, incident: Incident) -> None:
    first = last_routing(escalated(incident, by=house.hank))
    route_incident(incident, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)
    route_incident(incident, queue=Queue.SOFTWARE, reason="x", by=house.hank, at=SOON)

    assert open_escalation(first, at=SOON) is None
    assert open_escalation(last_routing(incident), at=SOON) is not None


def test_what_has_left_software_meanwhile_is_not_escalated(
    house: House, incident: Incident
) -> None:
    routing = last_routing(put_in(incident, Queue.SOFTWARE, by=house.hank))
    route_incident(incident, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)

    assert open_escalation(routing, at=SOON) is None


def test_what_is_resolved_meanwhile_is_not_escalated(house: House, incident: Incident) -> None:
    routing = last_routing(put_in(incident, Queue.SOFTWARE, by=house.hank))
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)

    assert open_escalation(routing, at=SOON) is None


def test_without_a_revision_in_force_the_activation_forces(house: House) -> None:
    fresh = contracts.configuration("Mail", house.contract, signed_by=None)

    held = escalated(opened(fresh, house.clara), by=house.hank)

    assert (held.forced_by, held.priority) == (ACTIVATION, Priority.HIGH)


def test_without_a_known_system_it_is_outside_the_guarantee(house: House) -> None:
    held = escalated(opened(house.payroll, house.clara, configuration=None), by=house.hank)

    assert (held.forced_by, held.priority) == (OUTSIDE_GUARANTEE, Priority.HIGH)


def test_without_a_known_system_the_activation_of_its_contract_forces(house: House) -> None:
    young = contracts.contract("CM-0500", house.vauquelin, house.agreement)
    fresh = contracts.configuration("Mail", young, signed_by=None)
    contracts.configuration(
        "Later", young, signed_by=(house.helen, house.max), at=MORNING + timedelta(days=1)
    )

    held = escalated(opened(fresh, house.clara, configuration=None), by=house.hank)

    assert (held.contract, held.forced_by) == (young, ACTIVATION)


def test_what_came_into_force_under_another_contract_activates_none_that_it_left(
    house: House,
) -> None:
    young = contracts.contract("CM-0500", house.vauquelin, house.agreement)
    passing = contracts.configuration("Mail", young, signed_by=None, at=MORNING - DAY)
    place_configuration(passing, house.contract, by=house.helen, at=MORNING - DAY / 2)
    contracts.next_revision(
        passing, signed_by=(house.helen, house.max), effective_at=MORNING, at=MORNING
    )
    fresh = contracts.configuration("Web", young, signed_by=None)

    held = escalated(opened(fresh, house.clara, configuration=None), by=house.hank)

    assert (held.contract, held.forced_by) == (young, ACTIVATION)


def test_a_revoked_number_forces_nothing_more(house: House) -> None:
    retire_configuration(house.payroll, reason="x", by=house.helen, at=MORNING)
    letter = Letter("1", f"{house.payroll.support_number} slow", "Slow.", "Slow.")

    held = escalated(take_mail(letter, by=house.clara, at=SOON), by=house.hank)

    assert held.forced_by == OUTSIDE_GUARANTEE


def test_the_policy_is_frozen_when_it_starts(house: House, incident: Incident) -> None:
    leg = escalated(incident, by=house.hank).escalations.get()
    house.agreement.levels.update(name="changed", wait_minutes=1)

    leg.refresh_from_db()

    assert [step["wait_minutes"] for step in leg.policy] == [15, 30, 60, 120]
    assert leg.level_name == "Support engineer"


def test_an_agreement_without_levels_has_those_of_the_domain(
    house: House, incident: Incident
) -> None:
    house.agreement.levels.all().delete()

    leg = escalated(incident, by=house.hank).escalations.get()

    assert [step["wait_minutes"] for step in leg.policy] == [15, 30, 60, 120]


@pytest.mark.parametrize(("names_holder", "said"), [(True, {"holder": "publisher"}), (False, {})])
def test_the_client_reads_which_vendor_has_it_where_the_agreement_says_so(
    house: House, names_holder: bool, said: dict[str, str]
) -> None:
    house.agreement.names_holder_to_client = names_holder
    house.agreement.save()

    held = escalated(opened(house.payroll, house.clara), by=house.hank)

    assert held.events.get(kind=EventKind.HANDED_OVER).detail == said


def test_the_client_reads_nothing_of_priority_level_or_number(
    house: House, incident: Incident
) -> None:
    escalated(incident, by=house.hank)

    kinds = set(incident.events.readable_by(house.clara).values_list("kind", flat=True))

    assert kinds == {EventKind.OPENED, EventKind.HANDED_OVER}


def test_leaving_software_withdraws_and_frees(house: House) -> None:
    question = escalated(_question(house), by=house.hank)

    held = route_incident(question, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)

    leg = Escalation.objects.get()
    assert (leg.state, leg.reason) == (LegState.WITHDRAWN, "x")
    assert (held.forced_by, held.priority, held.due) == (None, Priority.LOW, Due.RESPOND)


def test_a_client_who_was_never_told_is_not_told_that_it_came_back(house: House) -> None:
    hardware = opened(house.payroll, house.clara, description=HARDWARE_WORDS)
    put_in(hardware, Queue.SOFTWARE, by=house.hank)

    put_in(Incident.objects.get(pk=hardware.pk), Queue.HARDWARE, by=house.hank)

    assert not hardware.events.filter(kind=EventKind.HANDED_OVER).exists()
