"""The page of an outage, and what is said of it there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from contracts.access import may_read_rounds, outage_abilities, outage_for
from contracts.choices import Kind, OutageAction
from contracts.models import Outage, User
from contracts.rules.refusal import Refusal
from contracts.selectors.outages import SaidInterval, intervals_of, overlapping, rounds_of
from contracts.use_cases.act_if import act_if
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    counter_responsibility,
    errors_of_counter,
    propose_responsibility,
    settle_responsibility,
)
from contracts.use_cases.record_outage import correct_outage, take_back_outage
from contracts.use_cases.write_outage import Evidence, stretches_of
from contracts.web.move_forms import ReasonForm
from contracts.web.outage_forms import CorrectForm, SayForm
from contracts.web.outage_list import is_late
from contracts.web.outage_pictures import drawn, names_of, picture_of, say_state
from contracts.web.person import PersonRequest, takes_unsent

_SAYING = (OutageAction.PROPOSE, OutageAction.COUNTER, OutageAction.SETTLE)
_LARGEST = 2**63
Perform = Callable[..., object]


@dataclass(frozen=True)
class Said:
    """What a round is named, and what is told once it is said."""

    verb: Promise
    perform: Perform
    done: Promise


SAYING: Mapping[OutageAction, Said] = {
    OutageAction.PROPOSE: Said(
        gettext_lazy("Propose this"),
        propose_responsibility,
        gettext_lazy("Proposed: who is concerned is told."),
    ),
    OutageAction.COUNTER: Said(
        gettext_lazy("Counter with this"),
        counter_responsibility,
        gettext_lazy("Countered: the manufacturer is told."),
    ),
    OutageAction.SETTLE: Said(
        gettext_lazy("Settle it so"),
        settle_responsibility,
        gettext_lazy("Said: once a manager of each says the same, it is agreed."),
    ),
}


@login_required
@require_safe
def outage(request: PersonRequest, pk: int) -> HttpResponse:
    """Show an outage: when, whose, what was said of it, and what this person can say."""
    return outage_page(request, outage_for(request.user, pk))


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: PersonRequest, pk: int, action: OutageAction) -> HttpResponse:
    """Say whose an outage was: propose, counter or settle; or show the form with one more row."""
    found = outage_for(request.user, pk)
    sent = _sent(request)
    if sent is None:
        return redirect("contracts:outage", pk)
    form = _say_form(found, sent)
    if not _is_complete(form, action) or request.method != "POST" or sent.get("do") == "more":
        if sent.get("do") == "more":
            form = _without_errors(found, sent)
        return outage_page(request, found, say=form, status=_status(form))
    evidence = Evidence(form.cleaned_data["evidence"].strip(), _events(sent))
    said, performed = form.cleaned_data["stretches"], SAYING[action]

    def act() -> object:
        return performed.perform(found, said, evidence=evidence, by=request.user, at=timezone.now())

    try:
        act_if(found, _is_version(found, sent), act=act, by=request.user)
    except Refusal as refusal:
        if not refusal.errors:
            raise
        form.take(refusal)
        return outage_page(request, found, say=form, status=refusal.status)
    messages.success(request, str(performed.done))
    return redirect("contracts:outage", pk)


@login_required
@require_http_methods(["POST"])
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    """Accept what the other vendor said last, if it is what was read."""
    found = outage_for(request.user, pk)
    act_if(
        found,
        _is_version(found, request.POST),
        act=lambda: accept_responsibility(found, by=request.user, at=timezone.now()),
        by=request.user,
    )
    messages.success(request, _("Accepted: it is agreed."))
    return redirect("contracts:outage", pk)


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct when it was down, or settle what was not known of it."""
    found = outage_for(request.user, pk)
    sent = _sent(request)
    if sent is None:
        return redirect("contracts:outage", pk)
    form = CorrectForm(sent, known=stretches_of(found.current))
    is_sent = request.method == "POST" and sent.get("do") != "more"
    if not form.is_valid() or not is_sent:
        if is_sent:
            form.judge(found.configuration, at=timezone.now())
        return outage_page(request, found, correct=form, status=_status(form))
    try:
        correct_outage(
            found,
            form.cleaned_data["stretches"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        if not refusal.errors:
            raise
        form.take(refusal)
        return outage_page(request, found, correct=form, status=refusal.status)
    messages.success(request, _("Corrected: whose it was is to be said anew."))
    return redirect("contracts:outage", pk)


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that an outage recorded by mistake was none."""
    found = outage_for(request.user, pk)
    sent = _sent(request)
    if sent is None:
        return redirect("contracts:outage", pk)
    form = ReasonForm(sent, request=request)
    if not form.is_valid() or request.method != "POST":
        return outage_page(request, found, why=form, status=422)
    take_back_outage(found, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Taken back: it was no outage."))
    return redirect("contracts:outages")


def outage_page(
    request: PersonRequest,
    found: Outage,
    *,
    say: SayForm | None = None,
    correct: CorrectForm | None = None,
    why: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page, with a form that came back if one did."""
    user, at = request.user, timezone.now()
    able = outage_abilities(user, found)
    saying = next((each for each in _SAYING if each in able), None)
    known = stretches_of(found.current)
    context = {
        "outage": found,
        "references": [found.reference],
        "state": say_state(found, reader=user),
        "picture": picture_of(found, reader=user, at=at),
        "is_late": is_late(found, at=at),
        "lasted": (found.ends_at or at) - found.begins_at,
        "is_client": user.kind == Kind.CLIENT,
        "twice": [] if user.kind == Kind.CLIENT else list(overlapping(found, user)),
        "rounds": _rounds(found, user, at=at) if may_read_rounds(user) else [],
        "intervals": _intervals(found) if may_read_rounds(user) else [],
        "saying": SAYING[saying] if saying else None,
        "say_action": str(saying or ""),
        "say_address": reverse(f"contracts:outage-{saying}", args=[found.pk]) if saying else "",
        "say": say or _say_form(found, None) if saying else None,
        "may_accept": OutageAction.ACCEPT in able,
        "is_unknown": user.kind != Kind.CLIENT and any(each.is_unknown for each in known),
        "correct": (correct or CorrectForm(None, known=known))
        if OutageAction.CORRECT in able
        else None,
        "is_correcting": correct is not None,
        "why": (why or ReasonForm(None, request=request))
        if OutageAction.TAKE_BACK in able
        else None,
        "form": say or correct or why,
        "ticked": _ticked(request),
    }
    return render(request, "contracts/outage.html", context, status=status)


def _rounds(found: Outage, reader: User, *, at: datetime) -> list[dict[str, Any]]:
    """Return what the vendors said, the last first, each with its segments as a table says them."""
    return [
        {
            "round": each.round,
            "picture": drawn(found, stretches_of(each.segments), reader=reader, at=at),
        }
        for each in reversed(rounds_of(found))
    ]


def _intervals(found: Outage) -> list[SaidInterval]:
    """Return when it was down by what was known, the last first, where it was ever corrected."""
    said = intervals_of(found)
    return said[::-1] if len(said) > 1 else []


def _say_form(found: Outage, sent: Mapping[str, Any] | None) -> SayForm:
    """Return the form of a word, filled with what stands: a proposal's, or the last ever said."""
    known = stretches_of(found.current)
    interval = (found.begins_at, found.ends_at)
    return SayForm(sent, known=known, interval=interval, names=names_of(found))


def _without_errors(found: Outage, sent: Mapping[str, Any]) -> SayForm:
    """Return the form with one more row, as it was typed; what is missing in it is not told yet."""
    form = _say_form(found, sent)
    form.full_clean()
    form.errors.clear()
    return form


def _is_complete(form: SayForm, action: OutageAction) -> bool:
    """Tell whether nothing is wrong of a word; all that is, is told at once."""
    if form.errors and action == OutageAction.COUNTER and "evidence" not in form.errors:
        form.tell(errors_of_counter(Evidence(form.cleaned_data["evidence"])))
    return form.is_valid()


def _is_version(found: Outage, sent: Mapping[str, Any]) -> Callable[[], bool]:
    version = str(sent.get("version", ""))

    def holds() -> bool:
        return str(Outage.objects.values_list("version", flat=True).get(pk=found.pk)) == version

    return holds


def _sent(request: PersonRequest) -> Any:
    """Return what was sent to this address, now or before the session expired."""
    return request.POST if request.method == "POST" else request.unsent


def _status(form: SayForm | CorrectForm) -> int:
    return 422 if form.errors else 200


def _events(sent: Any) -> list[int]:
    return [int(each) for each in sent.getlist("events") if _is_key(each)]


def _ticked(request: HttpRequest) -> set[int]:
    return set(_events(request.POST))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < len(str(_LARGEST))
