"""Opening an incident: the form, what it says while it is filled in, its draft, its sending."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.choices import Kind
from contracts.models import User
from contracts.rules.refusal import Refusal
from contracts.rules.support_numbers import looks_like_number
from contracts.selectors.finding import names_a_host
from contracts.use_cases.submit_once import KeyReused, digest_of, submit_once
from contracts.wording import say_hours
from tickets.access import incident_for
from tickets.choices import Outside
from tickets.selectors.drafts import draft_of
from tickets.selectors.guarantee import outside_guarantee
from tickets.selectors.systems import (
    REPORTERS,
    open_on_system,
    systems_to_report_on,
)
from tickets.use_cases.open_incident import open_incident
from tickets.use_cases.save_draft import save_answers, save_draft
from tickets.web.item_choice import item_choice
from tickets.web.opening_form import UNKNOWN, OpeningForm, system_by_number
from tickets.web.person import PersonRequest, takes_unsent
from tickets.web.phoned_form import form_for
from tickets.web.promised import choices_under, promised_by

PLACE = "open"
"""Where the draft of a form that is being filled in is kept."""

WORDS = frozenset({"description", "support_number"})
"""The fields of which one must hold something, for a draft to be worth keeping."""


@dataclass(frozen=True)
class Notice:
    """Why the guarantee would not hold; the incident is handled all the same."""

    reason: str
    ended_on: Any = None
    starts_on: Any = None


@takes_unsent
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_incident_page(request: PersonRequest) -> HttpResponse:
    """Show the form, or open the incident; sent twice, it leads to the same incident."""
    at = timezone.now()
    if request.method == "POST":
        return _send(request, at=at)
    if request.htmx:
        form = _form(request.user, request.GET.dict(), at=at)
        context = systems_context(form, request.GET.get("q", ""))
        return render(request, "tickets/_open_systems.html", context)
    said = request.unsent or request.GET
    kept = _kept(request.user) | {k: v for k, v in said.items() if v}
    return _page(request, _form(request.user, kept, at=at), at=at)


@login_required
@never_cache
@require_safe
def check_number(request: PersonRequest) -> HttpResponse:
    """Say at the field whether a number is right, and choose the card of its system."""
    at = timezone.now()
    typed = request.GET.get("support_number", "").strip()
    said = request.GET.dict()
    context: dict[str, Any] = {}
    if typed:
        try:
            system = system_by_number(_reporter(request.user), typed)
        except Refusal as refusal:
            context = {"number_error": str(refusal.sentence)}
        else:
            said["configuration"] = str(system.pk)
            context = {"number_found": system}
    form = _form(request.user, said, at=at)
    context = _live(form, at=at) | {"oob": "number_found" in context} | context
    return render(request, "tickets/_open_checked.html", context)


@login_required
@never_cache
@require_safe
def same_system(request: PersonRequest) -> HttpResponse:
    """Say what the answers so far would bring: promises, and what is already open."""
    at = timezone.now()
    form = _form(request.user, request.GET.dict(), at=at)
    context = _live(form, at=at) | {"oob": True}
    return render(request, "tickets/_open_live.html", context)


@login_required
@require_POST
def draft(request: PersonRequest) -> HttpResponse:
    """Keep what has been typed so far; nothing of it is sent."""
    _reporter(request.user)
    fields = form_for(request.user).base_fields
    said = {name: request.POST[name] for name in fields if name in request.POST and name != "key"}
    at = timezone.now()
    if not any(said.get(name, "").strip() for name in WORDS):
        save_draft(request.user, place=PLACE, body="", at=at)
        return HttpResponse("", content_type="text/plain")
    kept = save_answers(request.user, place=PLACE, answers=said, at=at)
    time = f"{timezone.localtime(kept.saved_at):%H:%M:%S}"
    sentence = _("Draft saved at %(time)s. Nothing is sent before you click.") % {"time": time}
    return HttpResponse(sentence, content_type="text/plain")


def _send(request: PersonRequest, *, at: datetime) -> HttpResponse:
    if "list" in request.POST:
        return _page(request, _form(request.user, request.POST.dict(), at=at), at=at)
    form = form_for(_reporter(request.user))(request.POST, user=request.user, at=at)
    if not form.is_valid():
        return _page(request, form, at=at)
    try:
        reference = _open_once(form, by=request.user, at=at)
    except KeyReused:
        form.add_error(
            None,
            _(
                "You have sent this form before, with other words. Look at your incidents; if this"
                " is another one, send it again."
            ),
        )
        return _page(request, form, at=at, key=str(uuid.uuid4()))
    except Refusal as refusal:
        form.take(refusal)
        return _page(request, form, at=at)
    save_draft(request.user, place=PLACE, body="", at=at)
    incident = incident_for(request.user, reference)
    said = render_to_string("tickets/_opened.txt", {"incident": incident})
    messages.success(request, said.strip())
    if form.unused_number:
        why = {"why": form.unused_number}
        messages.warning(request, _("The support number was left out. %(why)s") % why)
    return redirect("tickets:incident", reference)


def _open_once(form: OpeningForm, *, by: User, at: datetime) -> str:
    """Open the incident and return its reference; again with the same key, the same reference."""
    report = form.report()

    def act() -> tuple[int, str]:
        return 201, open_incident(report, by=by, at=at).reference

    said = {name: form.data.get(name, "") for name in form.fields if name != "key"}
    key = form.cleaned_data["key"] or str(uuid.uuid4())
    answer = submit_once(act, key=f"{PLACE}:{key}", digest=digest_of(said), by=by, at=at)
    return str(answer.body)


def _page(
    request: PersonRequest, form: OpeningForm, *, at: datetime, key: str = ""
) -> HttpResponse:
    if not form.contracts and form.user.kind == Kind.CLIENT:
        status = 409 if request.method == "POST" else 200
        return render(request, "tickets/open_nowhere.html", status=status)
    context = page_context(form, at=at, words=request.GET.get("q", ""))
    context["item_choice"] = item_choice(form)
    context["key"] = key or form.answer("key") or str(uuid.uuid4())
    status = 422 if form.errors else 200
    return render(request, "tickets/open.html", context, status=status)


def _live(form: OpeningForm, *, at: datetime) -> dict[str, Any]:
    """Return what the live parts print; the items only where other ones are listed by now.

    The list that somebody is choosing from is not swapped under their fingers.
    """
    context = page_context(form, at=at)
    listed = form.initial.get("items_of", "")
    if listed != (str(form.revision.pk) if form.revision else ""):
        context["item_choice"] = item_choice(form)
    return context


def page_context(form: OpeningForm, *, at: datetime, words: str = "") -> dict[str, Any]:
    """Return what the form and its live parts print; they share it."""
    contract, impact = form.under, form.answer("impact")
    terms = contract.terms_at(at) if contract else None
    choices = list(choices_under(contract, at=at))
    system = form.system
    return systems_context(form, words) | {
        "contract": contract,
        "hours": say_hours(terms.coverage) if terms else [],
        "choices": choices,
        "number_error": next(iter(form.errors.get("support_number", [])), ""),
        "promised": promised_by(contract, impact, at=at),
        "chosen_impact": next((each for each in choices if each.value == impact), None),
        "headline": promised_by(contract, impact or "outage", at=at),
        "guarantee": _outside(form, at=at),
        "already_open": open_on_system(form.user, system) if system else [],
        "is_phoned": form.user.kind != Kind.CLIENT,
        "called_back": form.answer("contact_name") or form.answer("on_behalf_of"),
    }


def systems_context(form: OpeningForm, words: str) -> dict[str, Any]:
    """Return the cards of the systems, and the contracts for one that nobody can name."""
    chosen = form.system
    systems = systems_to_report_on(form.user, words, chosen=chosen.pk if chosen else None)
    only = systems.shown[0] if len(systems.shown) == 1 and not systems.are_many else None
    return {
        "form": form,
        "systems": systems,
        "only_system": only,
        "words": words,
        "number_fault": _fault_of_number(form.user, words),
        "chosen": chosen,
        "chosen_contract": form.under,
        "is_unknown": form.is_system_unknown,
        "unknown": UNKNOWN,
        "is_phoned": form.user.kind != Kind.CLIENT,
    }


def _fault_of_number(user: User, words: str) -> str:
    """Say of a support number among the words looked for that it is mistyped, revoked, unknown."""
    if not looks_like_number(words) or names_a_host(user, words):
        return ""
    try:
        system_by_number(user, words)
    except Refusal as refusal:
        return str(refusal.sentence)
    return ""


def _outside(form: OpeningForm, *, at: datetime) -> Notice | None:
    """Return why the guarantee would not hold; that a system is unknown is no news to anybody."""
    contract, system = form.under, form.system
    if contract is None:
        return None
    reason = outside_guarantee(contract, system, form.revision, at=at)
    if not reason or reason == Outside.NO_CONFIGURATION:
        return None
    today = contract.day_of(at)
    has_ended = contract.ends_on is not None and contract.ends_on < today
    return Notice(
        reason=str(Outside(reason).label),
        ended_on=contract.ends_on if has_ended else None,
        starts_on=contract.starts_on if contract.starts_on > today else None,
    )


def _form(user: User, said: Mapping[str, Any], *, at: datetime) -> OpeningForm:
    """Return a form that has not been sent yet, filled in as far as it goes."""
    if not said.get("configuration"):
        systems = systems_to_report_on(_reporter(user), "", chosen=None)
        if len(systems.shown) == 1:
            said = {**said, "configuration": str(systems.shown[0].pk)}
    return form_for(_reporter(user))(None, user=user, at=at, initial=said)


def _kept(user: User) -> dict[str, Any]:
    """Return the draft of the form; one that an older form wrote is passed over."""
    body = draft_of(user, PLACE)
    try:
        kept = json.loads(body) if body else {}
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _reporter(user: User) -> User:
    """Return the person, who may open incidents; for others the page does not exist."""
    if user.kind not in REPORTERS:
        raise Http404
    return user
