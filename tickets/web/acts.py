"""What is posted about an incident: messages, moves, drafts; each is one use case call."""

from datetime import datetime
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from contracts.rules.refusal import Invalid, Refusal
from contracts.use_cases.submit_once import digest_of, submit_once
from tickets.access import abilities_of, audiences_open_to, incident_for
from tickets.choices import Action, Audience, LegAction
from tickets.models import Incident
from tickets.selectors.story import replies_of_others
from tickets.use_cases.converse import add_comment, checksum_of, draft_place
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.save_draft import save_draft
from tickets.web.act_forms import ActForm, ComposerForm
from tickets.web.act_table import ACTS, LEG_ACTS, Act, named
from tickets.web.incident import incident_page
from tickets.web.person import PersonRequest, takes_unsent

AnAction = TypeVar("AnAction", Action, LegAction)
KEY_LENGTH = 100


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: PersonRequest, reference: str, action: str) -> HttpResponse:
    """Ask what a move needs, or make it."""
    chosen = _known(Action, action)
    if chosen not in ACTS:
        raise Http404
    return _act(request, incident_for(request.user, reference), chosen, ACTS[chosen])


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leg_move(request: PersonRequest, reference: str, action: str) -> HttpResponse:
    """Ask what a move of the escalation needs, or make it."""
    chosen = _known(LegAction, action)
    return _act(request, incident_for(request.user, reference), chosen, LEG_ACTS[chosen])


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: PersonRequest, reference: str) -> HttpResponse:
    """Write to one audience; whoever has not read the newest reply is asked to read it first."""
    incident = incident_for(request.user, reference)
    if request.method != "POST":
        return _asked_for_by_address(request, incident)
    form = ComposerForm(request.POST, incident=incident, user=request.user)
    if not form.is_valid():
        return incident_page(request, incident, composer=form, status=422)
    seen = form.cleaned_data["seen"]
    replies = replies_of_others(incident, request.user) if seen is not None else []
    if seen is not None and len(replies) > seen:
        return incident_page(request, incident, composer=form, replies=replies[seen:], status=409)
    try:
        _write_once(request, incident, form, at=timezone.now())
    except Refusal as refusal:
        form.take(refusal)
        return incident_page(request, incident, composer=form, status=refusal.status)
    messages.success(request, _("Your message is sent."))
    return redirect("tickets:incident", incident.reference)


@login_required
@require_POST
def draft(request: PersonRequest, reference: str, audience: str) -> HttpResponse:
    """Keep what is being written; it moves along when other readers are chosen."""
    incident = incident_for(request.user, reference)
    open_to = audiences_open_to(request.user, incident)
    chosen = request.POST.get("audience", audience)
    if chosen not in open_to:
        raise Http404
    kept = save_draft(
        request.user,
        place=draft_place(incident, chosen),
        body=request.POST.get("body", ""),
        at=timezone.now(),
        instead_of=[draft_place(incident, each.value) for each in open_to],
    )
    if kept is None:
        return HttpResponse("")
    time = f"{timezone.localtime(kept.saved_at):%H:%M:%S}"
    return HttpResponse(_("Saved at %(time)s") % {"time": time}, content_type="text/plain")


def _asked_for_by_address(request: PersonRequest, incident: Incident) -> HttpResponse:
    """Lead whoever has signed in again to the composer, with what was being sent."""
    if request.unsent is None:
        return redirect("tickets:incident", incident.reference)
    form = ComposerForm(request.unsent, incident=incident, user=request.user)
    return incident_page(request, incident, composer=form)


def _known(table: type[AnAction], name: str) -> AnAction:
    try:
        return table(name)
    except ValueError as unknown:
        raise Http404 from unknown


def _act(
    request: PersonRequest, incident: Incident, action: Action | LegAction, act: Act
) -> HttpResponse:
    at = timezone.now()
    posted = request.POST if request.method == "POST" else None
    said = request.unsent if posted is None else posted
    form = act.form(said, incident=incident, user=request.user, at=at)
    if posted is None:
        if action not in abilities_of(request.user, incident, at=at):
            raise MoveNotOpen(_("“%(action)s” is not possible now.") % {"action": action.label})
        return _asked(request, act, form)
    if not form.is_valid():
        return _asked(request, act, form, status=422)
    try:
        act.perform(incident, form, request.user, at)
    except Invalid as refusal:
        form.take(refusal)
        return _asked(request, act, form, status=refusal.status)
    except Refusal as refusal:
        return _asked(request, act, form, refusal=refusal, status=refusal.status)
    messages.success(request, str(act.done))
    address = reverse("tickets:incident", args=[incident.reference])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _asked(
    request: PersonRequest,
    act: Act,
    form: ActForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    template = "tickets/_act.html" if request.htmx else "tickets/act.html"
    context = {
        "incident": form.incident,
        "form": form,
        "plain_fields": [
            field for field in form.visible_fields() if field.name not in form.dressed
        ],
        "verb": named(act.verb, form.incident),
        "explains": named(act.explains, form.incident) if form.is_explained else "",
        "refusal": refusal,
        "address": request.path,
    }
    return render(request, template, context, status=status)


def _write_once(
    request: PersonRequest, incident: Incident, form: ComposerForm, *, at: datetime
) -> None:
    """Write, unless this very message has been sent before: a double click, a page gone back to."""
    said = form.cleaned_data
    files = request.FILES.getlist("files")

    def write() -> tuple[int, str]:
        written = add_comment(
            incident,
            audience=Audience(said["audience"]),
            body=said["body"],
            files=files,
            by=request.user,
            at=at,
        )
        return 201, str(written.pk)

    if not said["key"]:
        write()
        return
    sent = [(each.name, checksum_of(each)) for each in files]
    digest = digest_of([incident.pk, said["audience"], said["body"], sent])
    key = f"{said['key']}:{digest}"[:KEY_LENGTH]
    submit_once(write, key=key, digest=digest, by=request.user, at=at)
