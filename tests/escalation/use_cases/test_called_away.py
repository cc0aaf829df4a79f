"""Who is called to an escalation when those whom the roster named have left since."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from contracts.choices import Role
from contracts.models import User
from escalation.models import Notification
from escalation.use_cases.notify import notify
from tests.cast import House
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tickets.choices import Audience
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.climb_escalation import UNACKNOWLEDGED, call_managers, climb_escalation
from tickets.use_cases.converse import add_comment
from tickets.use_cases.work_escalation import acknowledge_escalation

LATER = MORNING + timedelta(minutes=15)

LEFT: dict[str, Callable[[House], dict[str, object]]] = {
    "may not sign in": lambda _house: {"is_active": False},
    "another company": lambda house: {"organisation": house.vauquelin},
}


def _climbed(leg: Escalation) -> IncidentEvent | None:
    return climb_escalation(leg, level=2, because=UNACKNOWLEDGED, due_at=LATER, at=LATER)


def _called(leg: Escalation) -> IncidentEvent | None:
    return call_managers(leg, call=0, due_at=LATER, at=LATER)


@pytest.mark.parametrize("how", LEFT)
@pytest.mark.parametrize(
    ("step", "level", "told"), [(_climbed, 2, {"Max"}), (_called, 0, {"Helen", "Max"})]
)
def test_managers_are_told_for_whoever_was_named_and_has_left(
    house: House,
    escalated: Incident,
    step: Callable[[Escalation], IncidentEvent | None],
    level: int,
    told: set[str],
    how: str,
) -> None:
    rosters.roster(house.agreement, house.mia, level=level)
    line = step(Escalation.objects.get(incident=escalated))
    assert line is not None
    assert house.mia.pk in line.detail["told"]
    User.objects.filter(pk=house.mia.pk).update(**LEFT[how](house))

    assert _told_of(line) == told


def _told_of(line: IncidentEvent) -> set[str]:
    notify(line, LATER)
    news = Notification.objects.filter(event=line).select_related("recipient")
    return {each.recipient.get_short_name() for each in news}


def test_colleagues_are_told_for_whoever_works_elsewhere_now(
    house: House, escalated: Incident
) -> None:
    contracts.person("Marc Petit", house.vauquelin, role=Role.MANAGER)
    assign_incident(escalated, to=house.hank, by=house.helen, at=LATER)
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=LATER)
    add_comment(escalated, audience=Audience.CLIENT, body="x", files=[], by=house.hank, at=LATER)
    moved = User.objects.filter(pk__in=[house.hank.pk, house.mia.pk, house.clara.pk])
    moved.update(organisation=house.rival)

    assert _told_of(escalated.events.latest("sequence")) == {"Helen", "Max", "Marc"}
