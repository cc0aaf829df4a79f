"""The catalogue over REST, for the vendors: how reliable each product is, and who says so."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.access_to_products import (
    may_state_reliability,
    product_for,
    products_seen_by,
)
from contracts.api import shapes
from contracts.api.frame import Listing, Operation
from contracts.api.offer_bodies import Duration
from contracts.choices import Kind
from contracts.models import Product, Reliability
from contracts.rest import Body, Data, Said, written_duration
from contracts.rules.figures_of_products import MOST_HOURS, Figures
from contracts.rules.refusal import Forbidden
from contracts.use_cases.state_reliability import SOURCE_LENGTH, state_reliability


class NewReliability(Body):
    """How reliable a product is, as its vendor states it."""

    mtbf_hours = serializers.IntegerField(
        min_value=1,
        max_value=MOST_HOURS,
        help_text="On average from the end of a repair to the next failure.",
    )
    mttr = Duration(help_text="Of a repair, hands on: once somebody has started.")
    source = serializers.CharField(  # type: ignore[assignment]  # a field has a source too
        required=False, allow_blank=True, max_length=SOURCE_LENGTH, default=""
    )


class ReliabilityShape(serializers.Serializer[Any]):
    mtbf_hours = serializers.IntegerField()
    mttr = Duration()
    source = serializers.CharField()  # type: ignore[assignment]


class ProductInCatalogue(shapes.Product):
    """A product, and how reliable it is; null where that is not known."""

    vendor = serializers.CharField()
    reliability = ReliabilityShape(allow_null=True)


class Products(Listing):
    """The catalogue of a vendor's agreements."""

    document = ProductInCatalogue
    keys = ("name", "version", "id")
    is_hidden_from_some = True

    def get(self, request: Request) -> Response:
        """List the products that the caller may see; to a client there is no such list."""
        if self.user.kind not in {Kind.MANUFACTURER, Kind.PUBLISHER}:
            raise Http404
        return self.page(products_seen_by(self.user), product_document)


class StateReliability(Operation):
    """How reliable a product is."""

    body = NewReliability
    document = ProductInCatalogue

    def get(self, request: Request, product: int) -> Response:
        """Read a product of the catalogue."""
        said = self.shown(product)
        self.refuse_unknown()
        return said.response()

    def post(self, request: Request, product: int) -> Response:
        """State its figures; a manager of its vendor does. What was proposed keeps its own."""
        found = product_for(self.user, product)
        if not may_state_reliability(self.user, found):
            raise Forbidden(_("Only a manager of the product’s vendor states how reliable it is."))
        said = self.read(NewReliability)

        def act() -> Said:
            figures = Figures(said["mtbf_hours"], said["mttr"])
            state_reliability(
                found, figures, source=said["source"], by=self.user, at=timezone.now()
            )
            return self.shown(product)

        return self.on_state(found, read=lambda: self.shown(product), act=act)

    def shown(self, product: int) -> Said:
        """Return a product as it is now, with its mark."""
        return self.marked(product_document(product_for(self.user, product)))


def product_document(product: Product) -> Data:
    """Return a product fetched with what is stated of it."""
    stated: Reliability | None = getattr(product, "reliability", None)
    return {
        "id": product.pk,
        "kind": product.kind,
        "name": product.name,
        "version": product.version,
        "vendor": product.vendor.name,
        "reliability": {
            "mtbf_hours": stated.mtbf_hours,
            "mttr": written_duration(stated.mttr),
            "source": stated.source,
        }
        if stated
        else None,
    }
