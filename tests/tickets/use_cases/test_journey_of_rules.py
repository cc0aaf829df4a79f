"""The way of an incident through the use cases alone, without any door."""

from datetime import timedelta

import pytest
from django.http import Http404

from contracts.choices import Priority
from contracts.rules.refusal import Forbidden
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated, incident
from tickets.access import incident_for
from tickets.choices import Audience, Queue, Status
from tickets.selectors.queues import Filters, counters, queue_page
from tickets.selectors.story import story_of
from tickets.use_cases.converse import add_comment
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.move_incident import resolve_incident, restore_incident, wait_for_client
from tickets.use_cases.work_escalation import acknowledge_escalation, return_escalation
from tickets.wording import line_of

LATER = MORNING + timedelta(minutes=10)


def test_a_software_incident_travels_to_the_publisher_and_back(house: House) -> None:
    opened = incident(house.payroll, house.clara)
    with pytest.raises(Http404):
        incident_for(house.mia, opened.reference)
    leg_up = escalated(opened, by=house.hank)
    assert leg_up.priority == Priority.HIGH
    assert leg_up.forced_by == house.payroll.support_number.with_revision(1)
    assert queue_page(house.mia, "all", Filters(), cursor="", at=LATER).rows == [leg_up]
    assert counters(house.hank, at=LATER)["software"] == 1

    with pytest.raises(Forbidden):
        acknowledge_escalation(leg_up, case_number="", by=house.hank, at=LATER)
    acknowledge_escalation(leg_up, case_number="SRX 1", by=house.mia, at=LATER)
    add_comment(leg_up, audience=Audience.INTERNAL, body="secret", files=[], by=house.mia, at=LATER)
    assert "secret" not in [e.comment and e.comment.body for e in story_of(leg_up, house.hank)]
    with pytest.raises(MoveNotOpen):
        acknowledge_escalation(leg_up, case_number="", by=house.mia, at=LATER)
    return_escalation(leg_up, reason="a driver", by=house.mia, at=LATER)
    back = incident_for(house.hank, opened.reference)
    assert (back.queue, back.forced_by) == (Queue.TRIAGE, None)
    wait_for_client(back, reason="reboot", by=house.hank, at=LATER)
    add_comment(back, audience=Audience.CLIENT, body="done", files=[], by=house.clara, at=LATER)
    restore_incident(back, restored_at=LATER, by=house.hank, at=LATER)
    resolve_incident(back, cause="driver", responsibility=None, by=house.hank, at=LATER)
    end = incident_for(house.clara, opened.reference)
    assert end.status == Status.RESOLVED
    assert all(line_of(e.event, end, reader=house.hank) for e in story_of(end, house.hank))
