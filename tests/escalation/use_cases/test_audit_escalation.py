from datetime import timedelta

import pytest

from escalation.choices import LapseKind
from escalation.models import Dispatch
from escalation.selectors import lapses
from escalation.use_cases.audit_escalation import audit_escalation
from escalation.use_cases.follow_event import follow_event, follow_left_behind
from escalation.use_cases.plan_due import plan_due
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import last_routing, put_in
from tickets.choices import Queue
from tickets.models import Escalation, Incident, Unfollowed

LATER = MORNING + timedelta(seconds=30)
TOO_LATE = MORNING + timedelta(minutes=3)


@pytest.fixture
def routed(house: House, incident: Incident) -> Incident:
    return put_in(incident, Queue.SOFTWARE, by=house.hank)


def test_what_is_under_way_is_no_lapse(routed: Incident) -> None:
    assert lapses(at=LATER) == []


def test_what_nobody_followed_is_named_and_not_blamed_twice(routed: Incident) -> None:
    found = lapses(at=TOO_LATE)

    assert {lapse.kind for lapse in found} == {LapseKind.UNFOLLOWED}
    assert len(found) == Unfollowed.objects.count()
    assert found[0].since == MORNING


def test_a_software_incident_without_its_escalation_is_escalated_after_all(
    routed: Incident, caplog: pytest.LogCaptureFixture
) -> None:
    Unfollowed.objects.all().delete()

    found = audit_escalation(at=TOO_LATE)

    assert {(lapse.kind, lapse.pk) for lapse in found} == {
        (LapseKind.UNESCALATED, routed.pk),
        (LapseKind.UNPLANNED, routed.pk),
    }
    assert Escalation.objects.get().routing_event == last_routing(routed)
    assert "unescalated" in caplog.text
    Unfollowed.objects.all().delete()
    assert lapses(at=TOO_LATE) == []


def test_an_overdue_mail_is_named(routed: Incident) -> None:
    follow_event(last_routing(routed).pk, at=LATER)
    while follow_left_behind(at=LATER + timedelta(seconds=5)):
        pass

    found = audit_escalation(at=TOO_LATE)

    assert {lapse.kind for lapse in found} == {LapseKind.UNSENT}
    assert len(found) == Dispatch.objects.count()


def test_what_is_finished_or_elsewhere_is_no_lapse(house: House, routed: Incident) -> None:
    Unfollowed.objects.all().delete()
    Incident.objects.update(queue=Queue.HARDWARE)
    plan_due(routed.pk, at=LATER)

    assert lapses(at=TOO_LATE) == []
