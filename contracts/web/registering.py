"""The page on which the manufacturer registers a system under one of its contracts."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contracts.access import searchable
from contracts.choices import Kind
from contracts.models import Contract, User
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors import contracts_to_register_under
from contracts.use_cases.register_configuration import register_configuration
from contracts.web.move_forms import TakesRefusals


class ContractChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # none at run time
    def label_from_instance(self, contract: Contract) -> str:
        return f"{contract.client.name}, {contract.number}"


class RegisterForm(TakesRefusals):
    """A system's contract, its name, and where it stands."""

    contract = ContractChoice(
        label=gettext_lazy("Client and contract"),
        queryset=Contract.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": gettext_lazy("Choose one of the contracts.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What it does for the client: “Payroll, Nanterre”."),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the system a name.")},
    )
    host = forms.CharField(label=gettext_lazy("Main host"), required=False, max_length=60)
    site = forms.CharField(label=gettext_lazy("Site"), required=False, max_length=120)

    def __init__(self, data: Any, *, user: User, under: str = "") -> None:
        super().__init__(data, auto_id="system_%s")
        known = contracts_to_register_under(user)
        self.fields["contract"].queryset = known  # type: ignore[attr-defined]
        self.initial["contract"] = known.filter(number=searchable(under)).first()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a system; what is in it is drawn up next."""
    user = cast(User, request.user)
    if user.kind != Kind.MANUFACTURER:
        raise Forbidden(_("Only the manufacturer registers the systems of a contract."))
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        user=user,
        under=request.GET.get("contract", ""),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = register_configuration(**said, by=user, at=timezone.now())
        except Invalid as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("The system is registered. Now say what is in it."))
            return redirect("contracts:draft", made.pk)
    status = 422 if form.errors else 200
    return render(request, "contracts/register.html", {"form": form}, status=status)
