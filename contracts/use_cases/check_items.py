"""Judge the items of a proposal: in scope, supported, each machine once and in one system."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from django.db import connection
from django.utils.translation import gettext as _

from contracts.choices import Kind
from contracts.dates import say_date
from contracts.models import Configuration, Product, Revision, RevisionItem, User
from contracts.rules.refusal import Invalid
from contracts.rules.serial_numbers import same_serial
from contracts.use_cases.draft_revision import Item

ITEMS = "items"
_SERIALS = 4_711
"""The advisory lock under which serial numbers are looked up and taken."""


class NothingChanges(Invalid):
    """A proposal of what was signed already."""

    code = "nothing-changes"


class OutOfScope(Invalid):
    """A product that the agreement does not cover, or beyond its end of support."""

    code = "out-of-scope"


class SerialTaken(Invalid):
    """A serial number that another configuration guarantees already."""

    code = "serial-taken"


class SerialTwice(Invalid):
    """A serial number that stands in two rows: a machine is in a system once."""

    code = "serial-twice"


@dataclass(frozen=True)
class _Fault:
    """What is wrong in one row (they count from one), at the field that it is about."""

    kind: type[Invalid]
    row: int
    field: str
    sentence: str
    in_a_list: str = ""  # where the sentence stands alone, and has to name its row


def is_same_as(last: Revision, items: Sequence[RevisionItem | Item], *, by: User) -> bool:
    """Tell whether a client asks two vendors to sign what they signed: nothing differs.

    A vendor may have the same state signed anew, with other words or from another day.
    """
    signed = last.items.select_related("product")
    return by.kind == Kind.CLIENT and Counter(map(_all_of, items)) == Counter(map(_all_of, signed))


def faults_in(
    configuration: Configuration,
    items: Sequence[RevisionItem | Item],
    *,
    by: User,
    at: datetime,
) -> tuple[type[Invalid], dict[str, list[str]]]:
    """Return what no proposal may hold, and of which kind the first of it is.

    All sentences stand under ``items``, and each at its place: ``items.3.serial_number`` for the
    third row. Serial numbers are locked until the transaction ends.
    """
    faults = [
        *_twice(items),
        *_out_of_scope(configuration, items, day=configuration.contract.day_of(at)),
        *_taken(configuration, items, by=by, at=at),
    ]
    errors: dict[str, list[str]] = defaultdict(list)
    for fault in faults:
        listed = fault.in_a_list or fault.sentence
        if listed not in errors[ITEMS]:
            errors[ITEMS].append(listed)
        errors[f"{ITEMS}.{fault.row}.{fault.field}"].append(fault.sentence)
    return (faults[0].kind if faults else Invalid), dict(errors)


def _all_of(item: RevisionItem | Item) -> tuple[int, int, str, str, str, str]:
    serial = same_serial(item.serial_number)
    return (item.product.pk, item.quantity, serial, item.host, item.role, item.site)


def _twice(items: Sequence[RevisionItem | Item]) -> Iterator[_Fault]:
    first: dict[str, int] = {}
    for row, item in enumerate(items, start=1):
        key = same_serial(item.serial_number)
        if key and key in first:
            said = {"row": row, "serial": item.serial_number, "first": first[key]}
            sentence = _("%(serial)s stands in row %(first)s already.") % said
            listed = _("Row %(row)s: %(serial)s stands in row %(first)s already.") % said
            yield _Fault(SerialTwice, row, "serial_number", sentence, listed)
        first.setdefault(key, row)


def _out_of_scope(
    configuration: Configuration, items: Sequence[RevisionItem | Item], *, day: date
) -> Iterator[_Fault]:
    in_scope = set(configuration.contract.agreement.products.values_list("pk", flat=True))
    by_name = sorted(enumerate(items, start=1), key=lambda each: str(each[1].product))
    for row, item in by_name:
        if sentence := _why_out(item.product, is_in_scope=item.product.pk in in_scope, day=day):
            yield _Fault(OutOfScope, row, "product", sentence)


def _why_out(product: Product, *, is_in_scope: bool, day: date) -> str:
    until = product.supported_until
    if not is_in_scope:
        return _("%(product)s is not in the agreement’s scope.") % {"product": product}
    if until is not None and until < day:
        said = {"product": product, "day": say_date(until)}
        return _("%(product)s is no longer supported since %(day)s.") % said
    return ""


def _taken(
    configuration: Configuration,
    items: Sequence[RevisionItem | Item],
    *,
    by: User,
    at: datetime,
) -> list[_Fault]:
    rows = {same_serial(item.serial_number): row for row, item in enumerate(items, start=1)}
    rows.pop("", None)
    if not rows:
        return []
    with connection.cursor() as cursor:  # two proposals look and take one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SERIALS])
    taken = RevisionItem.objects.guaranteed(at).with_serials(rows)
    elsewhere = {
        same_serial(each.serial_number): each.revision.configuration_id
        for each in taken.exclude(revision__configuration=configuration).select_related("revision")
    }
    seen = Configuration.objects.visible_to(by).in_bulk(elsewhere.values()) if elsewhere else {}
    return [
        _Fault(SerialTaken, row, "serial_number", _why_taken(items[row - 1], where, by=by))
        for row, where in sorted(
            ((rows[key], seen.get(pk)) for key, pk in elsewhere.items()), key=itemgetter(0)
        )
    ]


def _why_taken(item: RevisionItem | Item, where: Configuration | None, *, by: User) -> str:
    said: Mapping[str, object] = {"serial": item.serial_number, "system": where}
    if where is not None:
        return _("%(serial)s cannot be registered: “%(system)s” has it.") % said
    if by.kind == Kind.CLIENT:
        return _("%(serial)s cannot be registered, contact your manufacturer.") % said
    return _("%(serial)s cannot be registered. Read it again on the machine.") % said
