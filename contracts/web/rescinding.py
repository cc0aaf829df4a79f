"""The page on which managers of both vendors undo agreed terms: one asks, the other confirms.

Until then whoever asked may take it back there.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contracts.access import rescission_step
from contracts.choices import RescissionStep
from contracts.models import Terms, User
from contracts.rules.refusal import Invalid
from contracts.selectors.promises import seen_version
from contracts.use_cases.rescind_terms import (
    ask_to_rescind,
    refusal_of,
    rescind_terms,
    take_back_rescission,
)
from contracts.web.contracts import about_version, seen_contract
from contracts.web.move_forms import ReasonForm, SignForm
from contracts.web.person import PersonRequest, takes_unsent

_MEANWHILE: Mapping[RescissionStep, Promise] = {
    RescissionStep.ASK: gettext_lazy("The request was taken back meanwhile. Nothing was done."),
    RescissionStep.CONFIRM: gettext_lazy(
        "The other vendor asked for it meanwhile. Nothing was done: read it first."
    ),
    RescissionStep.TAKE_BACK: gettext_lazy(
        "Your company has asked for it already. Nothing was done: here you can take it back."
    ),
}
"""What is told of a form that was opened for another step, by the step that it is now."""


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
            self.add_error(None, str(_MEANWHILE[self.open_step]))
        return self.cleaned_data


class AskForm(ConfirmForm, ReasonForm):
    """Why the terms should never begin: the other vendor and, in the end, the client read it."""

    field_order = ("reason", "password")


FORMS: Mapping[RescissionStep, type[ConfirmForm]] = {
    RescissionStep.ASK: AskForm,
    RescissionStep.CONFIRM: ConfirmForm,
    RescissionStep.TAKE_BACK: ConfirmForm,
}
_DONE: Mapping[RescissionStep, Promise] = {
    RescissionStep.ASK: gettext_lazy(
        "Asked: a manager of the other vendor confirms, or the terms begin on their day."
    ),
    RescissionStep.CONFIRM: gettext_lazy(
        "Rescinded by both vendors: what was promised before stays. The client is told."
    ),
    RescissionStep.TAKE_BACK: gettext_lazy(
        "Taken back: the terms begin on their day. The other vendor is told."
    ),
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
        _take(step, found, form.cleaned_data, by=request.user, at=at)
    except Invalid as refusal:
        form.take(refusal)
        return _asked(request, found, form, status=refusal.status)
    messages.success(request, str(_DONE[step]))
    return redirect("contracts:terms", contract, version)


def _take(
    step: RescissionStep, terms: Terms, said: Mapping[str, Any], *, by: User, at: datetime
) -> None:
    match step:
        case RescissionStep.ASK:
            ask_to_rescind(terms, reason=said["reason"], by=by, at=at)
        case RescissionStep.CONFIRM:
            rescind_terms(terms, by=by, at=at)
        case RescissionStep.TAKE_BACK:
            take_back_rescission(terms, by=by, at=at)


def _asked(
    request: PersonRequest, terms: Terms, form: ConfirmForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **about_version(terms),
        "rescission": getattr(terms, "rescission", None),
        "form": form,
        "is_taking_back": form.open_step == RescissionStep.TAKE_BACK,
    }
    return render(request, "contracts/rescind.html", context, status=status)
