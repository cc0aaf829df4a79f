"""What the room of contracts shows beside an incident (``{% load outage_slots %}``)."""

from typing import Any

from django import template
from django.utils import timezone

from contracts.choices import Kind
from contracts.models import Outage, User
from contracts.web.outage_pictures import picture_of, say_state
from tickets.models import Incident

register = template.Library()


@register.inclusion_tag("contracts/_outage_panel.html", takes_context=True)
def outage_of(context: template.Context, incident: Incident) -> dict[str, Any]:
    """Show the outage that an incident is, to whoever may see it; else nothing."""
    reader = context["request"].user
    if not isinstance(reader, User) or not _may_be_one(incident):
        return {}
    seen = Outage.objects.visible_to(reader).standing().filter(reference=incident.reference)
    found = seen.beside_incident().first()
    if found is None:
        return {}
    at = timezone.now()
    return {
        "outage": found,
        "state": say_state(found, reader=reader),
        "is_client": reader.kind == Kind.CLIENT,
        "rows": picture_of(found, reader=reader, at=at).rows if found.agreed_at else (),
        "lasted": (found.ends_at or at) - found.begins_at,
    }


def _may_be_one(incident: Incident) -> bool:
    """Tell whether an incident is or was an outage, without asking the database."""
    was_down = incident.down_since is not None or incident.terms.degraded_is_outage
    return incident.configuration_id is not None and was_down
