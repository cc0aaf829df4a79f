"""Issue the statements of several contracts at once: each is done or refused by itself."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from contracts.choices import Kind
from contracts.rules.refusal import Refusal
from contracts.selectors.months_to_issue import MOST
from contracts.selectors.statements import contract_and_month, reads_drafts
from contracts.use_cases.issue_statement import issue_statement
from contracts.web.person import PersonRequest


@login_required
@require_POST
def issue_selected(request: PersonRequest) -> HttpResponse:
    """Issue the chosen months, each in a transaction of its own, and say what became of them."""
    if not (reads_drafts(request.user) and request.user.kind == Kind.MANUFACTURER):
        raise Http404
    at, done = timezone.now(), 0
    chosen = list(dict.fromkeys(request.POST.getlist("month")))[:MOST]
    for each in chosen:
        done += _issue(request, each, at=at)
    if done:
        words = ngettext("%(count)s statement issued.", "%(count)s statements issued.", done)
        messages.success(request, words % {"count": done})
    if not chosen:
        messages.warning(request, _("Choose the months to issue."))
    return redirect("contracts:statements")


def _issue(request: PersonRequest, chosen: str, *, at: datetime) -> bool:
    key, _space, seen = chosen.partition(" ")
    try:
        contract, month = contract_and_month(request.user, key)
        issue_statement(contract, month, by=request.user, at=at, seen=seen)
    except (Refusal, Http404) as refusal:
        why = str(refusal) or _("It is not there.")
        messages.warning(request, _("Not issued: %(key)s. %(why)s") % {"key": key, "why": why})
        return False
    return True
