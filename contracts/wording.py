"""Promises in plain words: the hours of a coverage, day by day only where days differ.

And what happened to a configuration; what changed between two revisions, item by item.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import EventKind, Kind
from contracts.models import (
    Configuration,
    Contract,
    ContractEvent,
    Coverage,
    Revision,
    RevisionItem,
    User,
)
from contracts.rules.coverage import MINUTES_A_DAY, Window
from contracts.rules.differences import Change, Difference, Line

FIELD_NAMES: Mapping[str, Promise] = {
    "product": gettext_lazy("product"),
    "quantity": gettext_lazy("quantity"),
    "serial_number": gettext_lazy("serial number"),
    "host": gettext_lazy("host name"),
    "role": gettext_lazy("role"),
    "site": gettext_lazy("site"),
}

NEWS_ICONS: Mapping[str, str] = {
    EventKind.REVISION_PROPOSED: "pen",
    EventKind.REVISION_SIGNED: "check",
    EventKind.REVISION_IN_FORCE: "st-ok",
    EventKind.REVISION_REFUSED: "x",
    EventKind.REVISION_WITHDRAWN: "x",
    EventKind.REVISION_COMMENTED: "reply",
    EventKind.REVISION_ANSWER_OVERDUE: "alert",
    EventKind.SUPPORT_NUMBER_ISSUED: "shield",
}
_NEWS: Mapping[EventKind, Promise] = {
    EventKind.REVISION_PROPOSED: gettext_lazy(
        "%(who)s, %(company)s, proposes revision %(revision)s of “%(system)s”"
    ),
    EventKind.REVISION_SIGNED: gettext_lazy(
        "%(who)s signed revision %(revision)s of “%(system)s” for %(company)s"
    ),
    EventKind.REVISION_IN_FORCE: gettext_lazy(
        "Revision %(revision)s of “%(system)s” is signed by both vendors, in force from %(instant)s"
    ),
    EventKind.REVISION_REFUSED: gettext_lazy(
        "%(who)s, %(company)s, refused revision %(revision)s of “%(system)s”: %(reason)s"
    ),
    EventKind.REVISION_WITHDRAWN: gettext_lazy(
        "%(who)s, %(company)s, withdrew revision %(revision)s of “%(system)s”: %(reason)s"
    ),
    EventKind.REVISION_COMMENTED: gettext_lazy(
        "%(who)s, %(company)s, wrote about revision %(revision)s of “%(system)s”"
    ),
    EventKind.REVISION_ANSWER_OVERDUE: gettext_lazy(
        "The answer to the change notice %(revision)s of “%(system)s” was due on %(instant)s"
    ),
    EventKind.SUPPORT_NUMBER_ISSUED: gettext_lazy(
        "“%(system)s” has its support number: %(number)s"
    ),
}
_NOTICE = gettext_lazy(
    "%(who)s, %(company)s, gives notice of a change to “%(system)s”: revision %(revision)s"
)


def say_hours(coverage: Coverage) -> list[str]:
    """Say when a promise counts: *Monday to Friday, 08:00–18:00*."""
    hours = coverage.hours()
    if hours.always_on:
        return [_("Round the clock, 7 days a week")]
    return [_say_days(days, windows) for days, windows in _alike(hours.windows)]


def say_level(contract: Contract) -> str:
    """Say what a contract promises in one line: its availability and its hours."""
    target = contract.availability_target.normalize()
    places = max(0, -int(target.as_tuple().exponent))
    return _("availability %(percent)s · %(hours)s") % {
        "percent": f"{number_format(target, decimal_pos=places)}\N{NO-BREAK SPACE}%",
        "hours": " · ".join(say_hours(contract.coverage)),
    }


def _alike(windows: Sequence[Window]) -> list[tuple[list[int], str]]:
    """Gather neighbouring days that have the same windows."""
    by_day = [(day, _say_windows(w for w in windows if w.weekday == day)) for day in range(7)]
    groups = groupby(by_day, key=lambda each: each[1])
    return [([day for day, _said in days], said) for said, days in groups if said]


def _say_windows(windows: Iterable[Window]) -> str:
    ordered = sorted(windows, key=lambda window: window.start)
    return ", ".join(f"{_clock(each.start)}–{_clock(each.end)}" for each in ordered)


def _say_days(days: Sequence[int], windows: str) -> str:
    first, last = str(WEEKDAYS[days[0]]).capitalize(), str(WEEKDAYS[days[-1]])
    if len(days) == 1:
        return _("%(day)s, %(hours)s") % {"day": first, "hours": windows}
    return _("%(first)s to %(last)s, %(hours)s") % {
        "first": first,
        "last": last,
        "hours": windows,
    }


def _clock(minute: int) -> str:
    """Write a minute of a week's day; the end of a day is 24:00, as contracts say."""
    if minute == MINUTES_A_DAY:
        return "24:00"
    hour, rest = divmod(minute % MINUTES_A_DAY, 60)
    return f"{hour:02}:{rest:02}"


def line_of_item(item: RevisionItem) -> Line:
    """Return an item in the plain words in which two revisions are compared."""
    return Line(
        product=str(item.product),
        quantity=item.quantity,
        serial_number=item.serial_number,
        host=item.host,
        role=item.role,
        site=item.site,
    )


def say_difference(difference: Difference) -> list[str]:
    """Say what changed from one revision to another, a sentence for each item."""
    return [_say_change(each) for each in difference.changes]


def _say_change(change: Change) -> str:
    before, after = change.before, change.after
    if before is not None and after is not None:
        return _("Changed: %(item)s (%(fields)s)") % {
            "item": _say_item(before),
            "fields": ", ".join(_say_field(name, before, after) for name in change.fields),
        }
    if after is not None:
        return _("Added: %(item)s") % {"item": _say_item(after)}
    return _("Removed: %(item)s") % {"item": _say_item(before) if before else ""}


def _say_item(line: Line) -> str:
    counted = f"{line.quantity} × {line.product}" if line.quantity > 1 else line.product
    return ", ".join(part for part in (counted, line.host, line.serial_number) if part)


def _say_field(name: str, before: Line, after: Line) -> str:
    was, now = (getattr(each, name) or "–" for each in (before, after))
    return _("%(field)s: %(before)s → %(after)s") % {
        "field": FIELD_NAMES[name],
        "before": was,
        "after": now,
    }


def say_news(
    event: ContractEvent, configuration: Configuration, revision: Revision | None, *, reader: User
) -> str:
    """Return one sentence for a line of the journal, to its reader, in the active language."""
    kind = EventKind(event.kind)
    sentence = _NEWS.get(kind, kind.label)
    is_notice = revision is not None and revision.author.kind == Kind.CLIENT
    if kind == EventKind.REVISION_PROPOSED and is_notice:
        sentence = _NOTICE
    gaps = {
        "who": event.by.name if event.by else "Guichet",
        "company": event.by.organisation.short_name if event.by else "",
        "system": configuration.name,
        "revision": revision or "",
        "reason": event.detail.get("reason", ""),
        "number": event.detail.get("number", ""),
        "instant": _instant_of(event, reader),
    }
    return str(sentence) % gaps


def _instant_of(event: ContractEvent, reader: User) -> str:
    """Return the instant that a line tells of, in the reader's zone."""
    told = event.detail.get("from_") or event.detail.get("due_at")
    if told is None:
        return ""
    return date_format(
        datetime.fromisoformat(told).astimezone(ZoneInfo(reader.time_zone)), "DATETIME_FORMAT"
    )
