"""What is wrong in an inventory, said to whoever sent it: row, column, what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.rules.inventory import MOST_QUANTITY, MOST_ROWS, Fault

MOST_SAID = 100

SENTENCES: Mapping[str, Promise] = {
    "empty": _("There is no item in it."),
    "unreadable": _("This row cannot be read: a quotation mark is opened and never closed."),
    "unreadable-cell": _("A character of “%(value)s” cannot be read: write it anew."),
    "too-many-rows": _("%(value)s rows: %(most_rows)s at most."),
    "column-twice": _("Two columns are called “%(column)s”."),
    "no-product-column": _("No column is called “product”: the first row names the columns."),
    "too-many-cells": _("More cells than the first row names."),
    "too-long": _("More than %(most_letters)s characters: “%(value)s”"),
    "missing": _("No product is named."),
    "not-a-whole-number": _("“%(value)s” is not a whole number of at least 1."),
    "out-of-range": _("“%(value)s” is not between 1 and %(most)s."),
    "serial-twice": _("“%(value)s” stands in two rows."),
    "unknown-product": _("“%(value)s” is not in the agreement’s catalogue."),
    "several-products": _("There are several versions of “%(value)s”: name the version."),
}
_SHORT = 60


@dataclass(frozen=True)
class SaidFault:
    row: int
    column: str
    sentence: str


def say_faults(faults: Sequence[Fault]) -> list[SaidFault]:
    """Say the first faults, in the order of the rows; nobody reads more at once."""
    ordered = sorted(faults, key=lambda each: each.row)[:MOST_SAID]
    return [SaidFault(each.row, each.column, _say(each)) for each in ordered]


def _say(fault: Fault) -> str:
    value = say_count(int(fault.value)) if fault.kind == "too-many-rows" else fault.value
    value = value if len(value) <= _SHORT else f"{value[:_SHORT]}…"
    said = {
        "value": value,
        "column": fault.column,
        "most": say_count(MOST_QUANTITY),
        "most_rows": say_count(MOST_ROWS),
        "most_letters": say_count(fault.most),
    }
    return str(SENTENCES[fault.kind]) % said


def say_count(count: int) -> str:
    """Say how many, thousands set apart as the reader’s language does."""
    return number_format(count, force_grouping=True)
