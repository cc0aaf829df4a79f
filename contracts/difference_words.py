"""What changed between two revisions, item by item, in plain words."""

from collections.abc import Mapping
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Product, Revision, RevisionItem
from contracts.rules.differences import FIELDS, Change, Difference, Line

FIELD_NAMES: Mapping[str, Promise] = {
    "product": gettext_lazy("product"),
    "quantity": gettext_lazy("quantity"),
    "serial_number": gettext_lazy("serial number"),
    "host": gettext_lazy("host name"),
    "role": gettext_lazy("role"),
    "site": gettext_lazy("site"),
}


def line_of_item(item: RevisionItem) -> Line:
    """Return an item in the plain words in which two revisions are compared."""
    return Line(
        product=str(item.product),
        quantity=item.quantity,
        serial_number=item.serial_number,
        host=item.host,
        role=item.role,
        site=item.site,
    )


def lines_of(revision: Revision) -> list[Line]:
    """Return a revision's items as `line_of_item` does; of thousands no row is fetched whole."""
    rows = revision.items.order_by("pk").values_list(
        "product__name", "product__version", *FIELDS[1:]
    )
    called = cache(lambda name, version: str(Product(name=name, version=version)))
    return [Line(called(name, version), *fields) for name, version, *fields in rows]


def say_difference(difference: Difference) -> list[str]:
    """Say what changed from one revision to another, a sentence for each item."""
    return [_say_change(each) for each in difference.changes]


def _say_change(change: Change) -> str:
    before, after = change.before, change.after
    if before is not None and after is not None:
        return _("Changed: %(item)s (%(fields)s)") % {
            "item": _say_item(before),
            "fields": ", ".join(_say_field(name, before, after) for name in change.fields),
        }
    if after is not None:
        return _("Added: %(item)s") % {"item": _say_item(after)}
    return _("Removed: %(item)s") % {"item": _say_item(before) if before else ""}


def _say_item(line: Line) -> str:
    counted = f"{line.quantity} × {line.product}" if line.quantity > 1 else line.product
    return ", ".join(part for part in (counted, line.host, line.serial_number) if part)


def _say_field(name: str, before: Line, after: Line) -> str:
    was, now = (getattr(each, name) or "–" for each in (before, after))
    return _("%(field)s: %(before)s → %(after)s") % {
        "field": FIELD_NAMES[name],
        "before": was,
        "after": now,
    }
