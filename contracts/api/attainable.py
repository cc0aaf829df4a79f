"""What a configuration can hold, over REST: as it stands in a revision, and what if.

A question writes nothing: a token that only reads may ask it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api.attainable_shapes import (
    AttainableDocument,
    WhatIf,
    WhatIfOfItems,
    attainable_document,
    standby_in,
)
from contracts.api.frame import Operation
from contracts.api.items import items_from
from contracts.api.revisions import OfRevision
from contracts.choices import Kind
from contracts.models import Configuration, Product, Revision
from contracts.rest import Data, Said, wrong
from contracts.rules.figures_of_products import Figures, Standby, are_possible
from contracts.rules.inventory import folded
from contracts.rules.refusal import Forbidden
from contracts.selectors import items_of, last_signed
from contracts.selectors.attainable import attainable_of, figure_of
from contracts.selectors.designs import ItemLike, design_of, standby_of
from contracts.use_cases.keep_redundancy import refuse_impossible_standby


class OfAttainable(Operation):
    """An operation that reckons, and writes nothing."""

    document = AttainableDocument
    only_reads = True

    def reckoned(
        self,
        configuration: Configuration,
        items: Sequence[ItemLike],
        standby: Mapping[str, Standby],
        *,
        asked: Data,
        effective_at: datetime,
    ) -> Said:
        """Return what items can hold with what is asked in place of what stands.

        :raises Forbidden: a client tries other figures of products.
        :raises Invalid: a group or a product that is not there, or what cannot be of it.
        """
        said = standby_in(asked.get("groups", []))
        refuse_impossible_standby(said, items)
        instead = self._instead(asked.get("figures", []), items)
        stated = {**standby, **said}
        design = design_of(configuration, items, stated, effective_at=effective_at, instead=instead)
        figure = figure_of(design, at=timezone.now())
        currency = configuration.contract.agreement.currency
        return Said(attainable_document(figure, reader=self.user, currency=currency))

    def _instead(self, rows: Sequence[Data], items: Sequence[ItemLike]) -> dict[int, Figures]:
        if rows and self.user.kind == Kind.CLIENT:
            raise Forbidden(_("How reliable products are is between the two vendors."))
        known: dict[int | str, Product] = {}
        for item in items:
            known |= {item.product.pk: item.product, folded(str(item.product)): item.product}
        found = {}
        for row, each in enumerate(rows, start=1):
            key = each["product"]
            product = known.get(folded(key) if isinstance(key, str) else key)
            if product is None:
                raise wrong(f"figures.{row}.product", _("It is not in the configuration."))
            figures = Figures(each["mtbf_hours"], each["mttr"])
            if not are_possible(figures):
                raise wrong(f"figures.{row}.mttr", _("From nothing to a year."))
            found[product.pk] = figures
        return found


class RevisionAttainable(OfRevision, OfAttainable):
    """What a revision can hold."""

    body = WhatIf

    def get(self, request: Request, key: str, revision: int) -> Response:
        """Read the figure that stands in a revision; without one, what it holds today."""
        found = self.revision(key, revision)
        self.refuse_unknown()
        figure = attainable_of(found)
        configuration = found.configuration
        if figure is None:
            return self.marked(self._today(found, {}).body).response()
        currency = configuration.contract.agreement.currency
        document = attainable_document(figure, reader=self.user, currency=currency)
        return self.marked(document).response()

    def post(self, request: Request, key: str, revision: int) -> Response:
        """Ask what it could hold if it were otherwise, with today's figures; nothing is written."""
        found = self.revision(key, revision)
        return self._today(found, self.read(WhatIf)).response()

    def _today(self, found: Revision, asked: Data) -> Said:
        return self.reckoned(
            found.configuration,
            list(items_of(found)),
            standby_of(found),
            asked=asked,
            effective_at=found.effective_at,
        )


class ConfigurationAttainable(OfAttainable):
    """What a configuration that is being defined could hold."""

    body = WhatIfOfItems
    http_method_names: ClassVar[list[str]] = ["post", "options"]  # type: ignore[misc]

    def post(self, request: Request, key: str) -> Response:
        """Ask what some items could hold under its contract; nothing is written."""
        found = self.configuration(key)
        said = self.read(WhatIfOfItems)
        items = items_from(said["items"], of=found, by=self.user)
        before = standby_of(last_signed(found))
        return self.reckoned(
            found, items, before, asked=said, effective_at=timezone.now()
        ).response()
