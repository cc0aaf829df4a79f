"""What the room of incidents shows on the pages of contracts (``{% load effect_slots %}``)."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from contracts.models import Contract
from contracts.rules.offer import Offer
from tickets.selectors.effects import effect_of, promised_in
from tickets.web.effect import about

register = template.Library()


@register.inclusion_tag("tickets/_effect.html", takes_context=True)
def effect_of_offer(
    context: template.Context, contract: Contract, offer: Offer, effective_on: date
) -> dict[str, Any]:
    """Show to a manager what terms that are being drawn up would have made of incidents."""
    reader = context["request"].user
    effect = effect_of(contract, promised_in(offer), reader=reader, at=timezone.now())
    return about(effect, effective_on)
