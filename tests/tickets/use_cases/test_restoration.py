"""What a client may say once service is said to be back: yes, or no within the delay."""

from datetime import timedelta

import pytest

from tests.cast import House
from tests.factories.contracts import MORNING
from tickets.choices import Status
from tickets.models import Incident
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.move_incident import (
    confirm_restoration,
    contradict_restoration,
    restore_incident,
)

SOON = MORNING + timedelta(minutes=10)
LATER = MORNING + timedelta(hours=1)


def test_the_delay_to_contradict_ends(house: House, incident: Incident) -> None:
    restore_incident(incident, restored_at=SOON, by=house.hank, at=SOON)
    last = SOON + house.contract.not_restored_within

    with pytest.raises(MoveNotOpen):
        contradict_restoration(
            incident, reason="no", by=house.clara, at=last + timedelta(seconds=1)
        )
    contradict_restoration(incident, reason="no", by=house.clara, at=last)


def test_a_restoration_told_late_can_be_contradicted_as_long_as_any(
    house: House, incident: Incident
) -> None:
    told_at = SOON + 2 * house.contract.not_restored_within
    restore_incident(incident, restored_at=SOON, by=house.hank, at=told_at)

    contradict_restoration(incident, reason="no", by=house.clara, at=told_at)

    assert Incident.objects.get(pk=incident.pk).restoration_said_at is None


def test_yes_it_works_closes_nothing(house: House, incident: Incident) -> None:
    restore_incident(incident, restored_at=SOON, by=house.hank, at=SOON)

    held = confirm_restoration(incident, by=house.clara, at=LATER)

    assert (held.status, held.confirmed_at) == (Status.RESTORED, LATER)
    with pytest.raises(MoveNotOpen):
        confirm_restoration(incident, by=house.clara, at=LATER)
