"""Casts copies: fills the slots of a pattern, and seals the timeline line by line."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from portal.population.fragments import CIRCUMSTANCES, TRACES
from portal.population.patterns import Pattern
from portal.population.places import Place
from portal.population.sheets import Keys, Sheets, Shift
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.rules.chain import GENESIS, seal_written
from tickets.rules.custody import Stretch, sums_of
from tickets.rules.folding import words_of

Values = dict[str, object]

_SEARCHED = {text: words_of(text) for texts in CIRCUMSTANCES.values() for text in texts}


class Foundry:
    """Puts copies onto sheets; their keys come from the tables' own sequences."""

    def __init__(self, sheets: Sheets, rng: Random) -> None:
        self._sheets, self._rng = sheets, rng
        self._incidents, self._events = Keys(Incident), Keys(IncidentEvent)
        self._legs = Keys(Escalation)

    def reserve(self, patterns: Sequence[Pattern]) -> None:
        """Draw the keys for a copy of each."""
        self._incidents.reserve(len(patterns))
        self._events.reserve(sum(len(each.events) for each in patterns))
        self._legs.reserve(sum(len(each.mould.legs) for each in patterns))

    def cast(self, pattern: Pattern, place: Place, shift: Shift, *, remembered: bool) -> None:
        """Put one copy onto the sheets, with what followed from it where that is remembered."""
        values = self._values(pattern, place, shift)
        sheets = self._sheets
        previous = GENESIS
        for content, row in pattern.events:
            values["previous"] = previous
            values["hash"] = previous = seal_written(previous, content % values)
            sheets.events.add(row % values)
        sheets.incidents.add(pattern.incident % values)
        sheets.comments.add(pattern.comments % values)
        sheets.legs.add(pattern.legs % values)
        sheets.due.add(pattern.due % values)
        sheets.custody.add(pattern.custody % values)
        if remembered:
            sheets.followed.add(pattern.followed % values)
            sheets.news.add(pattern.news % values)

    def _values(self, pattern: Pattern, place: Place, shift: Shift) -> Values:
        mould = pattern.mould
        values: Values = {
            f"at{index}": _written(shift(at)) for index, at in enumerate(pattern.instants)
        }
        values |= place.words_at(shift(mould.incident.opened_at))
        values["incident"] = self._incidents.next()
        for sequence in range(1, len(pattern.events) + 1):
            values[f"event{sequence}"] = self._events.next()
        first = self._rng.randrange(len(place.people))
        for index, person in enumerate(mould.people):
            stand_in = place.people[(first + index) % len(place.people)]
            values[f"person{person.pk}"], values[f"name{person.pk}"] = stand_in.pk, stand_in.name
        for comment in mould.comments:
            drawn = uuid.UUID(int=self._rng.getrandbits(128), version=4)
            values[f"comment{comment.pk}"] = drawn
        values |= _held(pattern, shift)
        self._draw_cases(pattern, values)
        self._assemble(pattern, values)
        return values

    def _draw_cases(self, pattern: Pattern, values: Values) -> None:
        cases = []
        for leg in pattern.mould.legs:
            values[f"leg{leg.pk}"] = self._legs.next()
            case = f"SRX{self._rng.randrange(10**12):012d}"
            values[f"case{leg.pk}"] = case
            if leg.case_number:
                cases.append(case)
        values["cases"] = " ".join(sorted(cases)).lower()

    def _assemble(self, pattern: Pattern, values: Values) -> None:
        """Assemble circumstances and a code that no other copy has."""
        rng, lang = self._rng, pattern.mould.incident.lang
        lang = lang if lang in CIRCUMSTANCES else "fr"
        parts = rng.sample(CIRCUMSTANCES[lang], rng.randint(1, 3))
        trace = rng.choice(TRACES[lang]).format(code=f"{rng.getrandbits(32):08X}")
        values["more"] = " ".join([*parts, trace])
        words = [word for part in parts for word in _SEARCHED[part]]
        values["more_folded"] = " ".join([*words, *words_of(trace)])


def _held(pattern: Pattern, shift: Shift) -> Values:
    """Return how long each party had a closed copy, and the month in which it was closed."""
    mould = pattern.mould
    if not mould.stretches:
        return {}
    moved = [
        Stretch(each.holder, shift(each.begins_at), shift(each.ends_at)) for each in mould.stretches
    ]
    closed_on = mould.incident.contract.day_of(moved[-1].ends_at)
    sums = {f"of_{holder}": _length(length) for holder, length in sums_of(moved).items()}
    return {**sums, "month": closed_on.replace(day=1).isoformat()}


def _length(length: timedelta) -> str:
    return f"{length // timedelta(microseconds=1)} microseconds"


def _written(at: datetime) -> str:
    """Write an instant as the journal seals it; the database reads the same."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
