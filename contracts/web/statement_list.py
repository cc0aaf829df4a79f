"""The list of statements: on top the months that wait to be issued, then what was issued."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from contracts.selectors.months_to_issue import months_to_issue
from contracts.selectors.notes import corrected
from contracts.selectors.statements import (
    reads_drafts,
    statements_seen_by,
    with_open_contests,
)
from contracts.web.pages import beside, page_asked
from contracts.web.person import PersonRequest

SIZE = 24


@login_required
@require_safe
def statements(request: PersonRequest) -> HttpResponse:
    """List the issued statements by key, and to managers of the vendors the months that wait."""
    user = request.user
    if user.kind == Kind.PLATFORM:
        raise Http404
    found = with_open_contests(statements_seen_by(user))
    contract = request.GET.get("contract", "").replace("\0", "")
    if contract:
        found = found.filter(contract__number=contract)
    page = page_asked(request, found, ("-month", "-id"), size=SIZE)
    shows_waiting = reads_drafts(user) and not page.previous
    context = {
        "rows": [(each, corrected(user, each)) for each in page.rows],
        **beside(page, reverse("contracts:statements"), contract=contract),
        "contract": contract,
        "is_client": user.kind == Kind.CLIENT,
        "waiting": months_to_issue(user, at=timezone.now(), number=contract)
        if shows_waiting
        else [],
        "may_issue": user.kind == Kind.MANUFACTURER,
        "may_read_ledger": reads_drafts(user),
    }
    return render(request, "contracts/statements.html", context)
