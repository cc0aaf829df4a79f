import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.inventory import (
    COLUMNS,
    LENGTHS,
    MOST_QUANTITY,
    MOST_ROWS,
    Fault,
    Row,
    decoded,
    folded,
    read_inventory,
)

FRENCH = "Désignation;Qté;N° de série;Nom d’hôte;Rôle;Emplacement\n"
SAID = "Compaq « ProLiant » œuvré;2;8J01;LYO-1;nœud 1;Besançon\n"
ROW = Row(2, "Compaq « ProLiant » œuvré", "", 2, "8J01", "LYO-1", "nœud 1", "Besançon")


def _faults(text: str) -> tuple[Fault, ...]:
    """What is wrong with a table, of which then nothing is taken."""
    found = read_inventory(text)
    assert found.rows == ()
    return found.faults


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-16-le-mark",
        "utf-16-be-mark",
        "cp1252",
    ],
)
def test_a_file_is_read_in_the_alphabet_it_was_written_in(encoding: str) -> None:
    mark = {"utf-16-le-mark": "\ufeff", "utf-16-be-mark": "\ufeff"}.get(encoding, "")
    content = (mark + FRENCH + SAID).encode(encoding.removesuffix("-mark"))

    assert read_inventory(decoded(content)).rows == (ROW,)


def test_latin_1_is_read_as_windows_writes_it() -> None:
    content = "Modèle\nÉtagère à disques\n".encode("latin-1")

    assert read_inventory(decoded(content)).rows == (Row(2, "Étagère à disques"),)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cells_are_parted_and_rows_ended_as_spreadsheets_do(delimiter: str, end: str) -> None:
    table = ("product;quantity;host", "Server;2;LYO-1", "Disks;;")
    text = end.join(table).replace(";", delimiter)

    assert read_inventory(text).rows == (
        Row(2, "Server", quantity=2, host="LYO-1"),
        Row(3, "Disks"),
    )


def test_a_quoted_cell_holds_delimiters_quotes_and_line_breaks() -> None:
    text = 'product,role,site\n"a, ""big"" one","first\nsecond","x\r\ny"\nnext,,\n'

    assert read_inventory(text).rows == (
        Row(2, 'a, "big" one', role="first second", site="x y"),
        Row(3, "next"),
    )


@pytest.mark.parametrize("name", [name for names in COLUMNS.values() for name in names])
def test_each_name_of_a_column_is_known_however_it_is_written(name: str) -> None:
    column = next(each for each, names in COLUMNS.items() if name in names)
    text = f"{name.upper()}\n7\n" if column == "product" else f"product;{name.title()}:\np;7\n"

    (row,) = read_inventory(text).rows

    assert str(getattr(row, column)) == "7"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("N° de série", "n de serie"),
        ("Nº DE SÉRIE", "no de serie"),
        ("№ de série", "no de serie"),
        ("  Nom\u00a0d’hôte ", "nom d hote"),
        ("S/N", "s n"),
        ("Œuvre", "oeuvre"),
    ],
)
def test_names_are_compared_without_accents_case_and_marks(typed: str, meant: str) -> None:
    assert folded(typed) == meant


def test_rows_are_numbered_as_the_spreadsheet_shows_them_and_empty_ones_passed_over() -> None:
    text = "\nproduct;host\n\n;\nServer;A\n \nDisks;B\n"

    assert [row.number for row in read_inventory(text).rows] == [5, 7]


def test_what_nobody_knows_is_passed_over_and_named() -> None:
    found = read_inventory("Colour;product;;Price\nred;Server;x;3\n")

    assert found.rows == (Row(2, "Server"),)
    assert found.ignored == ("Colour", "Price")


def test_ten_thousand_rows_are_read() -> None:
    body = "".join(f"Server;S{each}\r\n" for each in range(10_000))

    found = read_inventory(decoded(("produit;série\r\n" + body).encode("cp1252")))

    assert len(found.rows) == 10_000
    assert found.rows[-1] == Row(10_001, "Server", serial_number="S9999")
    assert found.faults == ()


@pytest.mark.parametrize("text", ["", "\n\n", " ; ;\n", "\ufeff"])
def test_an_empty_table_is_said_to_be_empty(text: str) -> None:
    assert _faults(text) == (Fault(1, "", "empty"),)


def test_a_head_without_rows_is_empty_too() -> None:
    assert _faults("product;host\n;\n") == (Fault(2, "", "empty"),)


def test_a_table_without_products_is_told_at_its_head() -> None:
    assert _faults("\nhost;site\nA;B\n") == (Fault(2, "", "no-product-column"),)


def test_a_column_is_named_once() -> None:
    assert _faults("product;Serial;S/N\nServer;1;2\n") == (Fault(1, "S/N", "column-twice"),)


def test_too_many_rows_are_refused_before_they_are_looked_at() -> None:
    text = "product\n" + "\n".join("p" * 200 for _ in range(MOST_ROWS + 1))

    assert _faults(text) == (Fault(1, "", "too-many-rows", str(MOST_ROWS + 1)),)
    assert len(read_inventory("product\n" + "p\n" * MOST_ROWS).rows) == MOST_ROWS


def test_a_row_says_which_product() -> None:
    assert _faults("Produit;host\nServer;A\n;B\n") == (Fault(3, "Produit", "missing"),)


@pytest.mark.parametrize("text", ["two", "1.5", "2,0", "-1", "²", "٣", "1e3"])
def test_a_quantity_is_a_whole_number(text: str) -> None:
    assert _faults(f"product;Qté\nServer;{text}\n") == (
        Fault(2, "Qté", "not-a-whole-number", text),
    )


