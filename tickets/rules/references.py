"""The incident's reference: ``INC-204817``; read forgivingly, written in one way."""

import re

PREFIX = "INC-"
_TYPED = re.compile(r"^\s*(?:inc)?[\s#:_-]*([0-9]{4,12})\s*\Z", re.IGNORECASE)
_EXACT = re.compile(r"^INC-([1-9][0-9]{0,17})\Z", re.IGNORECASE)
_WITHIN = re.compile(r"(?<![a-z0-9])inc[\s#:_-]{0,3}([1-9][0-9]{3,17})(?![0-9])", re.IGNORECASE)


def written(pk: int) -> str:
    """Write the reference of an incident."""
    return f"{PREFIX}{pk}"


def exact(text: str) -> int | None:
    """Return the number of a reference in an address, or None."""
    match = _EXACT.match(text)
    return int(match[1]) if match else None


def typed(text: str) -> int | None:
    """Return the number of a reference as somebody typed it: ``inc 204817``, ``204817``."""
    match = _TYPED.match(text)
    return int(match[1]) if match else None


def found_in(text: str) -> list[int]:
    """Return the numbers of all references within a text, such as a mail's subject."""
    return [int(each) for each in _WITHIN.findall(text)]
