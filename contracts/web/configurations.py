"""The systems that a person may see, and one of them with what is in it and what is promised."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from contracts.access import configuration_for, may_draw_up, may_retire
from contracts.choices import Kind, RevisionState
from contracts.models import User
from contracts.models.configuration import ConfigurationQuerySet
from contracts.selectors import (
    contract_with_terms,
    count_awaiting,
    history_of,
    page_of_systems,
    revision_shown,
)
from contracts.selectors.register import awaiting_signature_of
from contracts.selectors.systems import BY_CLIENT_AND_NAME, retirement_of
from contracts.web.pages import beside, page_asked
from contracts.web.standing import Shown, shown_at
from contracts.web.terms import terms_of

SIZE = 25

SHOWN: Mapping[str, tuple[Promise, Callable[[ConfigurationQuerySet], ConfigurationQuerySet]]] = {
    "": (gettext_lazy("In service"), ConfigurationQuerySet.in_use),
    "retired": (gettext_lazy("Retired"), ConfigurationQuerySet.retired),
    "all": (gettext_lazy("All systems"), ConfigurationQuerySet.all),
}
"""Which systems the list shows, by the word in its address; without one, those in service."""


@login_required
@require_safe
def configurations(request: HttpRequest) -> HttpResponse:
    """List systems; a client's with all that is in them, a vendor's as a table."""
    user = cast(User, request.user)
    if user.kind == Kind.PLATFORM:
        raise Http404
    at = timezone.now()
    is_client = user.kind == Kind.CLIENT
    only_awaited = not is_client and request.GET.get("awaiting") == "signature"
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN and not only_awaited else ""
    rows = SHOWN[show][1](page_of_systems(user, at=at))
    if only_awaited:
        rows = rows.filter(pk__in=awaiting_signature_of(user).values("configuration_id"))
    page = page_asked(request, rows, BY_CLIENT_AND_NAME, size=SIZE)
    systems = [(each, _waiting(each, at)) for each in page.rows]
    contracts = {row.contract_id: row.contract for row, _proposal in systems if not row.retired_at}
    context = {
        **beside(
            page,
            reverse("contracts:configurations"),
            awaiting="signature" if only_awaited else "",
            show=show,
        ),
        "systems": systems,
        "contracts": [said for each in contracts.values() if (said := terms_of(each, at=at))],
        "is_client": is_client,
        "may_open": user.kind in {Kind.CLIENT, Kind.MANUFACTURER},
        "may_register": user.kind == Kind.MANUFACTURER,
        "awaited": 0 if is_client else count_awaiting(user),
        "only_awaited": only_awaited,
        "show": show,
        "toggles": [(key, label, key == show) for key, (label, _keep) in SHOWN.items()],
    }
    return render(request, "contracts/configurations.html", context)


def _is_to_come(each: Shown) -> bool:
    """Tell what is signed and not in force yet; a later number begins later, too."""
    return each.state == RevisionState.SIGNED


def _waiting(system: Any, at: datetime) -> Shown | None:
    """Return what waits for signatures, of a system fetched with its ``proposals``."""
    return next((shown_at(each, at) for each in system.proposals), None)


@login_required
@require_safe
def configuration(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a system: its number, the revision in force, what waits, the history, the promises."""
    user, at = cast(User, request.user), timezone.now()
    found = configuration_for(user, pk)
    history = history_of(user, found)
    numbered = [shown_at(each, at) for each in history if each.state != RevisionState.DRAFT]
    context = {
        "system": found,
        "number": getattr(found, "support_number", None),
        "revision": revision_shown(found, at=at),
        "history": numbered,
        "proposal": next((each for each in numbered if each.is_open), None),
        "coming": next((each for each in reversed(numbered) if _is_to_come(each)), None),
        "has_draft": len(numbered) < len(history),
        "may_draw_up": may_draw_up(user, found),
        "may_retire": may_retire(user, found),
        "retirement": retirement_of(found) if found.retired_at else None,
        "terms": None
        if found.retired_at
        else terms_of(contract_with_terms(found.contract_id), at=at),
        "is_client": user.kind == Kind.CLIENT,
        "may_open": user.kind in {Kind.CLIENT, Kind.MANUFACTURER} and found.retired_at is None,
    }
    return render(request, "contracts/configuration.html", context)