@pytest.mark.parametrize("text", ["0", "00", str(MOST_QUANTITY + 1), "0000000150000", "9" * 60])
def test_a_quantity_is_within_reason(text: str) -> None:
    assert _faults(f"product;Qté\nServer;{text}\n") == (Fault(2, "Qté", "out-of-range", text),)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [("", 1), ("007", 7), ("1 000", 1000), ("1\u202f000", 1000), (str(MOST_QUANTITY),) * 2],
)
def test_a_quantity_is_read_with_spaces_and_noughts(text: str, quantity: int | str) -> None:
    (row,) = read_inventory(f"product;Qté\nServer;{text}\n").rows

    assert row.quantity == int(quantity)


@pytest.mark.parametrize(("column", "most"), [*LENGTHS.items(), ("product", 120)])
def test_a_cell_too_long_for_its_column_is_told_by_its_beginning(column: str, most: int) -> None:
    head = "product" if column == "product" else f"product;{folded(column)}"
    start = "" if column == "product" else "p;"

    (fault,) = _faults(f"{head}\n{start}{'x' * (most + 1)}\n")

    assert (fault.row, fault.column, fault.kind) == (2, folded(column), "too-long")
    assert fault.most == most
    assert fault.value == ("x" * (most + 1))[:120]
    assert read_inventory(f"{head}\n{start}{'x' * most}\n").rows


def test_a_row_has_no_more_cells_than_the_head() -> None:
    assert _faults("product;host\nServer;A;;left over\n") == (Fault(2, "", "too-many-cells"),)
    assert read_inventory("product;host\nServer;A;;\n").rows


def test_a_serial_number_stands_once_in_small_letters_too() -> None:
    text = "product;SN\nServer;8j01\nServer;\nServer;\nServer;8J01\n"

    assert _faults(text) == (Fault(5, "SN", "serial-twice", "8J01"),)


def test_a_serial_number_stands_once_however_it_is_grouped() -> None:
    text = "product;SN\nServer;8J01 FKD1-23\nServer;-\nServer;-\nServer;8j01fkd123\n"

    assert _faults(text) == (Fault(5, "SN", "serial-twice", "8j01fkd123"),)


def test_a_quotation_mark_that_nothing_closes_is_told() -> None:
    text = 'product;host\nServer;A\n"Server;B\n' + "Server;C\n" * 20_000

    assert _faults(text) == (Fault(3, "", "unreadable"),)


def test_every_fault_is_told_and_no_row_taken() -> None:
    text = "product;qty;sn\nServer;1;A\n;x;A\nDisks;0;B\n"

    assert set(_faults(text)) == {
        Fault(3, "product", "missing"),
        Fault(3, "qty", "not-a-whole-number", "x"),
        Fault(3, "sn", "serial-twice", "A"),
        Fault(4, "qty", "out-of-range", "0"),
    }


def test_a_row_that_names_its_product_is_known_whatever_else_is_wrong_in_it() -> None:
    long = "x" * 121
    text = f"Désignation;version;qty\nServer;;x\n;;1\n{long};;1\nDisks;{long};1\nTape;2;1;more\n"

    found = read_inventory(text)

    assert [row.number for row in found.named] == [2, 6]
    assert found.naming == ("Désignation", "version")


_cells = st.text(st.sampled_from(' \t\n\r";,|\0\ufeff\u2028\x0b\x85é0123product'), max_size=30)


@given(st.one_of(st.text(), _cells, _cells.map(lambda text: f"product;qty;sn\n{text}")))
def test_whatever_is_pasted_is_read_or_told(text: str) -> None:
    found = read_inventory(text)

    assert bool(found.rows) != bool(found.faults)


@given(st.binary())
def test_whatever_is_sent_is_decoded(content: bytes) -> None:
    for mark in (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        read_inventory(decoded(mark + content))


def test_a_quantity_of_thousands_of_digits_is_refused() -> None:
    assert {each.kind for each in _faults(f"product;qty\np;00000001{'9' * 5_000}\n")} == {
        "too-long",
        "out-of-range",
    }


_word = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="\ufffd"),
    min_size=1,
    max_size=60,
)
_said = st.tuples(_word, st.integers(1, MOST_QUANTITY), _word)


@given(st.lists(_said, min_size=1, max_size=6), st.sampled_from(";,\t|"))
def test_what_a_spreadsheet_writes_is_read_again(
    said: list[tuple[str, int, str]], delimiter: str
) -> None:
    written = StringIO()
    csv.writer(written, delimiter=delimiter).writerows([("product", "quantity", "host"), *said])

    found = read_inventory(decoded(written.getvalue().encode("utf-8")))

    assert [(row.product, row.quantity, row.host) for row in found.rows] == said


@pytest.mark.parametrize(
    "content", [b"product;sn\nServer;A\x001\n", b"product;sn\nServer;A\x811\n"]
)
def test_what_is_no_text_in_a_serial_number_is_told_and_not_passed_over(content: bytes) -> None:
    assert _faults(decoded(content)) == (Fault(2, "sn", "unreadable-cell", "A\ufffd1"),)


@pytest.mark.parametrize(
    "heads",
    [
        "product,quantity,serial number,host,role,site",
        "produit;quantité;numéro de série;machine;rôle;site",
    ],
)
def test_the_names_that_the_screens_give_are_read(heads: str) -> None:
    delimiter = ";" if ";" in heads else ","
    cells = delimiter.join(("ProLiant", "2", "8J01", "LYO-1", "node", "Lyon"))

    found = read_inventory(f"{heads}\n{cells}\n")

    assert found.rows == (Row(2, "ProLiant", "", 2, "8J01", "LYO-1", "node", "Lyon"),)
    assert not found.ignored
