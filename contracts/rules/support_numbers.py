"""The unique number of a client and its configuration: format, check digits, forgiving reading.

``FR-7402-9183-63/R4``: country, eight random digits, two check digits (ISO 7064 Mod 97,10 over
the eight digits), and optionally the revision. Source: domain.md, Configuration.
"""

import re
from dataclasses import dataclass

from stdnum.iso7064 import mod_97_10

BODY_LENGTH = 8
_CHECKED_LENGTH = BODY_LENGTH + 2
_NOT_DIGITS = re.compile(r"[^0-9]+")
_TYPED = re.compile(
    r"""^\s*(?P<country>[a-z]{2}(?![a-z]))?
        (?P<digits>(?:[\s./_–—-]*[0-9]){10})
        (?:[\s./_–—-]*r(?:[eé]v(?:ision)?)?[\s.:-]*(?P<revision>[0-9]{1,4}))?\s*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_LOOKS_LIKE = re.compile(
    r"""^\s*(?:(?P<country>[a-z]{2})\s*[-./\ ])?
        \s*(?P<digits>[0-9]{4}[\s./-]+[0-9]{3,5}(?:[\s./-]+[0-9]{1,3})?)
        \s*(?:/\s*r[0-9]+)?\s*\Z""",
    re.IGNORECASE | re.VERBOSE,
)


class Mistyped(ValueError):
    """The digits do not satisfy their check digits: a slip of the finger, not an unknown number."""


class NotANumber(ValueError):
    """The text has not the shape of a support number at all."""


@dataclass(frozen=True)
class TypedNumber:
    """A support number as somebody typed or dictated it, read and checked."""

    digits: str
    country: str = ""
    revision: int | None = None


def check_digits(body: str) -> str:
    """Return the two check digits of eight digits."""
    digits: str = mod_97_10.calc_check_digits(body)
    return digits


def with_check_digits(body: str) -> str:
    """Return the ten digits of a number from its eight random ones.

    :raises ValueError: not eight digits.
    """
    if len(body) != BODY_LENGTH or not body.isascii() or not body.isdigit():
        raise ValueError(f"{body!r} is not {BODY_LENGTH} digits")
    return body + check_digits(body)


def written(digits: str, *, country: str, revision: int | None = None) -> str:
    """Write ten digits as people read them: ``FR-7402-9183-63`` or ``FR-7402-9183-63/R4``."""
    number = f"{country}-{digits[:4]}-{digits[4:8]}-{digits[8:]}"
    return number if revision is None else f"{number}/R{revision}"


def looks_like_number(text: str) -> bool:
    """Tell whether somebody meant to type a support number, well or badly."""
    return bool(_TYPED.match(text) or _LOOKS_LIKE.match(text))


def is_surely_number(text: str) -> bool:
    """Tell whether it can hardly be anything else: ten digits, or with a country one off."""
    match = _TYPED.match(text) or _LOOKS_LIKE.match(text)
    if match is None:
        return False
    off = abs(len(_NOT_DIGITS.sub("", match["digits"])) - _CHECKED_LENGTH)
    return off <= (1 if match["country"] else 0)


def read_number(text: str) -> TypedNumber:
    """Read what was typed; spaces, dashes, case and a revision suffix are forgiven.

    :raises Mistyped: ten digits that fail their check digits, or a digit too few or too many.
    :raises NotANumber: nothing like a support number.
    """
    match = _TYPED.match(text)
    if match is None:
        if _LOOKS_LIKE.match(text):
            raise Mistyped(text)
        raise NotANumber(text)
    digits = _NOT_DIGITS.sub("", match["digits"])
    if not mod_97_10.is_valid(digits):
        raise Mistyped(text)
    revision = int(match["revision"]) if match["revision"] else None
    return TypedNumber(digits=digits, country=(match["country"] or "").upper(), revision=revision)
