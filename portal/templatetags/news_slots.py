"""What the room of news shows on the pages of other rooms."""

from typing import Any

from django import template

from contracts.models import User
from escalation.selectors import undelivered as undelivered_of
from tickets.models import Incident

register = template.Library()


@register.inclusion_tag("escalation/_undelivered.html", takes_context=True)
def undelivered(context: template.Context, incident: Incident) -> dict[str, Any]:
    """Show whom news of an incident did not reach, to who may know; else nothing."""
    reader = context["request"].user
    return {"failures": undelivered_of(incident, reader) if isinstance(reader, User) else []}
