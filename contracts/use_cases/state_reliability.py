"""State how often a product fails and how long its repair takes: its vendor's manager does."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access_to_products import may_state_reliability, product_for
from contracts.choices import EventKind
from contracts.models import Product, Reliability, User
from contracts.rules.figures_of_products import MOST_HOURS, Figures, are_possible
from contracts.rules.refusal import Forbidden, Invalid

SOURCE_LENGTH = 200


@transaction.atomic
def state_reliability(
    product: Product, figures: Figures, *, source: str, by: User, at: datetime
) -> Reliability:
    """State a product's figures, in place of those that were; what is proposed keeps its own.

    :raises Http404: the product is not this person's to see.
    :raises Forbidden: only a manager of its vendor states them.
    :raises Invalid: figures that no product has.
    """
    held = locked_product(product, by=by)
    if not may_state_reliability(by, held):
        raise Forbidden(_("Only a manager of the product’s vendor states how reliable it is."))
    if not are_possible(figures):
        raise Invalid(
            _("An MTBF is between 1 and %(most)s hours, a repair a year at most.")
            % {"most": MOST_HOURS},
            errors=_errors(figures),
        )
    before = Reliability.objects.filter(product=held).first()
    after = Reliability(
        product=held,
        mtbf_hours=figures.mtbf_hours,
        mttr=figures.mttr,
        source=source.strip()[:SOURCE_LENGTH],
    )
    if before is None or _content(before) != _content(after):
        after.save()
        journal.record(
            EventKind.RELIABILITY_STATED,
            by=by,
            at=at,
            product=held.pk,
            before=_content(before) if before else None,
            after=_content(after),
        )
    return after


def locked_product(product: Product, *, by: User) -> Product:
    """Lock a product that a person may see; it is read once it is locked.

    :raises Http404: there is none, or not for this person.
    """
    Product.objects.select_for_update(no_key=True).filter(pk=product.pk).first()
    return product_for(by, product.pk)


def _errors(figures: Figures) -> dict[str, list[str]]:
    errors = {}
    if not 1 <= figures.mtbf_hours <= MOST_HOURS:
        sentence = _("Between 1 and %(most)s hours.") % {"most": MOST_HOURS}
        errors["mtbf_hours"] = [sentence]
    if not are_possible(Figures(1, figures.mttr)):
        errors["mttr"] = [_("From nothing to a year.")]
    return errors


def _content(said: Reliability) -> dict[str, object]:
    return {
        "mtbf_hours": said.mtbf_hours,
        "mttr_seconds": int(said.mttr.total_seconds()),
        "source": said.source,
    }
