"""Numbers of statements and notes, and months of contracts, as somebody types them.

``S-000012``, ``N-000001``, ``CM-0417-2026-07``: read forgivingly, written in one way elsewhere.
"""

import re
from dataclasses import dataclass
from datetime import date

_BETWEEN = r"[\s#:._\u2010-\u2015-]"
_NUMBER = re.compile(
    rf"(?P<series>[sn])(?:{_BETWEEN}*(?P<whole>[0-9]{{6,9}})|-(?P<short>[0-9]{{1,9}}))",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"(?P<contract>.*[^\s_-]){_BETWEEN}+(?P<year>[0-9]{{4}}){_BETWEEN}?(?P<month>0[1-9]|1[0-2])",
)


@dataclass(frozen=True)
class TypedDocument:
    """The number of a statement, or of a note that corrects one."""

    number: int
    is_note: bool


@dataclass(frozen=True)
class TypedMonth:
    """What stands before a month, which may be the number of a contract; the month's first day."""

    contract: str
    month: date


def document_typed(text: str) -> TypedDocument | None:
    """Return the document that a text names: ``S-000012``, ``s 000012``, ``N-1``; else None."""
    read = _NUMBER.fullmatch(text.strip())
    if read is None:
        return None
    return TypedDocument(int(read["whole"] or read["short"]), read["series"] in "nN")


def month_typed(text: str) -> TypedMonth | None:
    """Return the month that stands after something: ``CM-0417-2026-07``, ``cm 0417 2026-07``."""
    read = _MONTH.fullmatch(text.strip())
    if read is None or not int(read["year"]):
        return None
    return TypedMonth(read["contract"], date(int(read["year"]), int(read["month"]), 1))
