"""The page on which operators decide on deadlines that a calendar gives otherwise than stored.

Operators see no incident: they read its reference, its hours and its deadlines, and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contracts.access import is_operator
from contracts.models import User
from contracts.rules.refusal import Refusal
from contracts.wording import say_usual_hours
from escalation.choices import Decision
from escalation.selectors import clocks_decided, clocks_to_decide
from escalation.use_cases.decide_clocks import leave_deadlines, take_new_deadlines
from tickets.clock_words import ShownShift, shown_shift
from tickets.rules import references
from tickets.selectors.differences import MARK_LENGTH, Differing
from tickets.use_cases.stated_words import TOO_LONG, WORDS_LENGTH

SHOWN = 20
Decide = Callable[..., bool]


@dataclass(frozen=True)
class Move:
    """A button: what is decided, and what is said then."""

    decide: Decide
    done: Promise


MOVES: Mapping[str, Move] = {
    Decision.TAKEN: Move(
        take_new_deadlines, _("The new deadlines are stored; the client reads why.")
    ),
    Decision.LEFT: Move(
        leave_deadlines, _("The deadlines stay as promised; both vendors read why.")
    ),
}


class DecideForm(forms.Form):
    """The reason of a decision on one incident's deadlines."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Taken, its client and both vendors read it; left, both vendors."),
        error_messages={"required": _("Say why: who works on the incident reads it.")},
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": False}),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MARK_LENGTH)

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["reason"].error_messages["max_length"] = TOO_LONG


@dataclass(frozen=True)
class Row:
    """An incident on which to decide, with its form."""

    differing: Differing
    hours: list[str]
    clocks: list[ShownShift]
    form: DecideForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clocks(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, or decide on the deadlines of one incident."""
    if not is_operator(request.user):
        raise Http404
    at = timezone.now()
    if request.method != "POST":
        return _page(request, at=at)
    pk = references.exact(request.POST.get("reference", ""))
    move = MOVES.get(request.POST.get("do", ""))
    if pk is None or move is None:
        raise Http404
    form = _form(pk, request.POST)
    if not form.is_valid():
        return _page(request, at=at, sent=(pk, form), status=422)
    try:
        said = form.cleaned_data
        move.decide(
            pk, mark=said["mark"], reason=said["reason"], by=cast(User, request.user), at=at
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, at=at, sent=(pk, form), status=refusal.status)
    messages.success(request, str(move.done))
    return redirect("escalation:clocks")


def _form(pk: int, said: Any = None) -> DecideForm:
    return DecideForm(said, auto_id=f"clock_{pk}_%s")


def _page(
    request: HttpRequest,
    *,
    at: datetime,
    sent: tuple[int, DecideForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = clocks_to_decide(at=at)
    context = {
        "rows": _rows(found, sent),
        "sent": sent[1] if sent else None,
        "decided": clocks_decided(most=SHOWN),
    }
    return render(request, "escalation/clocks.html", context, status=status)


def _rows(found: Sequence[Differing], sent: tuple[int, DecideForm] | None) -> list[Row]:
    forms_sent = dict([sent] if sent else [])
    return [
        Row(
            each,
            say_usual_hours(each.incident.terms.coverage.hours()),
            [shown_shift(each.incident, shift) for shift in each.shifts],
            forms_sent.get(each.incident.pk) or _form(each.incident.pk),
        )
        for each in found
    ]
