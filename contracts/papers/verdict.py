"""What a month came to in a sentence or two: who kept the target, by how much it was missed."""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from contracts.papers import figures
from contracts.papers.figures import duration, tall_duration
from contracts.papers.said import Explained, Line

_SHOWN = 4
_MANY = 2


def verdict(said: Explained) -> str:
    """Say a month's result: the worst system first, then the others."""
    return " ".join(_sentences(said))


def counted(said: Explained) -> tuple[str, str]:
    """Return the worst system's counted time, and beside it what the target allows of it."""
    line = said.worst
    if line is None:
        return tall_duration(said.counted), pgettext("outage", "counted")
    words = {"system": line.name, "time": _allowed(said, line)}
    if len(said.lines) == 1:
        return tall_duration(line.counted), _("counted, %(time)s allowed") % words
    return tall_duration(line.counted), _("counted on %(system)s, %(time)s allowed") % words


def _allowed(said: Explained, line: Line) -> str:
    """Say what is allowed to the second, down; exactly where the counted time is as near."""
    allowed = said.budget_of(line).allowed
    return duration(allowed if int(allowed) == int(line.counted) else int(allowed))


def _sentences(said: Explained) -> Iterator[str]:
    measured, kept = said.measured, said.on_target
    if said.worst is None:
        yield _("No system was measured.")
        return
    if len(kept) == len(measured):
        yield _all_keep(said, measured)
    else:
        yield _misses(said, said.worst)
        if len(measured) > 1:
            yield _some_keep(len(kept), len(measured))
    if left := len(said.lines) - len(measured):
        sentence = ngettext(
            "%(count)s system was not measured.", "%(count)s systems were not measured.", left
        )
        yield sentence % {"count": left}


def _all_keep(said: Explained, measured: list[Line]) -> str:
    if len(said.lines) == 1:
        return _("%(system)s keeps the target.") % {"system": measured[0].name}
    if len(measured) == len(said.lines):
        return _("All systems keep the target.")
    return _("All systems that were measured keep the target.")


def _misses(said: Explained, line: Line) -> str:
    times = line.times_down
    one = ngettext("one interruption", "%(count)s interruptions", times)
    words = {
        "system": line.name,
        "points": _points(said, line),
        "interruptions": one % {"count": apnumber(times)},
    }
    sentence = _("%(system)s misses the target by %(points)s, after %(interruptions)s.")
    return sentence % words


def _points(said: Explained, line: Line) -> str:
    """Say by how many points a target was missed: rounded up, as availability is down."""
    missed = -said.budget_of(line).left * 100 / line.committed
    shown = Decimal(ceil(missed * 10**_SHOWN)).scaleb(-_SHOWN)
    points = ngettext("%(points)s point", "%(points)s points", _MANY if shown >= _MANY else 1)
    return points % {"points": figures.number(shown, _SHOWN)}


def _some_keep(kept: int, measured: int) -> str:
    if not kept:
        return _("No system keeps it.")
    words = ngettext(
        "%(kept)s of %(all)s systems keeps it.", "%(kept)s of %(all)s systems keep it.", kept
    )
    return words % {"kept": kept, "all": measured}


def not_measured(line: Line, said: Explained) -> str:
    """Say why a system was not measured, as far as its committed time tells."""
    if line.maintenance == said.seconds:
        return _("Not measured: all of the month was maintenance agreed beforehand.")
    if line.maintenance:
        return _(
            "Not measured: outside the maintenance agreed beforehand, no hours were promised, or "
            "no revision was in force."
        )
    return _("Not measured: no hours were promised, or no revision was in force, in this month.")
