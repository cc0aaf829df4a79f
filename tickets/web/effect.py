"""What other terms would have changed: the clocks of a contract's incidents, tried under them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from contracts.selectors.promises import versions_seen_by
from tickets.access import contract_to_try
from tickets.clock_words import ShownShift, shown_shift
from tickets.rules.effect import Sums
from tickets.selectors.clocks import promised_by
from tickets.selectors.effects import Effect, effect_of
from tickets.web.person import PersonRequest


@dataclass(frozen=True)
class ShownEffect:
    """What a page says of an effect; ``breaches`` are rows of which a breach appears or goes."""

    tried: int
    is_cut: bool
    sums: list[str]
    breaches: list[ShownShift]
    others: list[ShownShift]


@login_required
@require_safe
def effect(request: PersonRequest, contract: str, version: int) -> HttpResponse:
    """Show what a version of a contract's terms would have made of its incidents' deadlines.

    A page of its own, or, asked by htmx, what stands beside the approval.
    """
    user, at = request.user, timezone.now()
    found = contract_to_try(user, contract)
    terms = versions_seen_by(user, found).filter(number=version).first()
    if terms is None:
        raise Http404
    context = {
        "contract": found,
        "terms": terms,
        **about(effect_of(found, promised_by(terms), reader=user, at=at), terms.effective_on),
    }
    template = "tickets/_effect.html" if request.htmx else "tickets/effect.html"
    return render(request, template, context)


def about(effect: Effect, effective_on: date) -> dict[str, Any]:
    """Return what a page needs to show an effect, of terms that hold from a day on."""
    rows = [shown_shift(each.incident, shift) for each in effect.changed for shift in each.shifts]
    shown = ShownEffect(
        tried=effect.tried,
        is_cut=effect.is_cut,
        sums=say_sums(effect.sums),
        breaches=sorted((row for row in rows if row.breach), key=lambda row: not row.is_worse),
        others=[row for row in rows if not row.breach],
    )
    return {"effect": shown, "effective_on": effective_on}


def say_sums(sums: Sums) -> list[str]:
    """Say how many deadlines would move, and how many breaches would appear and go."""
    moved = ngettext("%(count)s deadline would move", "%(count)s deadlines would move", sums.moved)
    come = ngettext(
        "%(count)s breach would appear", "%(count)s breaches would appear", sums.appearing
    )
    gone = ngettext("%(count)s breach would go", "%(count)s breaches would go", sums.going)
    return [
        moved % {"count": sums.moved},
        come % {"count": sums.appearing},
        gone % {"count": sums.going},
    ]
