"""Reads an inventory that somebody pastes or sends as CSV into the items of a revision.

Spreadsheets write commas, semicolons or tabs, in UTF-8 with or without a mark, UTF-16 or Latin-1;
their columns have French or English names, in any order. All of it or nothing is taken: each fault
is told with its row and its column.
"""

import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from contracts.rules.serial_numbers import same_serial

MOST_ROWS = 20_000
MOST_QUANTITY = 100_000

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "product": ("product", "produit", "article", "designation", "item", "modele", "model"),
    "version": ("version",),
    "quantity": ("quantity", "quantite", "qte", "qty", "nombre", "count"),
    "serial_number": (
        *("serial number", "serial", "serial no", "numero de serie", "n de serie"),
        *("no de serie", "serie", "sn", "s n"),
    ),
    "host": (
        *("host", "hostname", "host name", "hote", "nom d hote", "nom"),
        *("machine", "serveur", "server"),
    ),
    "role": ("role", "usage", "purpose", "fonction"),
    "site": ("site", "place", "lieu", "location", "emplacement"),
}
"""The names under which a column is known, folded."""

LENGTHS: Mapping[str, int] = {"serial_number": 60, "host": 60, "role": 80, "site": 120}
_LONGEST_NAME = 120
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands for what is no text: a byte that its encoding does not know, a NUL."""
_DELIMITERS = ";,\t|"
_KNOWN = {name: column for column, names in COLUMNS.items() for name in names}


@dataclass(frozen=True)
class Row:
    """A row as it was read; its product is still a name."""

    number: int
    product: str
    version: str = ""
    quantity: int = 1
    serial_number: str = ""
    host: str = ""
    role: str = ""
    site: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell; ``column`` as the file names it, ``value`` as it begins there.

    ``most``: how many characters its column takes, where it has too many.
    """

    row: int
    column: str
    kind: str
    value: str = ""
    most: int = 0


@dataclass(frozen=True)
class Inventory:
    """What was read, right or wrong, and the faults for which none of it is taken.

    ``naming`` are the columns that name the product, as the file calls them.
    """

    read: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    ignored: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows to be taken: all of them, or none."""
        return () if self.faults else self.read

    @property
    def named(self) -> tuple[Row, ...]:
        """The rows that name a product, whatever else is wrong in them."""
        nameless = {each.row for each in self.faults if each.column in self.naming}
        return tuple(row for row in self.read if row.number not in nameless)


def folded(text: str) -> str:
    """Return words without case, accents and punctuation, to compare names that people type."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe")
    kept = (each if each.isalnum() else " " for each in plain if not unicodedata.combining(each))
    return " ".join("".join(kept).split())


def decoded(content: bytes) -> str:
    """Return the text of a file by its mark; without one UTF-8, else Windows' Latin alphabet."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\0" in content[:2]:  # half of each plain letter is one in UTF-16, with a mark or without
        low_first = content[1:2] == b"\0"
        return content.decode("utf-16-le" if low_first else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_inventory(text: str) -> Inventory:
    """Read a table whose first row names its columns.

    Rows are numbered as a spreadsheet shows them. Columns that nobody knows are passed over and
    named in ``ignored``; empty rows are skipped.
    """
    table: list[tuple[int, list[str]]] = []
    try:
        table.extend((number, row) for number, row in enumerate(_table(text), start=1) if any(row))
    except csv.Error:  # a cell without end, as after a quotation mark that nothing closes
        return Inventory((), (Fault(table[-1][0] + 1 if table else 1, "", "unreadable"),))
    if not table:
        return Inventory((), (Fault(1, "", "empty"),))
    (first, head), *body = table
    columns, faults = _columns(first, head)
    if len(body) > MOST_ROWS:
        faults.append(Fault(first, "", "too-many-rows", str(len(body))))
    if not body and not faults:
        faults.append(Fault(first + 1, "", "empty"))
    if faults:
        return Inventory((), tuple(faults))
    rows: list[Row] = []
    for number, cells in body:
        row, wrong = _row(number, cells, columns, head)
        faults += wrong
        rows.append(row)
    faults += _twice(rows, head[columns["serial_number"]] if "serial_number" in columns else "")
    ignored = tuple(
        name for place, name in enumerate(head) if name and place not in columns.values()
    )
    naming = tuple(head[columns[name]] for name in ("product", "version") if name in columns)
    return Inventory(tuple(rows), tuple(faults), ignored, naming)


def _table(text: str) -> Iterator[list[str]]:
    text = text.removeprefix("\ufeff").replace("\0", UNREADABLE)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    # as a file, of which only line feeds and returns end a line, a return alone too
    for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        yield [" ".join(cell.split()) for cell in row]


def _columns(number: int, head: Sequence[str]) -> tuple[dict[str, int], list[Fault]]:
    """Return where each column stands, and what is wrong with their names."""
    places: dict[str, int] = {}
    faults: list[Fault] = []
    for place, name in enumerate(head):
        column = _KNOWN.get(folded(name))
        if column is not None and column in places:
            faults.append(Fault(number, name, "column-twice"))
        elif column is not None:
            places[column] = place
    if "product" not in places:
        faults.append(Fault(number, "", "no-product-column"))
    return places, faults


def _row(
    number: int, cells: Sequence[str], columns: Mapping[str, int], head: Sequence[str]
) -> tuple[Row, list[Fault]]:
    said = {column: cells[place] if place < len(cells) else "" for column, place in columns.items()}
    faults = [
        Fault(number, head[columns[column]], "too-long", value[:_LONGEST_NAME], most)
        for column, value in said.items()
        if len(value) > (most := LENGTHS.get(column, _LONGEST_NAME))
    ]
    faults += [
        Fault(number, head[columns[column]], "unreadable-cell", value[:_LONGEST_NAME])
        for column, value in said.items()
        if UNREADABLE in value
    ]
    if any(cells[len(head) :]):
        faults.append(Fault(number, "", "too-many-cells"))
    if not said["product"]:
        faults.append(Fault(number, head[columns["product"]], "missing"))
    counted = said.pop("quantity", "")
    quantity, kind = _quantity(counted)
    if kind:
        faults.append(Fault(number, head[columns["quantity"]], kind, counted))
    return Row(number, quantity=quantity, **said), faults


def _quantity(text: str) -> tuple[int, str]:
    """Return how many, or 1 and what is wrong with the text."""
    plain = text.replace(" ", "")
    if not plain:
        return 1, ""
    if not (plain.isascii() and plain.isdecimal()):
        return 1, "not-a-whole-number"
    digits = plain.lstrip("0")[: len(str(MOST_QUANTITY)) + 1] or "0"
    if not 1 <= int(digits) <= MOST_QUANTITY:
        return 1, "out-of-range"
    return int(digits), ""


def _twice(rows: Sequence[Row], column: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for row in rows:
        serial = same_serial(row.serial_number)
        if serial and serial in seen:
            yield Fault(row.number, column, "serial-twice", row.serial_number)
        seen.setdefault(serial, row.number)
