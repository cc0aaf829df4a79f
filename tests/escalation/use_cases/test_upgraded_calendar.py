"""A calendar is upgraded while a promise runs: what stands is climbed and warned of, all the same.

Nobody has looked at the clocks since, and no alarm says so.
"""

from datetime import datetime, timedelta

import pytest

from escalation.models import DueAction
from escalation.use_cases.check_clocks import check_clocks
from escalation.use_cases.plan_due import plan_due
from tests.cast import House
from tests.escalation.holidays import TODAY, WITHOUT_HOLIDAYS, Upgrade
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated as asked
from tests.factories.tickets import incident as opened
from tickets.models import Incident
from tickets.use_cases.work_escalation import acknowledge_escalation

SOON = MORNING + timedelta(minutes=1)
LATER = MORNING + timedelta(minutes=2)


@pytest.fixture
def running(house: House, upgrade: Upgrade) -> Incident:
    """An incident to be restored today, which its publisher has not acknowledged."""
    contracts.amended(house.contract, hours=WITHOUT_HOLIDAYS)
    upgrade(set())
    found = asked(opened(house.payroll, house.clara), by=house.hank)
    plan_due(found.pk, at=MORNING)
    return found


def _planned() -> dict[str, datetime]:
    """Return what is to be done as promises to restore pass, by what it is."""
    rows = DueAction.objects.undone().filter(key__contains="restore:")
    return {key[key.index("restore:") :]: at for key, at in rows.values_list("key", "due_at")}


def test_what_was_planned_for_a_deadline_that_stands_is_kept(
    house: House, running: Incident, upgrade: Upgrade
) -> None:
    acknowledge_escalation(running, case_number="", by=house.mia, at=SOON)
    plan_due(running.pk, at=SOON)
    before = _planned()
    assert before.keys() >= {"restore:50", "restore:75", "restore:100", "restore:missed"}

    upgrade({TODAY})
    plan_due(running.pk, at=LATER)
    assert _planned() == before

    check_clocks(at=LATER)
    plan_due(running.pk, at=LATER)
    assert _planned() == before


def test_what_was_not_planned_yet_comes_no_later_than_the_deadline_that_stands(
    house: House, running: Incident, upgrade: Upgrade
) -> None:
    upgrade({TODAY})
    acknowledge_escalation(running, case_number="", by=house.mia, at=SOON)
    plan_due(running.pk, at=SOON)

    stands_until = Incident.objects.get(pk=running.pk).restore_due_at
    assert stands_until is not None
    planned = _planned()
    assert planned["restore:100"] == stands_until
    assert max(planned.values()) == stands_until


def test_a_deadline_that_moved_by_the_new_calendar_moves_what_was_planned(
    house: House, running: Incident, upgrade: Upgrade
) -> None:
    acknowledge_escalation(running, case_number="", by=house.mia, at=SOON)
    plan_due(running.pk, at=SOON)
    before = _planned()
    upgrade({TODAY})
    check_clocks(at=LATER)
    moved = MORNING + timedelta(days=3)

    Incident.objects.filter(pk=running.pk).update(restore_due_at=moved)
    plan_due(running.pk, at=LATER)

    after = _planned()
    assert after["restore:missed"] == moved
    assert after["restore:50"] > before["restore:50"]
