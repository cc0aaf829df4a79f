"""The page on which the manufacturer's manager passes a system to its client's next contract."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contracts.access import configuration_for, may_place
from contracts.models import Configuration, Contract
from contracts.rules.refusal import Forbidden, Refusal
from contracts.selectors.promises import contracts_beside
from contracts.use_cases.place_configuration import place_configuration
from contracts.web.move_forms import TakesRefusals
from contracts.web.person import PersonRequest
from contracts.web.registering import ContractChoice


class PlaceForm(TakesRefusals):
    """The contract under which the system stands from now on."""

    contract = ContractChoice(
        label=gettext_lazy("Contract from now on"),
        queryset=Contract.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": gettext_lazy("Choose one of the contracts.")},
    )

    def __init__(self, data: Any, *, system: Configuration, on: date) -> None:
        super().__init__(data, auto_id="place_%s")
        self.fields["contract"].queryset = contracts_beside(system, on=on)  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: PersonRequest, pk: int) -> HttpResponse:
    """Say what passing it on does, ask for the contract, and do it."""
    found, at = configuration_for(request.user, pk), timezone.now()
    if not may_place(request.user, found):
        raise Forbidden(_("Only a manager of the manufacturer passes a system on."))
    today = found.contract.day_of(at)
    form = PlaceForm(request.POST if request.method == "POST" else None, system=found, on=today)
    if request.method == "POST" and form.is_valid():
        try:
            place_configuration(found, form.cleaned_data["contract"], by=request.user, at=at)
        except Refusal as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("The system stands under its new contract."))
            return redirect("contracts:configuration", pk)
    context = {"system": found, "form": form, "choices": contracts_beside(found, on=today).exists()}
    return render(request, "contracts/place.html", context, status=422 if form.errors else 200)
