"""Who is told of what; never who may not read it, never who did it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from contracts.choices import Impact, Role
from contracts.models import User
from escalation.models import Notification
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.notify import notify
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.factories.tickets import HARDWARE_WORDS
from tests.factories.tickets import escalated as escalated_again
from tests.factories.tickets import incident as opened
from tickets.choices import Audience, Channel, EventKind, Queue
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.converse import add_comment
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import (
    confirm_restoration,
    contradict_restoration,
    resolve_incident,
    restore_incident,
    resume_work,
    wait_for_client,
)
from tickets.use_cases.third_party import hand_to_third_party, take_back
from tickets.use_cases.work_escalation import (
    acknowledge_escalation,
    raise_escalation,
    return_escalation,
)

SOON = MORNING + timedelta(minutes=1)
LATER = MORNING + timedelta(minutes=2)


def _comment(incident: Incident, audience: Audience, by: User) -> None:
    add_comment(incident, audience=audience, body="x", files=[], by=by, at=SOON)


def _told_by(act: Callable[[], object]) -> dict[str, set[str]]:
    """Return who is told of each kind of event that an act writes, by first name."""
    follow_left_behind(at=LATER)
    last = Notification.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    act()
    while follow_left_behind(at=LATER):
        pass
    told: dict[str, set[str]] = {}
    for news in Notification.objects.filter(pk__gt=last).select_related("recipient", "event"):
        assert news.event is not None
        told.setdefault(news.event.kind, set()).add(news.recipient.get_short_name())
    return told


def test_a_hardware_incident_is_told_to_all_of_the_manufacturer(house: House) -> None:
    told = _told_by(lambda: opened(house.payroll, house.clara, description=HARDWARE_WORDS))

    assert told == {EventKind.ROUTED: {"Hank", "Helen"}}


def test_a_software_incident_is_told_to_all_of_the_publisher(house: House) -> None:
    hardware = opened(house.payroll, house.clara, description=HARDWARE_WORDS)

    told = _told_by(lambda: escalated_again(hardware, by=house.hank))

    assert told == {EventKind.REQUESTED: {"Mia", "Max"}, EventKind.HANDED_OVER: {"Clara"}}


def test_who_has_it_is_told_alone(house: House, escalated: Incident) -> None:
    assign_incident(escalated, to=house.hank, by=house.hank, at=SOON)
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)

    told = _told_by(lambda: _comment(escalated, Audience.CLIENT, house.clara))

    assert told == {EventKind.COMMENTED: {"Hank", "Mia"}}


def test_an_answer_that_ends_the_waiting_is_told_once(house: House, escalated: Incident) -> None:
    wait_for_client(escalated, reason="x", by=house.mia, at=SOON)

    told = _told_by(lambda: _comment(escalated, Audience.CLIENT, house.clara))

    assert told == {EventKind.COMMENTED: {"Hank", "Helen", "Mia"}}


def test_work_resumed_without_a_word_is_told(house: House) -> None:
    hardware = opened(house.payroll, house.clara, description=HARDWARE_WORDS)
    wait_for_client(hardware, reason="x", by=house.hank, at=SOON)

    told = _told_by(lambda: resume_work(hardware, by=house.clara, at=SOON))

    assert told == {EventKind.MOVED: {"Hank", "Helen"}}


def test_a_note_for_both_vendors_is_told_to_no_client(house: House, escalated: Incident) -> None:
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)

    told = _told_by(lambda: _comment(escalated, Audience.VENDORS, house.mia))

    assert told == {EventKind.COMMENTED: {"Hank", "Helen"}}


def test_an_internal_note_stays_in_its_house(house: House, escalated: Incident) -> None:
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)
    assign_incident(escalated, to=house.hank, by=house.hank, at=SOON)

    assert _told_by(lambda: _comment(escalated, Audience.INTERNAL, house.max)) == {
        EventKind.COMMENTED: {"Mia"}
    }
    assert _told_by(lambda: _comment(escalated, Audience.INTERNAL, house.helen)) == {
        EventKind.COMMENTED: {"Hank"}
    }
    assert _told_by(lambda: _comment(escalated, Audience.INTERNAL, house.clara)) == {}


def test_a_return_is_told_once_to_each(house: House, escalated: Incident) -> None:
    told = _told_by(lambda: return_escalation(escalated, reason="x", by=house.mia, at=SOON))

    assert told == {
        EventKind.RETURNED: {"Hank", "Helen"},
        EventKind.HANDED_OVER: {"Clara"},
        EventKind.ACKNOWLEDGED: {"Max"},
    }


def test_a_withdrawal_is_told_to_whom_it_was_taken_from(house: House, escalated: Incident) -> None:
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)

    told = _told_by(
        lambda: route_incident(escalated, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)
    )

    assert told[EventKind.WITHDRAWN] == {"Mia"}
    assert told[EventKind.HANDED_OVER] == {"Clara"}


def test_a_bridge_is_told_to_its_duty_managers(house: House, escalated: Incident) -> None:
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    escalated_again(escalated, by=house.hank, at=SOON)
    assign_incident(escalated, to=house.hank, by=house.hank, at=SOON)
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)

    told = _told_by(lambda: return_escalation(escalated, reason="x", by=house.mia, at=SOON))

    assert told == {EventKind.JOINED: {"Hank", "Helen", "Max"}}


def test_a_third_party_is_told_to_the_other_vendor_that_works_on_it(
    house: House, escalated: Incident
) -> None:
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)
    hand = partial(hand_to_third_party, name="Colt", reason="x", at=SOON)

    by_owner = _told_by(lambda: hand(escalated, by=house.hank))
    back = _told_by(lambda: take_back(escalated, by=house.mia, at=SOON))
    alone = opened(house.payroll, house.clara, description=HARDWARE_WORDS)
    unseen = _told_by(lambda: hand(alone, by=house.hank))

    assert by_owner == {EventKind.TO_THIRD_PARTY: {"Mia"}, EventKind.HANDED_OVER: {"Clara"}}
    assert back == {EventKind.FROM_THIRD_PARTY: {"Hank", "Helen"}, EventKind.HANDED_OVER: {"Clara"}}
    assert unseen == {EventKind.HANDED_OVER: {"Clara"}}


def test_a_raised_level_is_told_to_the_publisher(house: House, escalated: Incident) -> None:
    told = _told_by(lambda: raise_escalation(escalated, reason="x", by=house.hank, at=SOON))

    assert told == {EventKind.RAISED: {"Mia", "Max"}}


def test_moves_are_told_to_the_client_and_to_who_works_on_it(
    house: House, escalated: Incident
) -> None:
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)

    restored = _told_by(
        lambda: restore_incident(escalated, restored_at=SOON, by=house.mia, at=SOON)
    )
    confirmed = _told_by(lambda: confirm_restoration(escalated, by=house.clara, at=SOON))
    contradicted = _told_by(
        lambda: contradict_restoration(escalated, reason="x", by=house.clara, at=SOON)
    )
    changed = _told_by(
        lambda: change_impact(escalated, impact=Impact.DEGRADED, reason="x", by=house.hank, at=SOON)
    )
    resolved = _told_by(
        lambda: resolve_incident(escalated, cause="x", responsibility=None, by=house.hank, at=SOON)
    )

    everybody = {"Hank", "Helen", "Mia"}
    assert restored == {EventKind.MOVED: {"Clara"}}
    assert confirmed == {EventKind.CONFIRMED: everybody}
    assert contradicted == {EventKind.MOVED: everybody}
    assert changed == {EventKind.IMPACT_CHANGED: {"Helen", "Mia", "Clara"}}
    assert resolved == {EventKind.MOVED: {"Clara"}, EventKind.LEG_RESOLVED: {"Mia"}}


def test_for_a_call_taken_on_the_phone_the_caller_is_told(house: House) -> None:
    phoned = _phoned(house, on_behalf_of=house.clara.name)

    told = _told_by(lambda: restore_incident(phoned, restored_at=SOON, by=house.hank, at=SOON))

    assert told == {EventKind.MOVED: {"Clara"}}


def test_a_caller_without_an_account_is_stood_for_by_the_managers(house: House) -> None:
    contracts.person("Marc Petit", house.vauquelin, role=Role.MANAGER)
    phoned = _phoned(house, on_behalf_of="Somebody Else")

    told = _told_by(lambda: restore_incident(phoned, restored_at=SOON, by=house.hank, at=SOON))

    assert told == {EventKind.MOVED: {"Marc"}}


def _phoned(house: House, *, on_behalf_of: str) -> Incident:
    return opened(
        house.payroll,
        house.hank,
        description=HARDWARE_WORDS,
        channel=Channel.PHONE,
        on_behalf_of=on_behalf_of,
        contact_name="Somebody Else",
    )


def test_who_may_not_sign_in_any_more_is_not_told(house: House, escalated: Incident) -> None:
    house.mia.is_active = False
    house.mia.save()

    told = _told_by(lambda: _comment(escalated, Audience.VENDORS, house.hank))

    assert told == {EventKind.COMMENTED: {"Max", "Helen"}}


def test_colleagues_are_told_for_the_one_who_has_left(house: House, escalated: Incident) -> None:
    contracts.person("Marc Petit", house.vauquelin, role=Role.MANAGER)
    assign_incident(escalated, to=house.hank, by=house.helen, at=SOON)
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)
    User.objects.filter(pk__in=[house.hank.pk, house.mia.pk, house.clara.pk]).update(
        is_active=False
    )

    by_owner = _told_by(lambda: _comment(escalated, Audience.CLIENT, house.helen))
    by_partner = _told_by(lambda: _comment(escalated, Audience.CLIENT, house.max))
    resolved = _told_by(
        lambda: resolve_incident(escalated, cause="x", responsibility=None, by=house.helen, at=SOON)
    )

    assert by_owner == {EventKind.COMMENTED: {"Max", "Marc"}}
    assert by_partner == {EventKind.COMMENTED: {"Helen", "Marc"}}
    assert resolved == {EventKind.MOVED: {"Marc"}, EventKind.LEG_RESOLVED: {"Max"}}


def test_telling_twice_tells_once(house: House, escalated: Incident) -> None:
    _comment(escalated, Audience.CLIENT, house.hank)
    event = escalated.events.filter(kind=EventKind.COMMENTED).latest("sequence")

    notify(event, SOON)
    notify(event, SOON)

    assert Notification.objects.filter(event=event, recipient=house.clara).count() == 1


@pytest.mark.parametrize("kind", ["comment.added", "incident.moved"])
def test_nobody_outside_is_ever_told(house: House, escalated: Incident, kind: str) -> None:
    _comment(escalated, Audience.CLIENT, house.clara)
    restore_incident(escalated, restored_at=SOON, by=house.mia, at=SOON)
    while follow_left_behind(at=LATER):
        pass

    outsiders = [house.stranger, house.rival_agent, house.olga]
    assert Notification.objects.filter(event__kind=kind).exists()
    assert not Notification.objects.filter(recipient__in=outsiders).exists()
