"""A client's wish for a guarantee, and the moves of its request: who answers, refuses, withdraws.

Source: domain.md, Parties. The rows of the table grant the rights, draw the buttons and are the
tests' parameters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from contracts.choices import GuaranteeAction, GuaranteeState, UsualHours
from contracts.rules.offer import LAST_DAY

PLATFORM_LENGTH = 1_000
HOURS_LENGTH = 1_000
NOTE_LENGTH = 5_000
WHOLE = Decimal(100)
FINEST = -4
"""Four decimals of a percent: half a minute a year."""

_A = GuaranteeAction
_NAMES_OF_HOURS = frozenset({"", *UsualHours.values})


class Fault(StrEnum):
    """What a wish cannot be."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    IMPOSSIBLE = "impossible"
    TOO_FINE = "too_fine"
    PASSED = "passed"
    TOO_FAR = "too_far"


@dataclass(frozen=True)
class Wish:
    """What a client asks for: what must stay up, when, to what percent, from which day on.

    When is said by ``usual_hours``, in the words of ``hours``, or by both.
    """

    platform: str
    hours: str
    availability: Decimal
    wanted_from: date | None = None
    note: str = ""
    usual_hours: str = ""

    def stripped(self) -> "Wish":
        """Return it without the space around its words."""
        return Wish(
            self.platform.strip(),
            self.hours.strip(),
            self.availability,
            self.wanted_from,
            self.note.strip(),
            self.usual_hours,
        )


def faults_of(wish: Wish, *, today: date) -> dict[str, Fault]:
    """Return what is wrong with a stripped wish, by field; nothing where it can be asked."""
    return faults_of_part(vars(wish), today=today)


def faults_of_part(said: Mapping[str, Any], *, today: date) -> dict[str, Fault]:
    """Return what is wrong with what is known of a stripped wish, by the names of its fields."""
    judges: Mapping[str, Callable[[Any], Fault | None]] = {
        "platform": lambda words: _of_words(words, PLATFORM_LENGTH) or _of_absence(words),
        "hours": lambda words: (
            _of_words(words, HOURS_LENGTH) or _of_absence(words or said.get("usual_hours", ""))
        ),
        "usual_hours": lambda name: None if name in _NAMES_OF_HOURS else Fault.IMPOSSIBLE,
        "availability": _of_percent,
        "wanted_from": lambda day: _of_day(day, today),
        "note": lambda words: _of_words(words, NOTE_LENGTH),
    }
    found = {name: judge(said[name]) for name, judge in judges.items() if name in said}
    return {name: fault for name, fault in found.items() if fault is not None}


def _of_words(words: str, most: int) -> Fault | None:
    return Fault.TOO_LONG if len(words) > most else None


def _of_absence(words: str) -> Fault | None:
    return None if words else Fault.MISSING


def _of_percent(figure: Decimal) -> Fault | None:
    if not figure.is_finite() or not 0 < figure <= WHOLE:
        return Fault.IMPOSSIBLE
    exponent = figure.normalize().as_tuple().exponent
    return Fault.TOO_FINE if isinstance(exponent, int) and exponent < FINEST else None


def _of_day(day: date | None, today: date) -> Fault | None:
    if day is None or today <= day <= LAST_DAY:
        return None
    return Fault.PASSED if day < today else Fault.TOO_FAR


@dataclass(frozen=True)
class Side:
    """How a person stands to a request that they see."""

    is_client: bool
    is_manager_of_a_vendor: bool


@dataclass(frozen=True)
class Row:
    """One move, from a request that waits for its answer."""

    action: GuaranteeAction
    by_client: bool = False
    by_managers: bool = False


ROWS = (
    Row(_A.ANSWER, by_managers=True),
    Row(_A.REFUSE, by_managers=True),
    Row(_A.WITHDRAW, by_client=True),
)


def guarantee_actions_open(state: GuaranteeState, side: Side) -> frozenset[GuaranteeAction]:
    """Return what a person may do with a request that they see."""
    if state != GuaranteeState.ASKED:
        return frozenset()
    return frozenset(
        row.action
        for row in ROWS
        if (row.by_client and side.is_client) or (row.by_managers and side.is_manager_of_a_vendor)
    )
