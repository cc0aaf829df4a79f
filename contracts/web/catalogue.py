"""The catalogue as the vendors read it: how often each product fails, how long a repair takes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from contracts.access_to_products import (
    BY_VENDOR_AND_NAME,
    may_state_reliability,
    product_for,
    products_seen_by,
)
from contracts.choices import Kind
from contracts.models import Product, Reliability
from contracts.rules.figures_of_products import Figures
from contracts.rules.refusal import Forbidden, Refusal
from contracts.use_cases.state_reliability import SOURCE_LENGTH, state_reliability
from contracts.web.attainable_words import hours_said_of
from contracts.web.designer_form import HoursField, RepairField
from contracts.web.move_forms import TakesRefusals
from contracts.web.pages import beside, page_asked
from contracts.web.person import PersonRequest, takes_unsent

SIZE = 100


class ReliabilityForm(TakesRefusals):
    """How reliable a product is, as its vendor states it."""

    mtbf_hours = HoursField(
        label=gettext_lazy("MTBF in hours"),
        help_text=gettext_lazy("On average from the end of a repair to the next failure."),
        error_messages={"required": gettext_lazy("Give the MTBF.")},
    )
    mttr = RepairField(
        label=gettext_lazy("Repair, hands on"),
        help_text=gettext_lazy(
            "How long it takes once somebody has started; the wait for them is the contract’s."
        ),
        error_messages={"required": gettext_lazy("Give how long a repair takes.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Where the figures come from"),
        required=False,
        max_length=SOURCE_LENGTH,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, stated: Reliability | None) -> None:
        initial = {
            "mtbf_hours": str(stated.mtbf_hours) if stated else None,
            "mttr": stated.mttr if stated else None,
            "source": stated.source if stated else "",
        }
        super().__init__(data, initial=initial, auto_id="product_%s")

    def figures(self) -> Figures:
        return Figures(self.cleaned_data["mtbf_hours"], self.cleaned_data["mttr"])


@login_required
@require_safe
def catalogue(request: PersonRequest) -> HttpResponse:
    """List the products that a vendor may see; to a client there is no such page."""
    if request.user.kind not in {Kind.MANUFACTURER, Kind.PUBLISHER}:
        raise Http404
    page = page_asked(request, products_seen_by(request.user), BY_VENDOR_AND_NAME, size=SIZE)
    rows = [
        (each, stated, hours_said_of(stated.mtbf_hours) if stated else "", may)
        for each in page.rows
        for stated in [_stated(each)]
        for may in [may_state_reliability(request.user, each)]
    ]
    context = {**beside(page, reverse("contracts:catalogue")), "rows": rows}
    return render(request, "contracts/catalogue.html", context)


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def product(request: PersonRequest, product: int) -> HttpResponse:
    """Ask a manager of its vendor how reliable a product is."""
    found = product_for(request.user, product)
    if not may_state_reliability(request.user, found):
        raise Forbidden(_("Only a manager of the product’s vendor states how reliable it is."))
    said = request.POST if request.method == "POST" else request.unsent
    form = ReliabilityForm(said, stated=_stated(found))
    if request.method != "POST" or not form.is_valid():
        return _asked(request, found, form)
    try:
        state_reliability(
            found,
            form.figures(),
            source=form.cleaned_data["source"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.take(refusal)
        return _asked(request, found, form)
    messages.success(
        request, _("Stated. What was proposed keeps the figures with which it was reckoned.")
    )
    return redirect("contracts:catalogue")


def _asked(request: PersonRequest, product: Product, form: ReliabilityForm) -> HttpResponse:
    context = {"product": product, "form": form}
    status = 422 if form.errors else 200
    return render(request, "contracts/product.html", context, status=status)


def _stated(product: Product) -> Reliability | None:
    stated: Reliability | None = getattr(product, "reliability", None)
    return stated
