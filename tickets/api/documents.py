"""Writes what callers read: incidents, escalations, messages, lines, as one reader may see them.

Plain functions over fetched rows: they ask the database nothing, so a list costs what its rows do.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from contracts.choices import Kind, Priority
from contracts.models import RevisionItem, User
from contracts.selectors.at_risk import AtRisk
from tickets.access import (
    abilities_of,
    hides_holder,
    kind_for,
    leg_actions,
    open_leg,
    priority_for,
)
from tickets.choices import Queue
from tickets.models import Attachment, Comment, Escalation, Incident, IncidentEvent
from tickets.selectors.story import targets_of
from tickets.wording import line_of

Data = dict[str, Any]
Address = Callable[[Attachment], str]


def incident_document(
    incident: Incident, *, reader: User, at: datetime, risks: Mapping[str, AtRisk]
) -> Data:
    """Return an incident as one reader may see it at an instant; ``risks`` by reference."""
    able = abilities_of(reader, incident, at=at)
    configuration = incident.configuration
    return {
        "reference": incident.reference,
        "title": incident.title,
        "description": incident.description,
        "impact": incident.impact,
        "status": incident.status,
        **_work(incident, reader),
        "support_number": _number(incident),
        "outside_guarantee": incident.outside_guarantee or None,
        "targets": [
            {"kind": each.kind, "due_at": instant(each.due_at), "state": each.state}
            for each in targets_of(incident, at=at)
        ],
        "down_since": instant(incident.down_since),
        "opened_at": instant(incident.opened_at),
        "restored_at": instant(incident.restored_at),
        "resolved_at": instant(incident.resolved_at),
        "closed_at": instant(incident.closed_at),
        "assignee": _person(_assignee(incident, reader)),
        "moves": list(dict.fromkeys(str(each) for each in (*able.actions, *able.leg_actions))),
        "client": incident.client.name,
        "contract": incident.contract.number,
        "configuration": {"id": configuration.pk, "name": configuration.name}
        if configuration
        else None,
        "item": _item(incident.item),
        "mismatch": _mismatch(incident),
        "third_party": _third_party(incident, reader),
        "contact": _contact(incident),
        "channel": incident.channel,
        "on_behalf_of": incident.on_behalf_of,
        "called_at": instant(incident.called_at),
        "external_reference": incident.external_reference,
        "waiting_for": incident.waiting_for,
        **_at_risk(incident, reader, risks),
    }


def _at_risk(incident: Incident, reader: User, risks: Mapping[str, AtRisk]) -> Data:
    """Return what is at risk; a client does not read that there is such a figure."""
    if not reader.organisation.is_vendor:
        return {}
    of = risks.get(incident.reference)
    if of is None:
        return {"at_risk": None}
    after = {"at": instant(of.next_at), "amount": f"{of.next_amount:.2f}"} if of.next_at else None
    return {"at_risk": {"amount": f"{of.amount:.2f}", "currency": of.currency, "next": after}}


def _work(incident: Incident, reader: User) -> Data:
    """Return what tells who works on it; nothing of that where the agreement keeps it back."""
    if hides_holder(incident, reader):
        return {
            "queue": None,
            "priority": priority_for(incident, reader),
            "forced_by": None,
            "classification": None,
            "escalation": None,
        }
    return {
        "queue": incident.queue,
        "priority": incident.priority,
        "forced_by": incident.forced_by,
        "classification": _guess(incident),
        "escalation": _leg_of(incident, reader),
    }


def _guess(incident: Incident) -> Data | None:
    if incident.confidence is None:
        return None
    return {
        "label": incident.label or Queue.SOFTWARE,  # even odds: as good as the other
        "confidence": incident.confidence,
        "queue": incident.first_queue or incident.queue,
        "reasons": incident.reasons,
    }


def _leg_of(incident: Incident, reader: User) -> Data | None:
    leg = open_leg(incident)
    if leg is None and reader.kind != Kind.CLIENT:
        leg = next(iter(incident.escalations.all()), None)
    if leg is None:
        return None
    shown = {
        "status": leg.state,
        "priority": _priority_of_leg(leg, incident),
        "support_number": leg.support_number,
        "joint": leg.is_joint,
    }
    if reader.kind == Kind.CLIENT:
        return shown
    return {"id": leg.pk, "level": leg.level, "case_number": leg.case_number} | shown


def _priority_of_leg(leg: Escalation, incident: Incident) -> str:
    return Priority.HIGH if leg.is_open else incident.priority


def _number(incident: Incident) -> str | None:
    number = getattr(incident.configuration, "support_number", None)
    return str(number) if number else None


def _assignee(incident: Incident, reader: User) -> User | None:
    """Return who has it on the reader's side: a publisher reads its own engineer."""
    if reader.kind != Kind.PUBLISHER:
        return incident.assignee
    leg = open_leg(incident)
    return leg.engineer if leg else None


