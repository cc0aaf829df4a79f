"""Statements found by words: whose contract they are of, and of which month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MINYEAR, date
from functools import cache

from django.conf import settings
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import override

from contracts.models import Contract, Statement, User
from contracts.models.client_contract import ContractQuerySet
from contracts.selectors.statements import statements_seen_by
from tickets.models.incident import search_words
from tickets.rules.folding import fold

_FEW = 100
"""Of so many contracts statements are found by contract, of more along the months."""
_YEARS = frozenset(str(year) for year in range(1990, 2200))
_NUMBERED = {f"{month:02}": month for month in MONTHS}


@dataclass(frozen=True)
class _Read:
    """What words say: a year, a month of it, and whatever else names a contract."""

    names: Sequence[str]
    year: int | None = None
    month: int | None = None

    @property
    def months(self) -> tuple[date, date]:
        """The first month of those that are asked for, and the last, where a year is said."""
        year = self.year or MINYEAR
        return date(year, self.month or 1, 1), date(year, self.month or 12, 1)

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
        contracts = _contracts_bearing(user, read.names)
        few = list(contracts.values_list("pk", flat=True)[: _FEW + 1])
        found = found.filter(contract__in=few if len(few) <= _FEW else contracts)
    if read.year is not None:
        found = found.filter(month__range=read.months)
    elif read.month is not None:
        found = found.filter(month__month=read.month)
    return list(found[:most])


def _contracts_bearing(user: User, names: Sequence[str]) -> ContractQuerySet:
    """Keep the contracts of which each word is in the number or in what the client is called."""
    found = Contract.objects.visible_to(user).approved()
    for name in names:
        found = found.filter(Q(number__contains=name.upper()) | Q(client__folded__contains=name))
    return found


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
