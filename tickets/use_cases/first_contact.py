"""First contact cannot be forgotten: any substantive act of the publisher acknowledges."""

from collections.abc import Collection
from datetime import datetime

from contracts.choices import Kind
from contracts.models import User
from tickets import journal
from tickets.access import open_leg
from tickets.choices import Audience, EventKind, LegState
from tickets.models import Escalation, Incident


def first_contact(
    held: Incident, *, by: User, at: datetime, by_act: Collection[Audience] = ()
) -> bool:
    """Acknowledge the open escalation of a held incident, if the publisher just acted on it.

    ``by_act`` are those who are told of the act itself, and so not of this. Returns whether it was
    this act that acknowledged.
    """
    leg = open_leg(held)
    if leg is None or leg.state != LegState.REQUESTED or by.kind != Kind.PUBLISHER:
        return False
    put_acknowledged(leg, by=by, at=at)
    leg.save(
        update_fields=[
            "state",
            "acknowledged_at",
            "acknowledged_by",
            "acknowledged_level",
            "engineer",
        ]
    )
    journal.record(
        held,
        EventKind.ACKNOWLEDGED,
        by=by,
        at=at,
        audience=Audience.CLIENT,
        **told_by_act(by_act),
    )
    return True


EVERYBODY = (Audience.CLIENT, Audience.VENDORS)
"""Whom most acts tell that acknowledge on the side: then nobody is told of that as well."""


def told_by_act(audiences: Collection[Audience]) -> dict[str, list[str]]:
    """Return what a line says so that these are told of the act alone, not of the line as well."""
    return {"by_act": [str(each) for each in audiences]} if audiences else {}


def put_acknowledged(leg: Escalation, *, by: User, at: datetime) -> None:
    """Let somebody have a leg from an instant on; the caller saves it, or only rehearses."""
    leg.state = LegState.ACKNOWLEDGED
    leg.acknowledged_at, leg.acknowledged_by = at, by
    leg.acknowledged_level = leg.level
    leg.engineer = leg.engineer or by