def escalation_document(leg: Escalation, *, reader: User) -> Data:
    """Return an escalation as a vendor reads it; its incident comes with all its escalations."""
    incident = leg.incident
    return {
        "id": leg.pk,
        "incident": incident.reference,
        "title": incident.title,
        "impact": incident.impact,
        "client": incident.client.name,
        "item": _item(incident.item),
        "contact": _contact(incident),
        "status": leg.state,
        "level": leg.level,
        "level_name": leg.level_name,
        "priority": _priority_of_leg(leg, incident),
        "support_number": leg.support_number,
        "case_number": leg.case_number,
        "joint": leg.is_joint,
        "engineer": _person(leg.engineer),
        "duty_managers": [each.name for each in (leg.duty_owner, leg.duty_partner) if each],
        "critical_manager": _person(leg.critical_manager),
        "requested_at": instant(leg.requested_at),
        "acknowledge_due_at": instant(leg.acknowledge_due_at),
        "acknowledged_at": instant(leg.acknowledged_at),
        "acknowledged_by": _person(leg.acknowledged_by),
        "ended_at": instant(leg.ended_at),
        "reason": leg.reason,
        "moves": [str(each) for each in leg_actions(reader, leg, incident)] if leg.is_open else [],
    }


def comment_document(
    comment: Comment, incident: Incident, *, reader: User, address: Address
) -> Data:
    """Return a message with its files."""
    return {
        "id": str(comment.pk),
        "at": instant(comment.at),
        "author": _author(comment.author, incident, reader),
        "audience": comment.audience,
        "body": comment.body,
        "lang": comment.lang,
        "attachments": [
            attachment_document(each, comment, address=address)
            for each in comment.attachments.all()
        ],
    }


def attachment_document(attachment: Attachment, comment: Comment, *, address: Address) -> Data:
    """Return what is known of a file, and where it is downloaded."""
    return {
        "id": str(attachment.pk),
        "name": attachment.name,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "audience": comment.audience,
        "comment": str(comment.pk),
        "url": address(attachment),
    }


def line_document(event: IncidentEvent, incident: Incident, *, reader: User) -> Data:
    """Return a line of the timeline; a client's has no place, no seal and no detail."""
    shown: Data = {
        "at": instant(event.at),
        "kind": kind_for(event, incident, reader),
        "by": _author(event.by, incident, reader) if event.by else None,
        "audience": event.audience,
        "text": line_of(event, incident, reader=reader),
        "comment": event.detail.get("comment"),
    }
    if not reader.organisation.is_vendor:
        return shown
    return shown | {
        "sequence": event.sequence,
        "detail": {name.rstrip("_"): said for name, said in event.detail.items()},
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }


def instant(at: datetime | None) -> str | None:
    """Write an instant as RFC 3339 with its offset."""
    return at.astimezone(UTC).isoformat() if at else None


def _author(person: User, incident: Incident, reader: User) -> Data:
    is_known = person.organisation_id == reader.organisation_id
    hides = hides_holder(incident, reader) and not is_known
    return {"name": person.name, "organisation": None if hides else person.organisation.name}


def _person(person: User | None) -> Data | None:
    return {"id": person.pk, "name": person.name} if person else None


def _item(item: RevisionItem | None) -> Data | None:
    """Return the item concerned, by the id that the register gives it."""
    if item is None:
        return None
    return {
        "id": item.pk,
        "kind": item.product.kind,
        "product": str(item.product),
        "serial_number": item.serial_number,
        "host": item.host,
        "role": item.role,
    }


def _mismatch(incident: Incident) -> Data | None:
    if incident.mismatch_at is None:
        return None
    return {"seen": incident.mismatch_seen, "at": instant(incident.mismatch_at)}


def _third_party(incident: Incident, reader: User) -> Data | None:
    """Return who outside has it, why and since when; a client reads since when alone."""
    if incident.third_party_since is None:
        return None
    shown = {"since": instant(incident.third_party_since)}
    if reader.kind == Kind.CLIENT:
        return shown
    return {"name": incident.third_party, "reason": incident.third_party_reason} | shown


def _contact(incident: Incident) -> Data:
    return {"name": incident.contact_name, "phone": incident.contact_phone}
