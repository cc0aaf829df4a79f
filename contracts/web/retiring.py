"""The page on which the manufacturer's manager retires a system, for good and with a reason."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts.access import configuration_for, may_retire
from contracts.models import Configuration
from contracts.rules.refusal import Invalid
from contracts.use_cases.retire_configuration import refusal_of, retire_configuration
from contracts.web.move_forms import ReasonForm
from contracts.web.person import PersonRequest, takes_unsent


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: PersonRequest, pk: int) -> HttpResponse:
    """Say what retiring does, ask for the reason, and do it."""
    found = configuration_for(request.user, pk)
    if not may_retire(request.user, found):
        raise refusal_of(found, by=request.user)
    posted = request.POST if request.method == "POST" else None
    form = ReasonForm(request.unsent if posted is None else posted, request=request)
    if posted is None:
        return _asked(request, found, form, status=200)
    if not form.is_valid():
        return _asked(request, found, form, status=422)
    reason = cast(str, form.cleaned_data["reason"])
    try:
        retire_configuration(found, reason=reason, by=request.user, at=timezone.now())
    except Invalid as refusal:
        form.take(refusal)
        return _asked(request, found, form, status=refusal.status)
    messages.success(request, _("Retired: the support number is revoked, for good."))
    return redirect("contracts:configuration", pk)


def _asked(
    request: PersonRequest, system: Configuration, form: ReasonForm, *, status: int
) -> HttpResponse:
    number = getattr(system, "support_number", None)
    context = {"system": system, "number": number, "form": form}
    return render(request, "contracts/retire.html", context, status=status)
