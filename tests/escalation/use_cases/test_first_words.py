"""The publisher's first word acknowledges, whatever it is: one act is one piece of news."""

from datetime import timedelta
from functools import partial

import pytest

from tests.cast import House
from tests.escalation.told import all_told
from tests.factories import rosters
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated as escalated_again
from tickets.choices import Audience, EventKind
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.converse import add_comment
from tickets.use_cases.mark_mismatch import mark_mismatch
from tickets.use_cases.move_incident import restore_incident, wait_for_client
from tickets.use_cases.third_party import hand_to_third_party, take_back
from tickets.use_cases.work_escalation import (
    acknowledge_escalation,
    resolve_escalation,
    return_escalation,
)

SOON = MORNING + timedelta(minutes=1)

FIRST_WORDS = {
    "wait": partial(wait_for_client, reason="x"),
    "restore": partial(restore_incident, restored_at=SOON),
    "resolve": partial(resolve_escalation, cause="x"),
    "write to all": partial(add_comment, audience=Audience.CLIENT, body="x", files=[]),
    "hand on": partial(hand_to_third_party, name="Colt", reason="x"),
    "mark": partial(mark_mismatch, seen="x"),
}


@pytest.mark.parametrize("act", FIRST_WORDS.values(), ids=FIRST_WORDS)
@pytest.mark.parametrize("owner", ["nobody", "by name", "on duty"])
def test_a_first_word_that_is_another_act_is_told_once_to_all_whom_it_concerns(
    house: House, escalated: Incident, act: partial[Incident], owner: str
) -> None:
    if owner == "by name":
        assign_incident(escalated, to=house.hank, by=house.hank, at=MORNING)
    if owner == "on duty":
        rosters.roster(house.agreement, house.helen)
    all_told(escalated)

    act(escalated, by=house.mia, at=SOON)

    owners = {"nobody": ["Hank", "Helen"], "by name": ["Hank"], "on duty": ["Helen"]}[owner]
    stood_down = (EventKind.ACKNOWLEDGED, "Max")  # whom the request called too
    people = [person for kind, person in all_told(escalated) if (kind, person) != stood_down]
    assert sorted(people) == ["Clara", *owners]


def test_a_first_word_to_the_vendors_acknowledges_to_the_client(
    house: House, escalated: Incident
) -> None:
    all_told(escalated)

    add_comment(escalated, audience=Audience.VENDORS, body="x", files=[], by=house.mia, at=SOON)

    vendors = {(EventKind.COMMENTED, "Hank"), (EventKind.COMMENTED, "Helen")}
    acknowledged = {(EventKind.ACKNOWLEDGED, "Clara"), (EventKind.ACKNOWLEDGED, "Max")}
    assert set(all_told(escalated)) == vendors | acknowledged


def test_a_first_word_that_takes_it_back_is_told_once(house: House, incident: Incident) -> None:
    escalated_again(incident, by=house.hank)
    hand_to_third_party(incident, name="Colt", reason="x", by=house.hank, at=SOON)
    all_told(incident)

    take_back(incident, by=house.mia, at=SOON)

    people = [person for _, person in all_told(incident)]
    assert sorted(people) == ["Clara", "Hank", "Helen", "Max"]


@pytest.mark.parametrize("is_acknowledged", [False, True])
def test_a_bridge_that_takes_it_back_is_told_once(
    house: House, escalated: Incident, is_acknowledged: bool
) -> None:
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    escalated_again(escalated, by=house.hank, at=SOON)
    if is_acknowledged:
        acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)
    hand_to_third_party(escalated, name="Colt", reason="x", by=house.hank, at=SOON)
    all_told(escalated)

    return_escalation(escalated, reason="x", by=house.mia, at=SOON)

    people = all_told(escalated)
    assert (EventKind.HANDED_OVER, "Clara") in people
    assert sorted(person for _, person in people) == ["Clara", "Hank", "Helen", "Max"]
