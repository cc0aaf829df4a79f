"""Act on an incident only while what the actor had seen still holds."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.rules.refusal import Stale
from tickets.access import open_leg
from tickets.models import Escalation, Incident
from tickets.use_cases.hold import MoveNotOpen, locked

Result = TypeVar("Result")


@transaction.atomic
def act_if(incident: Incident, *, holds: Callable[[], bool], act: Callable[[], Result]) -> Result:
    """Lock the incident, look whether it is still what was seen, and only then act.

    :raises Stale: it is not.
    """
    locked(incident.pk)
    if not holds():
        raise Stale(_("It has changed since you read it. Read it again, then decide."))
    return act()


@transaction.atomic
def act_on_leg(leg: Escalation, *, act: Callable[[], Result]) -> Result:
    """Act on this very escalation: the incident may have left it, and even have a newer one.

    :raises MoveNotOpen: it has ended.
    """
    held = locked(leg.incident_id)
    if open_leg(held) != leg:
        raise MoveNotOpen(_("This escalation has ended."), extra={"moves": []})
    return act()
