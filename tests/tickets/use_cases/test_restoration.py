"""What a client may say once service is said to be back: yes, or no within the delay."""

from datetime import timedelta

import pytest
from django.utils import translation

from contracts.rules.refusal import Invalid
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tickets.choices import Status
from tickets.models import Incident
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.move_incident import (
    confirm_restoration,
    contradict_restoration,
    reopen_incident,
    resolve_incident,
    restore_incident,
)

SOON = MORNING + timedelta(minutes=10)
LATER = MORNING + timedelta(hours=1)


def test_the_delay_to_contradict_ends(house: House, incident: Incident) -> None:
    restore_incident(incident, restored_at=SOON, by=house.hank, at=SOON)
    last = SOON + incident.terms.not_restored_within

    with pytest.raises(MoveNotOpen):
        contradict_restoration(
            incident, reason="no", by=house.clara, at=last + timedelta(seconds=1)
        )
    contradict_restoration(incident, reason="no", by=house.clara, at=last)


def test_a_restoration_told_late_can_be_contradicted_as_long_as_any(
    house: House, incident: Incident
) -> None:
    told_at = SOON + 2 * incident.terms.not_restored_within
    restore_incident(incident, restored_at=SOON, by=house.hank, at=told_at)

    contradict_restoration(incident, reason="no", by=house.clara, at=told_at)

    assert Incident.objects.get(pk=incident.pk).restoration_said_at is None


def test_yes_it_works_closes_nothing(house: House, incident: Incident) -> None:
    restore_incident(incident, restored_at=SOON, by=house.hank, at=SOON)

    held = confirm_restoration(incident, by=house.clara, at=LATER)

    assert (held.status, held.confirmed_at) == (Status.RESTORED, LATER)
    with pytest.raises(MoveNotOpen):
        confirm_restoration(incident, by=house.clara, at=LATER)


@pytest.mark.parametrize("how", ["contradicted", "reopened"])
def test_it_cannot_have_been_back_while_it_was_said_not_to_be(
    house: House, incident: Incident, how: str
) -> None:
    if how == "contradicted":
        restore_incident(incident, restored_at=SOON, by=house.hank, at=SOON)
        contradict_restoration(incident, reason="no", by=house.clara, at=LATER)
    else:
        resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)
        reopen_incident(incident, reason="no", by=house.clara, at=LATER)
    later_still = LATER + timedelta(minutes=5)

    with translation.override("en"), pytest.raises(Invalid) as refusal:
        restore_incident(incident, restored_at=SOON, by=house.hank, at=later_still)

    assert refusal.value.errors == {"at": [str(refusal.value)]}
    assert "23 November 2026, 10:42" in str(refusal.value)  # Paris, where Hank is
    held = restore_incident(incident, restored_at=LATER, by=house.hank, at=later_still)
    assert held.restored_at == LATER


@pytest.mark.parametrize("how", ["restored", "resolved"])
def test_by_a_clock_that_is_fast_it_is_not_back_before_it_went_down(house: House, how: str) -> None:
    ahead = MORNING + timedelta(minutes=1)
    fast = opened(house.payroll, house.clara, down_since=ahead)

    if how == "restored":
        restore_incident(fast, restored_at=ahead, by=house.hank, at=MORNING)
    else:
        resolve_incident(fast, cause="x", responsibility=None, by=house.hank, at=MORNING)

    held = Incident.objects.get(pk=fast.pk)
    assert (held.restored_at, held.restoration_said_at) == (ahead, MORNING)
