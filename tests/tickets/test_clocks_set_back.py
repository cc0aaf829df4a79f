"""What a clock that was set back told is read by the order of lines, as it was kept."""

from datetime import timedelta

import pytest

from escalation.use_cases.check_clocks import check_clocks
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tickets.choices import Audience
from tickets.models import Incident
from tickets.selectors.differences import differing
from tickets.use_cases.converse import add_comment
from tickets.use_cases.move_incident import resume_work, wait_for_client

FAST = timedelta(hours=2)


@pytest.mark.parametrize("ahead", [timedelta(), FAST], ids=["right", "fast"])
def test_news_after_a_wait_that_a_fast_clock_ended_is_due_as_it_is_stored(
    house: House, ahead: timedelta
) -> None:
    incident = opened(house.payroll, house.clara)
    wait_for_client(incident, reason="x", by=house.hank, at=MORNING + timedelta(minutes=2))
    resume_work(now(incident), by=house.clara, at=MORNING + timedelta(minutes=9) + ahead)

    add_comment(
        now(incident),
        audience=Audience.CLIENT,
        body="x",
        files=[],
        by=house.hank,
        at=MORNING + timedelta(minutes=19),
    )

    assert now(incident).news_due_at == MORNING + timedelta(minutes=49)
    assert differing([now(incident)], at=MORNING + timedelta(hours=12)) == []


def test_a_wait_before_what_a_fast_clock_gave_as_the_start_puts_nothing_off(house: House) -> None:
    incident = opened(house.payroll, house.clara, at=MORNING + FAST)
    promised = now(incident).restore_due_at
    wait_for_client(incident, reason="x", by=house.hank, at=MORNING + timedelta(minutes=2))

    resume_work(now(incident), by=house.clara, at=MORNING + timedelta(minutes=9))

    assert now(incident).restore_due_at == promised
    assert differing([now(incident)], at=MORNING + timedelta(hours=12)) == []


def test_a_check_hears_the_lines_that_lie_ahead_of_a_clock_that_was_set_back(house: House) -> None:
    incident = opened(house.payroll, house.clara)
    add_comment(
        incident,
        audience=Audience.CLIENT,
        body="x",
        files=[],
        by=house.hank,
        at=MORNING + FAST,
    )

    assert check_clocks(at=MORNING + timedelta(minutes=10)) == 0


def now(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)
