"""The unique number of a client and its configuration: format, check digits, forgiving reading.

``FR-7402-9183-63/R4``: country, eight random digits, two check digits (ISO 7064 Mod 97,10 over
the eight digits), and optionally the revision. Source: domain.md, Configuration.

It is read however it was typed or dictated: as it stands first, then with letters for the digits
that they look like, then from words. Where a stricter reading finds ten digits, right or wrong, no
looser one is tried, so that a slip never becomes another number.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from stdnum.iso7064 import mod_97_10

from contracts.rules.dictation import digits_said

BODY_LENGTH = 8
_COUNTRY_LENGTH = 2
_CHECKED_LENGTH = BODY_LENGTH + 2
_LONGEST_READ = 400
_BETWEEN = r"[-\s.,;:/_·•()]"
_RUN = re.compile(
    rf"""(?<![a-z0-9])
        (?:(?P<country>[a-z][\s.]?[a-z])(?P<joint>{_BETWEEN}{{0,3}}))?
        (?P<digits>[0-9]+(?:{_BETWEEN}{{1,6}}[0-9]+)*)
        (?:{_BETWEEN}{{0,4}}r(?:ev(?:ision)?)?[\s.:-]{{0,4}}(?P<revision>[0-9]{{1,4}}))?
        (?![a-z0-9])""",
    re.VERBOSE,
)
_FILLER = re.compile(r"[\W_]*(?:n|num|numero|number)?[\W_]*")
_ABBREVIATES_NUMBER = frozenset({"no", "nr"})
_LIKE_DIGITS = str.maketrans("oil", "011")
_TOKEN = re.compile("[a-z0-9]+")
_LOOKS_OF_DIGITS = re.compile("[0-9oil]+")
_COUNTRY_AND_DIGITS = re.compile("[a-z]{2}[0-9oil]+")
_FEWEST_DIGITS_AMONG_LETTERS = 5
_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_AS_WRITTEN = (4, 4, 2)
_WHOLE = frozenset({_AS_WRITTEN, (_CHECKED_LENGTH,)})
_CLAUSE = re.compile("[,;:()]")
_LIKE_A_MODEL = (range(4, 5), range(3, 6))
_NEARLY = 1  # digits too few or too many


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


@dataclass(frozen=True)
class _Run:
    """Digits that stand together in a text, and what stands around them."""

    groups: tuple[str, ...]
    country: str
    revision: int | None
    is_whole: bool
    written: str

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def read(self) -> str:
        return "-".join(filter(None, (self.country.upper(), *self.groups)))

    @property
    def off(self) -> int:
        """How many digits it has too few or too many."""
        return abs(len(self.digits) - _CHECKED_LENGTH)

    @property
    def is_something_else(self) -> bool:
        """Tell a phone number or a network address, which are ten digits too."""
        if self.country or _lengths(self.groups) == _AS_WRITTEN:
            return False
        is_phone = self.digits.startswith("0") and max(_lengths(self.groups)) > 1
        return is_phone or _ADDRESS.fullmatch(self.written) is not None

    @property
    def is_sure(self) -> bool:
        if self.country:
            return self.off <= _NEARLY
        return self.is_whole and not self.off and not self.is_something_else

    @property
    def is_likely(self) -> bool:
        """Tell whether a support number was meant, rightly or wrongly typed."""
        if self.is_sure:
            return True
        if not self.is_whole:
            return not self.off and not self.is_something_else
        if self.off <= _NEARLY:
            return _ADDRESS.fullmatch(self.written) is None
        sizes = _lengths(self.groups[:2])
        return self.off <= _NEARLY + 1 and all(
            size in fit for size, fit in zip(sizes, _LIKE_A_MODEL, strict=False)
        )


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


def groups_of(digits: str) -> tuple[str, str, str]:
    """Return ten digits in the groups in which they are written and read aloud."""
    return digits[:4], digits[4:8], digits[8:]


def written(digits: str, *, country: str, revision: int | None = None) -> str:
    """Write ten digits as people read them: ``FR-7402-9183-63`` or ``FR-7402-9183-63/R4``."""
    number = "-".join((country, *groups_of(digits)))
    return number if revision is None else f"{number}/R{revision}"


def looks_like_number(text: str) -> bool:
    """Tell whether somebody meant to type a support number, well or badly, words around or not."""
    return any(run.is_likely or _is_right(run) for run in _first_runs(text))


def is_surely_number(text: str) -> bool:
    """Tell whether it can hardly be anything else: ten digits, or with a country one off."""
    return any(run.is_sure for run in _first_runs(text))


def read_number(text: str) -> TypedNumber:
    """Read what was typed or dictated, words around it or not; the first number counts.

    :raises Mistyped: ten digits that fail their check digits, or a digit too few or too many.
    :raises NotANumber: nothing like a support number.
    """
    return numbers_in(text)[0]


def numbers_in(text: str) -> list[TypedNumber]:
    """Read all the numbers of a text, at least one, in their order.

    :raises Mistyped: only numbers with a slip.
    :raises NotANumber: nothing like a support number.
    """
    runs = _first_runs(text)
    right: dict[str, TypedNumber] = {}
    for run in filter(_is_right, runs):
        found = TypedNumber(run.digits, run.country.upper(), run.revision)
        right.setdefault(run.digits, found)
    if right:
        return list(right.values())
    if any(run.off <= _NEARLY or run.is_likely for run in runs if not _is_address(run)):
        raise Mistyped(text)
    raise NotANumber(text)


def slips_in(text: str) -> list[str]:
    """Return, as it was read, what was meant as a number though its check digits fail."""
    return [run.read for run in _first_runs(text) if run.is_likely and not _is_right(run)]


def _is_right(run: _Run) -> bool:
    return not run.off and bool(mod_97_10.is_valid(run.digits))


def _is_address(run: _Run) -> bool:
    return not run.country and _ADDRESS.fullmatch(run.written) is not None


def _first_runs(text: str) -> list[_Run]:
    """Return the digits of the strictest reading that finds as many as a number has."""
    folded = _folded(text[:_LONGEST_READ])
    readings: tuple[Callable[[str], str], ...] = (str, _with_digits_for_letters, digits_said)
    nearly: list[_Run] = []
    for read in readings:
        runs = list(_runs_in(read(folded)))
        if any(not run.off and not _is_address(run) for run in runs):
            return runs
        if any(run.is_likely or run.off <= _NEARLY for run in runs):
            nearly = nearly or runs
    return nearly


def _folded(text: str) -> str:
    """Return small letters without accents, plain digits, plain dashes; nothing invisible."""
    return "".join(_plain(letter) for letter in unicodedata.normalize("NFKD", text).lower())


def _plain(letter: str) -> str:
    match unicodedata.category(letter):
        case "Mn" | "Cf" | "Me":
            return ""
        case "Pd":
            return "-"
        case "Zs" | "Zl" | "Zp" | "Cc":
            return " "
        case _:
            return "-" if letter == "−" else letter


def _with_digits_for_letters(text: str) -> str:
    """Read o, i and l as the digits that they look like, where they stand among digits."""
    if len(re.findall("[0-9]", text)) < _FEWEST_DIGITS_AMONG_LETTERS:
        return text
    first, *others = _TOKEN.findall(text)
    numeric = [each for each in others if not each.startswith("r")]
    if len(first) > _COUNTRY_LENGTH:
        numeric.append(first)
    is_bare = all(_LOOKS_OF_DIGITS.fullmatch(each) for each in numeric)

    def read(match: re.Match[str]) -> str:
        token = match[0]
        if not is_bare and not any(letter.isdigit() for letter in token):
            return token
        if _LOOKS_OF_DIGITS.fullmatch(token) and len(token) != _CHECKED_LENGTH + _COUNTRY_LENGTH:
            return token.translate(_LIKE_DIGITS)
        if _COUNTRY_AND_DIGITS.fullmatch(token):
            return token[:_COUNTRY_LENGTH] + token[_COUNTRY_LENGTH:].translate(_LIKE_DIGITS)
        return token

    return _TOKEN.sub(read, text)


def _runs_in(text: str) -> Iterator[_Run]:
    for match in _RUN.finditer(text):
        around = (text[: match.start()], text[match.end() :])
        is_whole = all(_FILLER.fullmatch(each) for each in around)
        run = _Run(
            groups=tuple(re.findall("[0-9]+", match["digits"])),
            country=_country_of(match, is_whole=is_whole),
            revision=int(match["revision"]) if match["revision"] else None,
            is_whole=is_whole,
            written=match["digits"],
        )
        yield from _parts_of(run) or [run]


def _country_of(match: re.Match[str], *, is_whole: bool) -> str:
    """Return the country before the digits; a short word before them is none."""
    country = re.sub("[^a-z]", "", match["country"] or "")
    is_joined = match["joint"] in {"", "-"} and len(match["country"] or "") == len(country)
    is_country = is_joined or (is_whole and country not in _ABBREVIATES_NUMBER)
    return country if is_country else ""


def _parts_of(run: _Run) -> list[_Run]:
    """Return the numbers within too many digits: grouped as written, or a clause of their own."""
    if len(run.digits) <= _CHECKED_LENGTH:
        return []
    clauses = [re.findall("[0-9]+", clause) for clause in _CLAUSE.split(run.written)]
    ends = list(accumulate(len(clause) for clause in clauses))
    whole_clauses = set(zip([0, *ends], ends, strict=False))
    found = []
    for start, end in _stretches(run.groups):
        groups = run.groups[start:end]
        if _lengths(groups) in _WHOLE or (start, end) in whole_clauses:
            country = run.country if start == 0 else ""
            revision = run.revision if end == len(run.groups) else None
            found.append(_Run(groups, country, revision, run.is_whole, " ".join(groups)))
    return found


def _stretches(groups: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where groups have together the digits of a number."""
    for start in range(len(groups)):
        sums = accumulate(len(group) for group in groups[start : start + _CHECKED_LENGTH])
        for size, total in enumerate(sums, start=1):
            if total == _CHECKED_LENGTH:
                yield start, start + size


def _lengths(groups: Sequence[str]) -> tuple[int, ...]:
    return tuple(len(group) for group in groups)
