"""Where an incident's pages and acts are, and how tests read them."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.cast import House
from tickets.choices import Action, LegAction
from tickets.models import Incident


def page_of(client: Client, incident: Incident) -> str:
    answer = client.get(f"/i/{incident.reference}/")
    assert answer.status_code == 200
    return answer.content.decode()


def without_tokens(page: str) -> str:
    """Return a page without letters drawn by chance: a short word may be among them."""
    return re.sub(r'(csrfmiddlewaretoken"\s+value|nonce)="[^"]*"', "", page)


def minutes_after(incident: Incident, minutes: float) -> Any:
    return incident.opened_at + timedelta(minutes=minutes)


def clock_of(incident: Incident, at: datetime) -> str:
    """Return a pattern of an instant as pages say it: a test may run on either side of midnight."""
    clock = f"{timezone.localtime(at, incident.contract.zone()):%H:%M}"
    return rf"(?:(?:yesterday|tomorrow) (?:at )?)?{clock}\b"


def hide_the_holder(house: House) -> None:
    house.agreement.names_holder_to_client = False
    house.agreement.save()


def address(incident: Incident, action: Action | LegAction) -> str:
    page = "move" if isinstance(action, Action) else "escalation"
    return f"/i/{incident.reference}/{page}/{action.value}/"


def now_as(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)
