"""The ledger, for managers of the two vendors: balances, and entries down to their lines."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contracts.choices import Kind, LedgerAct
from contracts.models import LedgerEntry
from contracts.selectors.ledger import balances, entries_seen_by
from contracts.selectors.statements import reads_drafts
from contracts.web.person import PersonRequest

SIZE = 25
_REVERSIBLE = {LedgerAct.PAYMENT, LedgerAct.REIMBURSEMENT}


@login_required
@require_safe
def ledger(request: PersonRequest) -> HttpResponse:
    """Show what is owed to whom, and each act that was booked."""
    user = request.user
    if not reads_drafts(user):
        raise Http404
    found = entries_seen_by(user).select_related("reversal")
    contract = request.GET.get("contract", "").replace("\0", "")
    if contract:
        found = found.filter(statement__contract__number=contract)
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    keeps = user.kind == Kind.MANUFACTURER
    context = {
        "balances": balances(user),
        "page": page,
        "rows": [(each, keeps and _is_reversible(each)) for each in page.object_list],
        "contract": contract,
    }
    return render(request, "contracts/ledger.html", context)


def _is_reversible(entry: LedgerEntry) -> bool:
    return entry.act in _REVERSIBLE and getattr(entry, "reversal", None) is None
