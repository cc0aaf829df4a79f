"""Each constraint and guard of this room refuses, and is named by what it says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from contracts.models import RevisionItem
from tests.cast import House
from tests.factories.contracts import LONG_AGO, MORNING
from tests.factories.tickets import incident as opened
from tests.refused import empty, refused_by
from tests.tickets.broken_courts import BROKEN_COURTS
from tickets.choices import Audience
from tickets.models import (
    Attachment,
    Comment,
    Draft,
    Escalation,
    Incident,
    IncidentEvent,
    Lesson,
    ReceivedMail,
)
from tickets.use_cases.converse import add_comment

FORCED = "priority is forced exactly while an escalation is open"
APPEND_ONLY = "append-only"
OF_ITS_REVISION = "the item concerned is of the revision that the incident keeps"


def _updating(**fields: Any) -> Callable[[House, Incident], object]:
    return lambda house, incident: Incident.objects.filter(pk=incident.pk).update(**fields)


def _updating_leg(**fields: Any) -> Callable[[House, Incident], object]:
    return lambda house, incident: Escalation.objects.filter(incident=incident).update(**fields)


def _event(incident: Incident, **fields: Any) -> IncidentEvent:
    defaults = {
        "incident": incident,
        "sequence": 900,
        "kind": "comment.added",
        "at": MORNING,
        "audience": "client",
        "previous_hash": "",
        "hash": "",
    }
    return IncidentEvent.objects.create(**(defaults | fields))


def _leg(incident: Incident, **fields: Any) -> Escalation:
    defaults = {
        "incident": incident,
        "routing_event": _event(incident),
        "support_number": "x",
        "requested_at": MORNING,
        "acknowledge_due_at": MORNING,
    }
    return Escalation.objects.create(**(defaults | fields))


def _comment(house: House, incident: Incident, audience: Audience = Audience.CLIENT) -> Comment:
    return add_comment(incident, audience=audience, body="x", files=[], by=house.hank, at=MORNING)


def _twice(create: Callable[[], object]) -> None:
    create()
    create()


BROKEN: dict[str, Callable[[House, Incident], object]] = {
    "a_mail_is_taken_once_from_its_sender": lambda house, incident: [
        ReceivedMail.objects.create(sender=house.clara, message_id="<1@x>", at=MORNING)
        for _twice in range(2)
    ],
    "a_lesson_says_which_of_the_two": lambda house, incident: Lesson.objects.create(
        incident=incident, label="triage", source="routed", at=MORNING
    ),
    "forced_priority_is_high": _updating(priority="low"),
    "outage_says_since_when": _updating(down_since=None),
    "outage_has_a_contact": _updating(contact_phone=""),
    "restored_incident_says_when": _updating(status="restored"),
    "restoration_was_said_at_some_time": _updating(restored_at=MORNING),
    "restored_no_earlier_than_down": _updating(
        restored_at=LONG_AGO, restoration_said_at=MORNING, down_since=MORNING
    ),
    "resolved_incident_says_when": _updating(status="resolved"),
    "closed_incident_says_when": _updating(status="closed", resolved_at=MORNING),
    "waiting_incident_says_since_when": _updating(status="waiting"),
    "incident_stands_in_a_known_place": _updating(queue="moon"),
    "only_what_came_to_triage_was_sorted_by_hand": _updating(
        first_queue="software", sorted_as="software"
    ),
    "one_open_escalation_per_incident": lambda house, incident: _leg(incident),
    "escalation_ended_says_when": _updating_leg(state="returned"),
    "escalation_acknowledged_by_somebody_at_some_time": _updating_leg(acknowledged_at=MORNING),
    "escalation_at_work_was_acknowledged": _updating_leg(state="in_progress"),
    "escalation_level_counts_from_one": _updating_leg(level=0),
    "event_has_its_place_in_the_timeline": lambda house, incident: _event(incident, sequence=1),
    "internal_event_belongs_to_an_organisation": lambda house, incident: _event(
        incident, audience="internal"
    ),
    "comment_has_a_known_audience": lambda house, incident: Comment.objects.filter(
        pk=_comment(house, incident).pk
    ).update(audience="public"),
    "attachment_is_not_empty": lambda house, incident: Attachment.objects.create(
        comment=_comment(house, incident),
        name="a.txt",
        content_type="text/plain",
        size=0,
        sha256="",
        file=ContentFile(b"", "a.bin"),
    ),
    "mismatch_was_seen_by_somebody_at_some_time": _updating(mismatch_seen="4 GB, not 8"),
    "mismatch_is_with_a_revision": lambda house, incident: Incident.objects.filter(
        pk=incident.pk
    ).update(mismatch_seen="x", mismatch_at=MORNING, mismatch_by=house.hank, revision=None),
    "one_draft_per_person_and_place": lambda house, incident: _twice(
        lambda: Draft.objects.create(user=house.clara, place="x", body="x", saved_at=MORNING)
    ),
    **BROKEN_COURTS,
}

GUARDED: dict[str, tuple[str, Callable[[House, Incident], object]]] = {
    "what was sorted went to no queue of a vendor": (
        "only_what_came_to_triage_was_sorted_by_hand",
        _updating(first_queue="triage", sorted_as="triage"),
    ),
    "the timeline is emptied": (
        r"what is kept for ever is never emptied \(tickets_incidentevent\)",
        lambda house, incident: empty("tickets_incidentevent"),
    ),
    "a line is changed": (
        APPEND_ONLY,
        lambda house, incident: incident.events.update(detail={}),
    ),
    "a line is deleted": (
        APPEND_ONLY,
        lambda house, incident: incident.events.all()._raw_delete("default"),
    ),
    "the priority is freed while the escalation is open": (
        FORCED,
        _updating(forced_by=None, priority="low"),
    ),
    "the escalation ends and the priority stays forced": (
        FORCED,
        _updating_leg(state="returned", ended_at=MORNING),
    ),
    "the open escalation is deleted": (
        FORCED,
        lambda house, incident: Escalation.objects.filter(incident=incident).delete(),
    ),
    "an incident is born forced": (
        FORCED,
        lambda house, incident: _copy(incident, forced_by="FR-1"),
    ),
    "a priority is forced without an escalation": (
        FORCED,
        lambda house, incident: Incident.objects.filter(
            pk=opened(house.payroll, house.clara).pk
        ).update(forced_by="FR-1", priority="high"),
    ),
    "an escalation rests on another incident's line": (
        "an escalation is of the incident that was routed",
        lambda house, incident: Escalation.objects.filter(incident=incident).update(
            routing_event=_event(opened(house.payroll, house.clara))
        ),
    ),
    "the item concerned is another system's": (
        OF_ITS_REVISION,
        lambda house, incident: Incident.objects.filter(pk=incident.pk).update(
            item=RevisionItem.objects.filter(revision__configuration=house.rival_payroll).first()
        ),
    ),
    "the item concerned is left without its revision": (
        OF_ITS_REVISION,
        lambda house, incident: Incident.objects.filter(pk=incident.pk).update(
            item=RevisionItem.objects.filter(revision=incident.revision).first(), revision=None
        ),
    ),
    "an escalation is opened without forcing": (
        FORCED,
        lambda house, incident: _leg(opened(house.payroll, house.clara)),
    ),
    "an ended escalation is opened again without forcing": (
        FORCED,
        lambda house, incident: _ended(incident).update(state="requested", ended_at=None),
    ),
}


def _copy(incident: Incident, **fields: Any) -> Incident:
    incident.pk = None
    for name, value in fields.items():
        setattr(incident, name, value)
    incident._state.adding = True
    incident.save(force_insert=True)
    return incident


def _ended(incident: Incident) -> Any:
    legs = Escalation.objects.filter(incident=incident)
    legs.update(state="returned", ended_at=MORNING)
    Incident.objects.filter(pk=incident.pk).update(forced_by=None)
    return legs


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(house: House, escalated: Incident, name: str) -> None:
    with refused_by(name):
        BROKEN[name](house, escalated)


@pytest.mark.parametrize("case", GUARDED)
def test_a_guard_refuses_when(house: House, escalated: Incident, case: str) -> None:
    sentence, breaks = GUARDED[case]

    with refused_by(sentence):
        breaks(house, escalated)


def test_every_constraint_of_the_room_is_tried() -> None:
    models = apps.get_app_config("tickets").get_models()
    named = {constraint.name for model in models for constraint in model._meta.constraints}

    assert named - BROKEN.keys() == set()


def test_a_routing_event_escalates_once(escalated: Incident) -> None:
    leg = escalated.escalations.get()

    with refused_by("routing_event"):
        _leg(escalated, routing_event=leg.routing_event, state="returned", ended_at=MORNING)
