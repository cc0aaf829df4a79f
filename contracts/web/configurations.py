"""The systems that a person may see, and one of them with what is in it and what is promised."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.access import configuration_for
from contracts.choices import Kind
from contracts.models import User
from contracts.selectors import contract_with_terms, page_of_systems, revision_shown
from contracts.web.terms import terms_of

SIZE = 25


@login_required
@require_safe
def configurations(request: HttpRequest) -> HttpResponse:
    """List systems; a client's with all that is in them, a vendor's as a table."""
    user = cast(User, request.user)
    if user.kind == Kind.PLATFORM:
        raise Http404
    at = timezone.now()
    page = Paginator(page_of_systems(user, at=at), SIZE).get_page(request.GET.get("page"))
    contracts = {row.contract_id: row.contract for row in page.object_list}
    context = {
        "page": page,
        "systems": list(page.object_list),
        "contracts": [terms_of(each, at=at) for each in contracts.values()],
        "is_client": user.kind == Kind.CLIENT,
        "may_open": user.kind in {Kind.CLIENT, Kind.MANUFACTURER},
    }
    return render(request, "contracts/configurations.html", context)


@login_required
@require_safe
def configuration(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a system: its number, the revision in force and its items, the promises."""
    user, at = cast(User, request.user), timezone.now()
    found = configuration_for(user, pk)
    context = {
        "system": found,
        "number": getattr(found, "support_number", None),
        "revision": revision_shown(found, at=at),
        "terms": terms_of(contract_with_terms(found.contract_id), at=at),
        "is_client": user.kind == Kind.CLIENT,
        "may_open": user.kind in {Kind.CLIENT, Kind.MANUFACTURER} and found.retired_at is None,
    }
    return render(request, "contracts/configuration.html", context)
