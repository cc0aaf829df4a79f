"""Assigning, changing the impact, closing by itself, sending once."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.choices import Impact, Priority
from contracts.models import Submission
from contracts.rules.refusal import Invalid
from contracts.use_cases.submit_once import Answer, KeyReused, forget_old_submissions, submit_once
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tickets.choices import EventKind, Queue, Status
from tickets.models import Incident
from tickets.models.incident import AUTO_CLOSE_AFTER
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.change_impact import Contact, change_impact
from tickets.use_cases.close_undisputed import close_undisputed
from tickets.use_cases.converse import log_call
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import (
    reopen_incident,
    resolve_incident,
    resume_work,
    wait_for_client,
)

SOON = MORNING + timedelta(minutes=10)
LATER = MORNING + timedelta(hours=1)


def _now(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def test_each_vendor_names_its_own_person(house: House, escalated: Incident) -> None:
    assign_incident(escalated, to=house.helen, by=house.hank, at=SOON)
    assign_incident(escalated, to=house.max, by=house.mia, at=SOON)

    held = _now(escalated)
    assert held.assignee == house.helen
    assert held.escalations.get().engineer == house.max


def test_it_can_be_freed_again(house: House, incident: Incident) -> None:
    assign_incident(incident, to=house.hank, by=house.hank, at=SOON)

    assert assign_incident(incident, to=None, by=house.hank, at=SOON).assignee is None


@pytest.mark.parametrize("who", ["mia", "clara", "rival_agent"])
def test_only_a_colleague_is_named(house: House, incident: Incident, who: str) -> None:
    with pytest.raises(Invalid):
        assign_incident(incident, to=getattr(house, who), by=house.hank, at=SOON)


def test_nor_somebody_who_has_left(house: House, incident: Incident) -> None:
    house.helen.is_active = False
    house.helen.save()

    with pytest.raises(Invalid):
        assign_incident(incident, to=house.helen, by=house.hank, at=SOON)


def test_another_impact_counts_from_the_same_start(house: House, incident: Incident) -> None:
    held = change_impact(
        incident, impact=Impact.DEGRADED, reason="one node", by=house.hank, at=SOON
    )

    line = held.events.get(kind=EventKind.IMPACT_CHANGED)
    assert (held.priority, held.restore_due_at) == (Priority.MEDIUM, MORNING + timedelta(hours=8))
    assert line.detail == {"from_": "outage", "to": "degraded", "reason": "one node"}
    assert line.audience == "client"


def test_another_impact_keeps_the_pauses_there_have_been(house: House, incident: Incident) -> None:
    wait_for_client(incident, reason="x", by=house.hank, at=SOON)
    resume_work(incident, by=house.hank, at=LATER)

    held = change_impact(incident, impact=Impact.DEGRADED, reason="x", by=house.hank, at=LATER)

    assert held.restore_due_at == MORNING + timedelta(hours=8) + (LATER - SOON)


def test_the_next_news_are_owed_since_the_last(house: House, incident: Incident) -> None:
    log_call(incident, note="", by=house.hank, at=SOON)

    held = change_impact(incident, impact=Impact.DEGRADED, reason="x", by=house.hank, at=LATER)

    assert held.news_due_at == SOON + timedelta(hours=2)


def test_a_pause_since_the_last_news_puts_off_the_next(house: House, incident: Incident) -> None:
    wait_for_client(incident, reason="x", by=house.hank, at=SOON)
    resume_work(incident, by=house.hank, at=LATER)

    held = change_impact(incident, impact=Impact.DEGRADED, reason="x", by=house.hank, at=LATER)

    assert held.news_due_at == LATER + timedelta(hours=2)


def test_a_pause_before_the_last_news_does_not(house: House, incident: Incident) -> None:
    wait_for_client(incident, reason="x", by=house.hank, at=SOON)
    resume_work(incident, by=house.hank, at=LATER)
    log_call(incident, note="", by=house.hank, at=LATER)

    held = change_impact(incident, impact=Impact.DEGRADED, reason="x", by=house.hank, at=LATER)

    assert held.news_due_at == LATER + timedelta(hours=2)


def test_of_a_pause_only_what_follows_the_last_news_puts_off_the_next(
    house: House, incident: Incident
) -> None:
    told_at = LATER - timedelta(minutes=10)
    wait_for_client(incident, reason="x", by=house.hank, at=SOON)
    log_call(incident, note="", by=house.hank, at=told_at)

    held = resume_work(incident, by=house.hank, at=LATER)
    assert held.news_due_at == LATER + timedelta(minutes=30)

    held = change_impact(incident, impact=Impact.DEGRADED, reason="x", by=house.hank, at=LATER)
    assert held.news_due_at == LATER + timedelta(hours=2)


def test_a_forced_priority_stays_high_whatever_the_impact(
    house: House, escalated: Incident
) -> None:
    held = change_impact(escalated, impact=Impact.QUESTION, reason="x", by=house.clara, at=SOON)

    assert (held.priority, held.forced_by) == (Priority.HIGH, escalated.forced_by)


def test_what_becomes_an_outage_is_down_since_now(house: House) -> None:
    question = opened(house.payroll, house.clara, impact=Impact.QUESTION, down_since=None)

    held = change_impact(question, impact=Impact.OUTAGE, reason="x", by=house.clara, at=SOON)

    assert held.down_since == SOON


@pytest.mark.parametrize("missing", ["contact_name", "contact_phone"])
def test_what_becomes_an_outage_has_somebody_to_call(house: House, missing: str) -> None:
    house.clara.phone = ""
    house.clara.save()
    contact: dict[str, Any] = {"contact_name": "Paul", "contact_phone": "06", missing: " "}
    slow = opened(house.payroll, house.hank, impact=Impact.DEGRADED, down_since=None, **contact)

    for said in (None, Contact(contact["contact_name"], contact["contact_phone"])):
        with pytest.raises(Invalid) as refusal:
            change_impact(
                slow, impact=Impact.OUTAGE, reason="x", contact=said, by=house.hank, at=SOON
            )
        assert list(refusal.value.errors) == [missing]
    held = change_impact(
        slow,
        impact=Impact.OUTAGE,
        reason="x",
        contact=Contact(" Paul ", " 07 "),
        by=house.hank,
        at=SOON,
    )

    assert (held.contact_name, held.contact_phone) == ("Paul", "07")
    line = held.events.get(kind=EventKind.IMPACT_CHANGED)
    assert line.detail["contact"] == {"name": "Paul", "phone": "07"}


def test_whom_to_call_is_kept_where_nobody_else_is_named(house: House) -> None:
    slow = opened(house.payroll, house.clara, impact=Impact.DEGRADED, down_since=None)

    held = change_impact(slow, impact=Impact.OUTAGE, reason="x", by=house.clara, at=SOON)

    assert held.contact_name == house.clara.name
    assert "contact" not in held.events.get(kind=EventKind.IMPACT_CHANGED).detail


@pytest.mark.parametrize(
    ("said", "field"),
    [({"down_since": MORNING}, "down_since"), ({"contact": Contact("x", "1")}, "contact_name")],
)
def test_what_only_an_outage_asks_is_refused_with_another_impact(
    house: House, incident: Incident, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        change_impact(incident, impact=Impact.DEGRADED, reason="x", by=house.hank, at=SOON, **said)

    assert list(refusal.value.errors) == [field]


def test_what_becomes_an_outage_is_down_since_the_instant_stated(house: House) -> None:
    slow = opened(house.payroll, house.clara, impact=Impact.DEGRADED, down_since=None)

    with pytest.raises(Invalid) as refusal:
        change_impact(
            slow, impact=Impact.OUTAGE, reason="x", down_since=LATER, by=house.clara, at=SOON
        )
    held = change_impact(
        slow, impact=Impact.OUTAGE, reason="x", down_since=MORNING, by=house.clara, at=SOON
    )

    assert "down_since" in refusal.value.errors
    assert held.down_since == MORNING
    told = slow.events.get(kind=EventKind.IMPACT_CHANGED).detail
    assert told["down_since"] == {"from": None, "to": MORNING.isoformat()}


@pytest.mark.parametrize(
    ("impact", "reason", "field"),
    [(Impact.DEGRADED, " ", "reason"), (Impact.OUTAGE, "x", "impact")],
)
def test_an_impact_changes_for_a_reason(
    house: House, incident: Incident, impact: Impact, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        change_impact(incident, impact=impact, reason=reason, by=house.hank, at=SOON)

    assert field in refusal.value.errors


@pytest.mark.parametrize(
    ("queue", "reason", "field"),
    [(Queue.HARDWARE, "", "reason"), (Queue.SOFTWARE, "x", "queue")],
)
def test_it_is_handed_to_another_queue_for_a_reason(
    house: House, incident: Incident, queue: Queue, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        route_incident(incident, queue=queue, reason=reason, by=house.hank, at=SOON)

    assert field in refusal.value.errors


def test_what_nobody_disputes_closes_after_five_days_and_not_before(
    house: House, incident: Incident
) -> None:
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)

    assert close_undisputed(at=SOON + AUTO_CLOSE_AFTER - timedelta(seconds=1)) == 0
    assert close_undisputed(at=SOON + AUTO_CLOSE_AFTER) == 1

    held = _now(incident)
    assert (held.status, held.closed_at) == (Status.CLOSED, SOON + timedelta(days=5))
    assert held.events.latest("sequence").by is None


def test_what_is_disputed_stays_open(house: House, incident: Incident) -> None:
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)
    reopen_incident(incident, reason="x", by=house.clara, at=LATER)

    assert close_undisputed(at=SOON + 2 * AUTO_CLOSE_AFTER) == 0


def _sent(house: House, key: str = "k", digest: str = "d") -> Answer:
    return submit_once(
        lambda: (201, {"made": Submission.objects.count()}),
        key=key,
        digest=digest,
        by=house.clara,
        at=MORNING,
    )


def test_the_same_request_is_carried_out_once(house: House) -> None:
    first, second = _sent(house), _sent(house)

    assert (first.status, first.is_repeated) == (201, False)
    assert (second.status, second.body, second.is_repeated) == (201, first.body, True)


def test_another_request_under_the_same_key_is_refused(house: House) -> None:
    _sent(house)

    with pytest.raises(KeyReused):
        _sent(house, digest="other")


def test_a_request_that_was_refused_leaves_its_key_free(house: House) -> None:
    def _refused() -> tuple[int, object]:
        raise Invalid("no")

    with pytest.raises(Invalid):
        submit_once(_refused, key="k", digest="d", by=house.clara, at=MORNING)

    assert not _sent(house).is_repeated


def test_keys_are_forgotten_after_a_day(house: House) -> None:
    _sent(house)

    assert forget_old_submissions(at=MORNING + timedelta(hours=24)) == 0
    assert forget_old_submissions(at=MORNING + timedelta(hours=24, seconds=1)) == 1
