"""Statements found by words: whose contract they are of, and of which month."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import override

from contracts.models import Contract, Statement, User
from contracts.selectors.statements import statements_seen_by
from tickets.models.incident import search_words
from tickets.rules.folding import fold

_NAMES = ("number", "client__name", "client__short_name")
_YEARS = frozenset(str(year) for year in range(1990, 2200))
_NUMBERED = {f"{month:02}": month for month in MONTHS}


@dataclass(frozen=True)
class _Read:
    """What words say: a year, a month of it, and whatever else names a contract."""

    names: Sequence[str]
    year: int | None = None
    month: int | None = None

    @property
    def is_enough(self) -> bool:
        """Whether they can mean statements: a year alone, or “March” alone, is a word as others."""
        return bool(self.names) or (self.year is not None and self.month is not None)


def statements_found(user: User, words: str, *, most: int) -> list[Statement]:
    """Return the newest visible statements of the contracts and the month that words name."""
    read = _read(search_words(words))
    if not read.is_enough:
        return []
    found = statements_seen_by(user)
    if read.names:
        keys = _contracts_bearing(user, read.names)
        if not keys:
            return []
        found = found.filter(contract__in=keys)
    if read.year is not None:
        found = found.filter(month__year=read.year)
    if read.month is not None:
        found = found.filter(month__month=read.month)
    return list(found[:most])


def _contracts_bearing(user: User, names: Sequence[str]) -> list[int]:
    rows = Contract.objects.visible_to(user).approved().values_list("pk", *_NAMES)
    folded = [(pk, fold(" ".join(filter(None, said)))) for pk, *said in rows]
    return [pk for pk, said in folded if all(name in said for name in names)]


def _read(words: Sequence[str]) -> _Read:
    names, year, month = [], None, None
    months = _month_names()
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if word in months:
            month = months[word]
        elif word in _NUMBERED and before == str(year):
            month = _NUMBERED[word]
        elif word in _YEARS:
            year = int(word)
        else:
            names.append(word)
    return _Read(names, year, month)


@cache
def _month_names() -> dict[str, int]:
    """Return the months by their names, folded, in all the languages of the house."""
    found: dict[str, int] = {}
    for language, _label in settings.LANGUAGES:
        with override(language):
            found |= {fold(str(name)): month for month, name in MONTHS.items()}
    return found
