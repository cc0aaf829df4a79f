"""The list of statements: on top the months that wait to be issued, then what was issued."""

import re
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from contracts.models import Statement
from contracts.selectors.months_to_issue import months_to_issue
from contracts.selectors.notes import corrected
from contracts.selectors.statements import (
    reads_drafts,
    statements_seen_by,
    with_open_contests,
)
from contracts.web.person import PersonRequest

SIZE = 24
_PLACE = re.compile(r"(?P<month>[0-9]{4}-(?:0[1-9]|1[0-2]))\.(?P<pk>[0-9]{1,18})", re.ASCII)


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
    before = _place_in(request.GET.get("before", ""))
    rows = list(_from(found, before)[: SIZE + 1])
    shows_waiting = reads_drafts(user) and before is None
    context = {
        "rows": [(each, corrected(user, each)) for each in rows[:SIZE]],
        "next": _here(contract, rows[SIZE - 1]) if len(rows) > SIZE else "",
        "newest": _here(contract) if before else "",
        "contract": contract,
        "is_client": user.kind == Kind.CLIENT,
        "waiting": months_to_issue(user, at=timezone.now(), number=contract)
        if shows_waiting
        else [],
        "may_issue": user.kind == Kind.MANUFACTURER,
        "may_read_ledger": reads_drafts(user),
    }
    return render(request, "contracts/statements.html", context)


def _from(rows: QuerySet[Statement], before: tuple[date, int] | None) -> QuerySet[Statement]:
    """Keep what comes after the statement with which the page before ended."""
    if before is None:
        return rows
    month, pk = before
    return rows.filter(Q(month__lt=month) | Q(month=month, pk__lt=pk))


def _place_in(text: str) -> tuple[date, int] | None:
    """Return the place in an address; one that cannot be read, as when cut, is the first page."""
    found = _PLACE.fullmatch(text)
    if found is None or found["month"].startswith("0000"):
        return None
    return date.fromisoformat(f"{found['month']}-01"), int(found["pk"])


def _here(contract: str, last: Statement | None = None) -> str:
    asked = {"contract": contract} if contract else {}
    if last is not None:
        asked["before"] = f"{last.month:%Y-%m}.{last.pk}"
    here = reverse("contracts:statements")
    return f"{here}?{urlencode(asked)}" if asked else here
