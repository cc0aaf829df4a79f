"""What the room of incidents shows on the page of an outage (``{% load evidence_slots %}``)."""

from collections.abc import Collection
from typing import Any

from django import template
from django.http import Http404

from contracts.models import User
from tickets.access import incident_for
from tickets.selectors.story import story_of
from tickets.wording import line_of

register = template.Library()


@register.inclusion_tag("tickets/_evidence.html", takes_context=True)
def evidence(
    context: template.Context, reference: str, ticked: Collection[int], action: str
) -> dict[str, Any]:
    """Show the incident's timeline to whoever may read it; ``action``: lines can be named in it."""
    reader = context["request"].user
    nothing: dict[str, Any] = {"lines": []}
    if not isinstance(reader, User):
        return nothing
    try:
        incident = incident_for(reader, reference)
    except Http404:
        return nothing
    lines = [
        {
            "number": each.event.sequence,
            "at": each.event.at,
            "words": line_of(each.event, incident, reader=reader),
            "body": each.comment.body if each.comment else "",
        }
        for each in story_of(incident, reader)
    ]
    return {"lines": lines, "ticked": ticked, "can_tick": bool(action), "reference": reference}
