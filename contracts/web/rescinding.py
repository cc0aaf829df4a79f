"""The page on which managers of both vendors undo agreed terms: one asks, the other confirms."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contracts.access import rescission_step
from contracts.choices import RescissionStep
from contracts.models import Terms
from contracts.rules.refusal import Invalid
from contracts.selectors.promises import seen_version
from contracts.use_cases.rescind_terms import ask_to_rescind, refusal_of, rescind_terms
from contracts.web.contracts import about_version, seen_contract
from contracts.web.move_forms import MoveForm, ReasonForm, SignForm
from contracts.web.person import PersonRequest, takes_unsent


class ConfirmForm(SignForm):
    """Whoever undoes terms shows again that it is them; the step is the one that they have read."""

    nothing_done = gettext_lazy("This is not your password. Nothing was done.")
    step = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None, *, request: PersonRequest, step: RescissionStep
    ) -> None:
        super().__init__(data, request=request)
        self.open_step = step
        self.fields["step"].initial = step.value
        self.fields["password"].help_text = _(
            "You act for your company: we ask once more that it is you."
        )

    def clean(self) -> dict[str, Any]:
        if self.data.get("step") != self.open_step:
            self.add_error(
                None,
                _("The other vendor asked for it meanwhile. Nothing was done: read it first."),
            )
        return self.cleaned_data


class AskForm(ConfirmForm, ReasonForm):
    """Why the terms should never begin: the other vendor and, in the end, the client read it."""

    field_order = ("reason", "password")


FORMS: Mapping[RescissionStep, type[ConfirmForm]] = {
    RescissionStep.ASK: AskForm,
    RescissionStep.CONFIRM: ConfirmForm,
}


@sensitive_post_parameters("password")
@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rescind(request: PersonRequest, contract: str, version: int) -> HttpResponse:
    """Say what undoing terms does, ask for the reason or show the one given, and do the step."""
    found, at = seen_version(seen_contract(request.user, contract), version), timezone.now()
    step = rescission_step(request.user, found, at=at)
    if step is None:
        raise refusal_of(found, by=request.user, at=at)
    posted = request.POST if request.method == "POST" else None
    form = FORMS[step](request.unsent if posted is None else posted, request=request, step=step)
    if posted is None:
        return _asked(request, found, form)
    if not form.is_valid():
        return _asked(request, found, form, status=422)
    try:
        if step == RescissionStep.ASK:
            ask_to_rescind(found, reason=form.cleaned_data["reason"], by=request.user, at=at)
        else:
            rescind_terms(found, by=request.user, at=at)
    except Invalid as refusal:
        form.take(refusal)
        return _asked(request, found, form, status=refusal.status)
    messages.success(
        request,
        _("Asked: a manager of the other vendor confirms, or the terms begin on their day.")
        if step == RescissionStep.ASK
        else _("Rescinded by both vendors: what was promised before stays. The client is told."),
    )
    return redirect("contracts:terms", contract, version)


def _asked(
    request: PersonRequest, terms: Terms, form: MoveForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **about_version(terms),
        "rescission": getattr(terms, "rescission", None),
        "form": form,
    }
    return render(request, "contracts/rescind.html", context, status=status)
