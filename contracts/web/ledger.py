"""The ledger, for managers of the two vendors: balances, and entries down to their lines."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse as address
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contracts.choices import Kind, LedgerAct
from contracts.models import LedgerEntry
from contracts.rules.refusal import Refusal
from contracts.selectors.ledger import balances, entries_seen_by
from contracts.selectors.statements import reads_drafts
from contracts.use_cases.book import reverse_entry
from contracts.web.person import PersonRequest
from contracts.web.statement_forms import ReverseForm

SIZE = 25
_REVERSIBLE = {LedgerAct.PAYMENT, LedgerAct.REIMBURSEMENT}


@login_required
@require_safe
def ledger(request: PersonRequest) -> HttpResponse:
    """Show what is owed to whom, and each act that was booked."""
    return ledger_page(request)


@login_required
@require_POST
def reverse(request: PersonRequest, pk: int) -> HttpResponse:
    """Reverse a payment or a reimbursement that was recorded by mistake."""
    if not reads_drafts(request.user):
        raise Http404
    entry = entries_seen_by(request.user).filter(pk=pk).first()
    if entry is None:
        raise Http404
    form = ReverseForm(request.POST, entry=entry)
    if not form.is_valid():
        return ledger_page(request, typed=(pk, form), status=422)
    try:
        reverse_entry(entry, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except Refusal as refusal:
        if not refusal.errors:
            raise
        form.take(refusal)
        return ledger_page(request, typed=(pk, form), status=refusal.status)
    messages.success(request, _("The entry is reversed by another one."))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(address("contracts:ledger") + query)


def ledger_page(
    request: PersonRequest, *, typed: tuple[int, ReverseForm] | None = None, status: int = 200
) -> HttpResponse:
    """Show the ledger, with what was typed at an entry where its reversal was refused.

    :raises Http404: this person reads no ledger.
    """
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
        "rows": [(each, _form(each, typed) if keeps else None) for each in page.object_list],
        "contract": contract,
        "query": request.GET.urlencode(),
        "is_refused": typed is not None,
    }
    return render(request, "contracts/ledger.html", context, status=status)


def _form(entry: LedgerEntry, typed: tuple[int, ReverseForm] | None) -> ReverseForm | None:
    if not _is_reversible(entry):
        return None
    return typed[1] if typed and typed[0] == entry.pk else ReverseForm(None, entry=entry)


def _is_reversible(entry: LedgerEntry) -> bool:
    return entry.act in _REVERSIBLE and getattr(entry, "reversal", None) is None
