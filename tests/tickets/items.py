"""The items that a system's revisions hold, for tests of the item concerned."""

from datetime import datetime

from contracts.models import Configuration, RevisionItem
from contracts.use_cases.draft_revision import Item
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO


def item_of(configuration: Configuration, product: str) -> RevisionItem:
    """Return the item of a product in the newest revision."""
    found = RevisionItem.objects.filter(
        revision__configuration=configuration, product__name=product
    ).last()
    assert found is not None
    return found


def changed(house: House, *rows: tuple[str, str, str], at: datetime = LONG_AGO) -> None:
    """Put the payroll's next revision in force: product, host and role of each item."""
    products = {each.name: each for each in house.agreement.products.all()}
    contracts.next_revision(
        house.payroll,
        signed_by=(house.helen, house.max),
        effective_at=at,
        at=at,
        items=[Item(products[name], host=host, role=role) for name, host, role in rows],
    )
