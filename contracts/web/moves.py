"""What people do with a revision: sign, refuse, withdraw, comment; each is one use case call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contracts.access import revision_abilities, revision_for
from contracts.choices import RevisionAction, RevisionAudience
from contracts.models import Revision, User
from contracts.rules.refusal import Invalid
from contracts.selectors import base_of
from contracts.use_cases.comment_on_revision import comment_on_revision
from contracts.use_cases.end_revision import refuse_revision, withdraw_revision
from contracts.use_cases.hold_revision import refusal_of
from contracts.use_cases.sign_off_revision import sign_off_revision
from contracts.web.differences import shown_difference
from contracts.web.move_forms import CommentForm, MoveForm, ReasonForm, SignForm
from contracts.web.person import PersonRequest, takes_unsent
from contracts.web.standing import shown_at

Perform = Callable[[Revision, Mapping[str, Any], User, datetime], object]


@dataclass(frozen=True)
class Move:
    """One thing to do: how it is named, what is asked, what is done, what is said then."""

    verb: Promise
    title: Promise
    explains: Promise
    form: type[MoveForm]
    perform: Perform
    done: Promise


def _sign(revision: Revision, _said: Mapping[str, Any], by: User, at: datetime) -> object:
    return sign_off_revision(revision, by=by, at=at)


def _refuse(revision: Revision, said: Mapping[str, Any], by: User, at: datetime) -> object:
    return refuse_revision(revision, reason=said["reason"], by=by, at=at)


def _withdraw(revision: Revision, said: Mapping[str, Any], by: User, at: datetime) -> object:
    return withdraw_revision(revision, reason=said["reason"], by=by, at=at)


def _comment(revision: Revision, said: Mapping[str, Any], by: User, at: datetime) -> object:
    audience = RevisionAudience(said.get("audience", RevisionAudience.ALL))
    return comment_on_revision(revision, audience, body=said["body"], by=by, at=at)


MOVES: Mapping[RevisionAction, Move] = {
    RevisionAction.SIGN: Move(
        _("Sign"),
        _("Sign revision %(revision)s"),
        _("A signature stays: nobody takes it back."),
        SignForm,
        _sign,
        _("Signed for your company."),
    ),
    RevisionAction.REFUSE: Move(
        _("Refuse"),
        _("Refuse revision %(revision)s"),
        _("The proposal ends here; what is in force stays in force. The reason goes with it."),
        ReasonForm,
        _refuse,
        _("Refused, with your reason."),
    ),
    RevisionAction.WITHDRAW: Move(
        _("Withdraw"),
        _("Withdraw revision %(revision)s"),
        _("The proposal ends here; what is in force stays in force. The reason goes with it."),
        ReasonForm,
        _withdraw,
        _("Withdrawn, with your reason."),
    ),
    RevisionAction.COMMENT: Move(
        _("Comment"),
        _("Comment on revision %(revision)s"),
        _("Whoever may read it is told."),
        CommentForm,
        _comment,
        _("Your comment is there."),
    ),
}


@sensitive_post_parameters("password")
@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revision_move(request: PersonRequest, pk: int, revision: int, action: str) -> HttpResponse:
    """Ask what a move needs, or make it."""
    found, at = revision_for(request.user, pk, revision), timezone.now()
    chosen = next((each for each in MOVES if each == action), None)
    if chosen is None:
        raise Http404
    if chosen not in revision_abilities(request.user, found, at=at):
        raise refusal_of(found, chosen, by=request.user)
    move = MOVES[chosen]
    posted = request.POST if request.method == "POST" else None
    form = move.form(request.unsent if posted is None else posted, request=request)
    if posted is None:
        return _asked(request, found, chosen, form, at=at)
    if not form.is_valid():
        return _asked(request, found, chosen, form, at=at, status=422)
    try:
        move.perform(found, form.cleaned_data, request.user, at)
    except Invalid as refusal:
        form.take(refusal)
        return _asked(request, found, chosen, form, at=at, status=refusal.status)
    messages.success(request, str(move.done))
    return redirect("contracts:revision", pk, revision)


def _asked(
    request: PersonRequest,
    revision: Revision,
    action: RevisionAction,
    form: MoveForm,
    *,
    at: datetime,
    status: int = 200,
) -> HttpResponse:
    base = base_of(request.user, revision)
    context = {
        "title": str(MOVES[action].title) % {"revision": revision},
        "base": base,
        "difference": shown_difference(base, revision) if base else None,
        "revision": revision,
        "system": revision.configuration,
        "action": action,
        "move": MOVES[action],
        "form": form,
        "shown": shown_at(revision, at),
        "number": getattr(revision.configuration, "support_number", None),
        "is_sign": action == RevisionAction.SIGN,
        "at": at,
    }
    return render(request, "contracts/revision_move.html", context, status=status)
