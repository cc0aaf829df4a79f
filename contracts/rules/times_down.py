"""How many times a system was down in a month, as somebody who waits for it counts."""

from collections.abc import Sequence

from contracts.rules.availability import Span, intersection
from contracts.rules.day_strip import Held


def times_down(committed: Sequence[Span], held: Sequence[Held]) -> int:
    """Return how many times a system went down of which any second is the vendors'.

    Stretches between which no committed second is without an outage are one time, whoever answers
    for each, and whichever outages hold them: it says nothing of which they are.
    """
    found, last = 0, None
    is_counted = False
    for each in sorted(held, key=lambda stretch: stretch.span):
        if last is not None and intersection(committed, [(last, each.span[0])]):
            found, is_counted = found + is_counted, False
        is_counted = is_counted or bool(each.counted)
        last = each.span[1] if last is None else max(last, each.span[1])
    return found + is_counted
