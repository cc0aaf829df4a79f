"""Figures: what was measured of a visit, and the table that they stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from portal.bench.visitors import Answer, Visitor
from portal.bench.visits import Visit

WARM_UP = 8
_REFUSED = 400
_HEAD = f"{'':24}{'incidents':>10}{'p50 ms':>9}{'p95 ms':>9}{'SQL':>6}{'HTML kB':>9}"


class NotAnswered(Exception):
    """A visit was refused, so that there is nothing to measure."""


@dataclass(frozen=True)
class Figures:
    """One line of the table."""

    name: str
    incidents: int
    p50: float
    p95: float
    statements: int
    kilobytes: float

    def __str__(self) -> str:
        return (
            f"{self.name:24}{self.incidents:>10}{self.p50:>9.1f}{self.p95:>9.1f}"
            f"{self.statements:>6}{self.kilobytes:>9.1f}"
        )


def measure(
    visit: Visit, browser: Visitor, insider: Visitor, *, times: int, incidents: int
) -> Figures:
    """Make a visit many times over HTTP, and once inside for its statements."""
    answers = [_made(visit, browser) for _turn in range(WARM_UP + times)][WARM_UP:]
    _made(visit, insider)  # what a process looks up once is looked up now
    inside = _made(visit, insider)
    took = [answer.milliseconds for answer in answers]
    return Figures(
        visit.name,
        incidents,
        median(took),
        quantiles(took, n=20)[-1],
        inside.statements,
        len(answers[-1].html.encode()) / 1000,
    )


def _made(visit: Visit, visitor: Visitor) -> Answer:
    answer = visit.make(visitor)
    if answer.status >= _REFUSED:
        raise NotAnswered(f"{visit.name}: {answer.status}")
    return answer


def table(rows: Iterable[Figures]) -> Sequence[str]:
    """Return the lines of the table, a visit's sizes beneath each other."""
    in_order = list(rows)
    names = list(dict.fromkeys(row.name for row in in_order))
    by_name = sorted(in_order, key=lambda row: (names.index(row.name), row.incidents))
    return [_HEAD, *map(str, by_name)]
