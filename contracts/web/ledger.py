"""The ledger, for managers of the two vendors: balances, and entries down to their lines."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse as address
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from contracts.choices import Kind, LedgerAct
from contracts.models import Contract, LedgerEntry, User
from contracts.rules.refusal import Refusal
from contracts.selectors.keyset import keyset_page
from contracts.selectors.ledger import (
    balances_of,
    booked_contracts,
    entries_seen_by,
    open_contracts,
)
from contracts.selectors.statements import reads_drafts
from contracts.use_cases.book import reverse_entry
from contracts.web.pages import PAGE, beside, page_asked
from contracts.web.person import PersonRequest
from contracts.web.statement_forms import ReverseForm

SIZE = 25
BALANCES = "balances"

SHOWN: Mapping[str, tuple[Promise, Callable[[User], QuerySet[Contract]]]] = {
    "": (gettext_lazy("Something open"), open_contracts),
    "all": (gettext_lazy("All balances"), booked_contracts),
}
"""Which balances the page shows, by the word in its address."""

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

    A page further shows one of its two lists: the balances, or the entries; of one contract both.

    :raises Http404: this person reads no ledger.
    """
    user = request.user
    if not reads_drafts(user):
        raise Http404
    contract = request.GET.get("contract", "").replace("\0", "")
    is_further, is_of_balances = bool(request.GET.get(PAGE)), bool(request.GET.get(BALANCES))
    has_entries = is_further or not is_of_balances or bool(contract or typed)
    context = {
        "contract": contract,
        "query": request.GET.urlencode(),
        "is_refused": typed is not None,
        **(_balances(request, contract) if not is_further or contract else {}),
        **(_entries(request, contract, typed) if has_entries else {}),
    }
    return render(request, "contracts/ledger.html", context, status=status)


def _balances(request: PersonRequest, contract: str) -> dict[str, Any]:
    """Show the balance of the contract asked for, or a page of those with something open."""
    user = request.user
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN and not contract else ""
    booked = SHOWN["all" if contract else show][1](user)
    rows = booked.filter(number=contract) if contract else booked
    page = page_asked(request, rows, ("number",), size=SIZE, name=BALANCES)
    return {
        "shows_balances": True,
        "balances": balances_of(user, page.rows),
        "balance_pages": beside(page, address("contracts:ledger"), name=BALANCES, show=show),
        "toggles": [(key, label, key == show) for key, (label, _keep) in SHOWN.items()],
    }


def _entries(
    request: PersonRequest, contract: str, typed: tuple[int, ReverseForm] | None
) -> dict[str, Any]:
    found = entries_seen_by(request.user).select_related("reversal")
    if contract:
        found = found.filter(statement__contract__in=_named(request.user, contract))
    page = page_asked(request, found, ("-id",), size=SIZE)
    if typed and typed[0] not in {each.pk for each in page.rows}:  # others were booked since
        page = keyset_page(found.filter(pk__lte=typed[0]), ("-id",), cursor="", size=SIZE)
    keeps = request.user.kind == Kind.MANUFACTURER
    return {
        "shows_entries": True,
        "rows": [(each, _form(each, typed) if keeps else None) for each in page.rows],
        **beside(page, address("contracts:ledger"), contract=contract),
    }


def _named(user: User, number: str) -> list[int]:
    """Return the key of a contract, so that its entries are found by the index of its statements.

    Joins are planned as they are written: by its number the whole ledger would be read.
    """
    return list(
        Contract.objects.visible_to(user).filter(number=number).values_list("pk", flat=True)
    )


def _form(entry: LedgerEntry, typed: tuple[int, ReverseForm] | None) -> ReverseForm | None:
    if not _is_reversible(entry):
        return None
    return typed[1] if typed and typed[0] == entry.pk else ReverseForm(None, entry=entry)


def _is_reversible(entry: LedgerEntry) -> bool:
    return entry.act in _REVERSIBLE and getattr(entry, "reversal", None) is None
