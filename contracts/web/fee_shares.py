"""The page on which a manager of either vendor shares a contract's fee among its systems."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contracts.access import may_offer
from contracts.dates import say_month
from contracts.models import Configuration, Contract
from contracts.rules.fee_shares import equal_shares
from contracts.rules.refusal import Forbidden, Refusal
from contracts.selectors.fee_shares import counts_from, systems_sharing
from contracts.use_cases.share_fee import share_fee
from contracts.web.contracts import seen_contract
from contracts.web.move_forms import TakesRefusals
from contracts.web.person import PersonRequest, takes_unsent
from contracts.web.written_fields import FigureField, plain_figure

_HUNDRED, _PERCENT_DECIMALS = Decimal(100), 4
_EQUALLY = "equally"


class SharesForm(TakesRefusals):
    """A percentage of the fee for each system; each field is named by its system's key."""

    def __init__(self, data: Mapping[str, Any] | None, *, systems: Sequence[Configuration]) -> None:
        super().__init__(data, auto_id="share_%s")
        for system in systems:
            self.fields[str(system.pk)] = FigureField(
                decimals=_PERCENT_DECIMALS,
                label=system.name,
                initial=system.fee_share * _HUNDRED,
                error_messages={
                    "required": gettext_lazy("Say the share of every system, be it nothing.")
                },
            )

    def shares(self) -> dict[int, Decimal]:
        """Return the shares that were typed, as parts of 1."""
        return {int(key): percent / _HUNDRED for key, percent in self.cleaned_data.items()}


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: PersonRequest, contract: str) -> HttpResponse:
    """Ask for the share of each system, and set them; equal ones are filled in, not yet set."""
    found = seen_contract(request.user, contract)
    if not may_offer(request.user, found.agreement):
        raise Forbidden(_("Only a manager of one of the two vendors shares the fee."))
    systems = systems_sharing(found)
    if request.method != "POST":
        return _asked(request, found, SharesForm(request.unsent, systems=systems))
    if _EQUALLY in request.POST:
        return _asked(request, found, SharesForm(_filled_equally(systems), systems=systems))
    form = SharesForm(request.POST, systems=systems)
    if not form.is_valid():
        return _asked(request, found, form)
    try:
        share_fee(found, form.shares(), by=request.user, at=timezone.now())
    except Refusal as refusal:
        form.take(refusal)
        return _asked(request, found, form)
    messages.success(request, _("The fee is shared: together the systems bear all of it."))
    return redirect("contracts:contract", found.number)


def _filled_equally(systems: Sequence[Configuration]) -> Mapping[str, str]:
    equal = equal_shares([each.pk for each in systems])
    return {str(key): plain_figure(share * _HUNDRED) for key, share in equal.items()}


def _asked(request: PersonRequest, contract: Contract, form: SharesForm) -> HttpResponse:
    month = counts_from(contract, at=timezone.now())
    context = {"contract": contract, "form": form, "counts_from": say_month(month)}
    status = 422 if form.errors else 200
    return render(request, "contracts/fee_shares.html", context, status=status)
