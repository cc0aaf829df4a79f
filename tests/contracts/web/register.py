"""What the tests of the register's pages post."""

from typing import Any

from django.test import Client

from contracts.models import Configuration, Product, Revision, User
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.propose_revision import propose_revision
from tests.factories.contracts import MORNING

WHEN = "2030-01-07T08:00"


def product(name: str) -> Product:
    return Product.objects.get(name=name, agreements__reference="AG-FR-1")


def draft_address(of: Configuration) -> str:
    return f"/c/{of.pk}/draft/"


def server(**more: Any) -> dict[str, Any]:
    return {"product": product("ProLiant 8500").pk, **more}


def proposed(of: Configuration, by: User, *, way_back: str = "") -> Revision:
    """A proposal of two servers, to come into force at once."""
    items = [Item(product("ProLiant 8500"), 2, host="SRV-A"), Item(product("SQL Server 2000"))]
    plan = Plan("A second server", MORNING, way_back)
    return propose_revision(of, items, plan, by=by, at=MORNING)


def act(client: Client, revision: Revision, action: str, **said: str) -> Any:
    """Send what a page asks for a move on a revision."""
    return client.post(f"/c/{revision.configuration_id}/r{revision.number}/{action}/", said)


def rows(*items: dict[str, Any], **said: str) -> dict[str, Any]:
    """Return the editor's form with these rows, and one left blank."""
    form: dict[str, Any] = {
        "rows-TOTAL_FORMS": str(len(items) + 1),
        "rows-INITIAL_FORMS": str(len(items)),
        "note": "More memory",
        "effective_at": WHEN,
    }
    for place, item in enumerate([*items, {}]):
        row = {"quantity": "1", "product": "", **item}
        form |= {f"rows-{place}-{name}": str(value) for name, value in row.items()}
    return form | said
