"""The page on which managers of both vendors undo agreed terms: one asks, the other confirms.

Until then whoever asked may take it back there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
from contracts.models import Rescission, Terms, User
from contracts.rules.refusal import Invalid, Refusal
from contracts.selectors.promises import seen_version
from contracts.use_cases.rescind_terms import (
    TAKEN_BACK,
    RescindedAlready,
    ask_to_rescind,
    refusal_of,
    rescind_terms,
    take_back_rescission,
)
from contracts.web.contracts import about_version, seen_contract
from contracts.web.move_forms import ReasonForm, SignForm
from contracts.web.person import PersonRequest, takes_unsent

_MEANWHILE: Mapping[RescissionStep, Promise] = {
    RescissionStep.ASK: TAKEN_BACK,
    RescissionStep.CONFIRM: gettext_lazy(
        "The other vendor asked for it meanwhile. Nothing was done: read it first."
    ),
    RescissionStep.TAKE_BACK: gettext_lazy(
        "Your company has asked for it already. Nothing was done: here you can take it back."
    ),
}
"""What is told of a form opened for another step or request, by the step that it is now."""


@dataclass(frozen=True)
class Now:
    """What is somebody's to do when the page is asked for, and about which request."""

    step: RescissionStep
    asked: Rescission | None

    @property
    def read(self) -> str:
        """The request, as a form carries it."""
        return str(self.asked.pk) if self.asked else ""

    def is_meant_by(self, posted: Mapping[str, Any]) -> bool:
        """Tell whether a form was opened for this very step, and this very request."""
        return (posted.get("step"), posted.get("read", "")) == (self.step, self.read)


class ConfirmForm(SignForm):
    """Whoever undoes terms shows again that it is them, and what they have read.

    That is the step, and the request that stood; without one, the field is empty.
    """

    nothing_done = gettext_lazy("This is not your password. Nothing was done.")
    step = forms.CharField(widget=forms.HiddenInput)
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, request: PersonRequest, now: Now) -> None:
        super().__init__(data, request=request)
        self.open_step = now.step
        self.fields["step"].initial, self.fields["read"].initial = now.step.value, now.read
        self.fields["password"].help_text = _(
            "You act for your company: we ask once more that it is you."
        )


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
        "Taken back: the terms begin on their day. The managers of both vendors are told."
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
        return _undone(request, found, refusal_of(found, by=request.user, at=at))
    now = Now(step, getattr(found, "rescission", None))
    if request.method != "POST":
        unsent = request.unsent
        kept = unsent if unsent is not None and now.is_meant_by(unsent) else None
        return _asked(request, found, now, FORMS[step](kept, request=request, now=now))
    if not now.is_meant_by(request.POST):
        return _another(request, found, now)
    form = FORMS[step](request.POST, request=request, now=now)
    return _posted(request, found, now, form, at=at)


def _posted(
    request: PersonRequest, terms: Terms, now: Now, form: ConfirmForm, *, at: datetime
) -> HttpResponse:
    if not form.is_valid():
        return _asked(request, terms, now, form, status=422)
    try:
        _take(now, terms, form.cleaned_data, by=request.user, at=at)
    except Invalid as refusal:
        form.take(refusal)
        return _asked(request, terms, now, form, status=refusal.status)
    except RescindedAlready as refusal:
        return _undone(request, terms, refusal)
    messages.success(request, str(_DONE[now.step]))
    return redirect("contracts:terms", terms.contract.number, terms.number)


def _undone(request: PersonRequest, terms: Terms, refusal: Refusal) -> HttpResponse:
    """Answer whoever confirms what both have undone: they have what they wanted, and read who did.

    :raises Refusal: to whoever wants anything else.
    """
    if request.POST.get("step") != RescissionStep.CONFIRM or not isinstance(
        refusal, RescindedAlready
    ):
        raise refusal
    messages.info(request, str(refusal))
    return redirect("contracts:terms", terms.contract.number, terms.number)


def _another(request: PersonRequest, terms: Terms, now: Now) -> HttpResponse:
    """Answer a form that was opened for another step or request: say so, and ask afresh.

    Who took back what is no more has what they wanted: they read the terms.
    """
    if now.asked is None and request.POST.get("step") == RescissionStep.TAKE_BACK:
        messages.info(request, _("Nobody asks for it any more."))
        return redirect("contracts:terms", terms.contract.number, terms.number)
    fresh = FORMS[now.step](None, request=request, now=now)
    return _asked(request, terms, now, fresh, told=str(_MEANWHILE[now.step]), status=409)


def _take(now: Now, terms: Terms, said: Mapping[str, Any], *, by: User, at: datetime) -> None:
    read = now.asked.pk if now.asked else None
    match now.step:
        case RescissionStep.ASK:
            ask_to_rescind(terms, reason=said["reason"], by=by, at=at)
        case RescissionStep.CONFIRM:
            rescind_terms(terms, read=read, by=by, at=at)
        case RescissionStep.TAKE_BACK:
            take_back_rescission(terms, read=read, by=by, at=at)


def _asked(
    request: PersonRequest,
    terms: Terms,
    now: Now,
    form: ConfirmForm,
    *,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **about_version(terms),
        "rescission": now.asked,
        "form": form,
        "told": told,
        "is_taking_back": now.step == RescissionStep.TAKE_BACK,
    }
    return render(request, "contracts/rescind.html", context, status=status)
