"""Typesets a document from its words and figures: a PDF, with the fonts that typst brings along."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import typst

_TEMPLATE = Path(__file__).with_name("document.typ")


@dataclass(frozen=True)
class Block:
    """A part of a document: figures, a table, a sum, a strip of days, or paragraphs.

    ``widths``: of a table's columns in parts, 0 for as wide as its words; ``right``: which are
    figures. ``axis``: what stands below each day of a strip; ``legend``: its marks in words.
    """

    kind: str
    rows: Sequence[object]
    title: str = ""
    heads: Sequence[str] = ()
    widths: Sequence[int] = ()
    right: Sequence[int] = ()
    total: Sequence[str] = ()
    axis: Sequence[str] = ()
    legend: Sequence[tuple[str, str]] = ()

    @property
    def labelled(self) -> list[list[tuple[str, object, bool]]]:
        """The rows of a table, each cell with its column's name and whether it is a figure."""
        return [self._labelled(row) for row in self.rows if isinstance(row, Sequence)]

    @property
    def total_span(self) -> int:
        """How many columns the name of a table's last row takes: all before its first figure."""
        return next((at for at, cell in enumerate(self.total) if at and cell), len(self.total))

    @property
    def labelled_total(self) -> list[tuple[str, object, bool]]:
        """The cells of a table's last row, without its name."""
        return self._labelled(self.total)[self.total_span :]

    def _labelled(self, row: Sequence[object]) -> list[tuple[str, object, bool]]:
        cells = zip(self.heads, row, strict=True)
        return [(head, cell, place in self.right) for place, (head, cell) in enumerate(cells)]


@dataclass(frozen=True)
class Document:
    """All that stands on paper, in one language."""

    title: str
    kind: str
    number: str
    author: str
    language: str
    parties: Sequence[tuple[str, str, str]]
    facts: Sequence[tuple[str, str]]
    foot: str
    page: str
    page_of: str
    stamp: str = ""
    blocks: Sequence[Block] = field(default_factory=list)


def pdf_of(document: Document) -> bytes:
    """Return a document as PDF."""
    said = {name.replace("_", "-"): value for name, value in asdict(document).items()}
    made = typst.compile(
        _TEMPLATE, format="pdf", ignore_system_fonts=True, sys_inputs={"data": json.dumps(said)}
    )
    if not isinstance(made, bytes):  # pragma: no cover - one document, one file
        raise TypeError(type(made))
    return made
