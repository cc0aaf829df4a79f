"""Hours that many platforms need: what they are, and whether a promise leaves some of them out.

A client names them when it asks for a guarantee, a vendor fills in a contract's week with them.
"""

from collections.abc import Mapping, Sequence

from contracts.choices import UsualHours
from contracts.rules.hours import Hours, Window, joined, usual_spans

WEEK = range(7)


def _each(days: range, *spans: tuple[int, int]) -> tuple[Window, ...]:
    return tuple(Window(day, first * 60, last * 60) for day in days for first, last in spans)


WINDOWS: Mapping[UsualHours, Sequence[Window]] = {
    UsualHours.OFFICE: _each(range(5), (8, 18)),
    UsualHours.TWO_HALVES: _each(range(5), (9, 12), (14, 18)),
    UsualHours.SHOP: _each(range(6), (8, 20)),
    UsualHours.DAILY: _each(WEEK, (7, 22)),
}
"""Their weekly windows; round the clock has none."""


def hours_called(name: UsualHours, *, zone: str) -> Hours:
    """Return usual hours in a zone; they keep public holidays where nothing else is said."""
    is_always = name == UsualHours.ALWAYS
    return Hours(zone, always_on=is_always, windows=() if is_always else WINDOWS[name])


def leaves_out(promised: Hours, wished: Hours) -> bool:
    """Tell whether hours that are wished do not all count, in a week like others or on holidays.

    Of a week in two zones nothing is told. Whoever wishes for the hours of a week says of its
    holidays what is to be said in words; round the clock means them, every own day too, and is the
    same in any zone.
    """
    if wished.always_on:
        return not promised.is_unbroken
    if promised.zone != wished.zone:
        return False
    return not all(_hold(usual_spans(promised, day), usual_spans(wished, day)) for day in WEEK)


def _hold(outer: Sequence[tuple[int, int]], inner: Sequence[tuple[int, int]]) -> bool:
    return joined([*outer, *inner]) == joined(outer)
