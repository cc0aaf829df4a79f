"""Numbers of statements and notes, and months of contracts, as they are typed."""

from datetime import date

import pytest

from contracts.rules.document_numbers import (
    TypedDocument,
    TypedMonth,
    document_typed,
    month_typed,
)


@pytest.mark.parametrize("text", ["S-000012", "s-12", " s 000012 ", "S000012", "S–000012"])
def test_a_statement_is_read_however_it_is_typed(text: str) -> None:
    assert document_typed(text) == TypedDocument(12, is_note=False)


def test_a_note_has_a_series_of_its_own() -> None:
    assert document_typed("n-000001") == TypedDocument(1, is_note=True)


@pytest.mark.parametrize("text", ["", "S", "s1", "s 12", "SRV-000012", "S-0000000012", "S-12 x"])
def test_what_is_a_word_is_no_document(text: str) -> None:
    assert document_typed(text) is None


@pytest.mark.parametrize("text", ["CM-0417-2026-07", " CM-0417 2026-07", "CM-0417 202607"])
def test_a_month_stands_after_its_contract(text: str) -> None:
    assert month_typed(text) == TypedMonth("CM-0417", date(2026, 7, 1))


@pytest.mark.parametrize("text", ["2026-07", "CM-0417-2026-13", "CM-0417-0000-01", "CM-0417"])
def test_what_has_no_month_is_none(text: str) -> None:
    assert month_typed(text) is None
