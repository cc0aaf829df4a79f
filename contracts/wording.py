"""Promises in plain words: the hours of a coverage, day by day only where days differ.

And what happened to a configuration.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contracts.calendar_words import say_days_of_their_own, say_span
from contracts.choices import EventKind, Kind, UsualHours
from contracts.dates import say_date, say_date_and_time
from contracts.models import (
    Configuration,
    Contract,
    ContractEvent,
    Coverage,
    GuaranteeRequest,
    Revision,
    Terms,
    User,
)
from contracts.rules.coverage import Hours, Window

NEWS_ICONS: Mapping[str, str] = {
    EventKind.REVISION_PROPOSED: "pen",
    EventKind.REVISION_SIGNED: "check",
    EventKind.REVISION_IN_FORCE: "st-ok",
    EventKind.REVISION_REFUSED: "x",
    EventKind.REVISION_WITHDRAWN: "x",
    EventKind.REVISION_COMMENTED: "reply",
    EventKind.REVISION_ANSWER_OVERDUE: "alert",
    EventKind.SUPPORT_NUMBER_ISSUED: "shield",
    EventKind.CONFIGURATION_RETIRED: "lock",
    EventKind.TERMS_PROPOSED: "pen",
    EventKind.TERMS_APPROVED: "check",
    EventKind.TERMS_AGREED: "st-ok",
    EventKind.TERMS_REFUSED: "x",
    EventKind.TERMS_WITHDRAWN: "x",
    EventKind.TERMS_RESCISSION_ASKED: "pen",
    EventKind.TERMS_RESCISSION_TAKEN_BACK: "st-ok",
    EventKind.TERMS_RESCINDED: "x",
    EventKind.GUARANTEE_REQUESTED: "st-new",
    EventKind.GUARANTEE_ANSWERED: "st-ok",
    EventKind.GUARANTEE_REFUSED: "x",
    EventKind.GUARANTEE_WITHDRAWN: "x",
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
    EventKind.CONFIGURATION_RETIRED: gettext_lazy(
        "%(who)s, %(company)s, retired “%(system)s”, which is guaranteed no more: %(reason)s"
    ),
    EventKind.TERMS_PROPOSED: gettext_lazy(
        "%(who)s, %(company)s, proposes terms of contract %(contract)s from %(day)s on"
    ),
    EventKind.TERMS_APPROVED: gettext_lazy(
        "%(who)s approved, for %(company)s, the terms of contract %(contract)s from %(day)s on"
    ),
    EventKind.TERMS_AGREED: gettext_lazy(
        "The terms of contract %(contract)s from %(day)s on are agreed by both vendors"
    ),
    EventKind.TERMS_REFUSED: gettext_lazy(
        "%(who)s, %(company)s, refused the terms of contract %(contract)s from %(day)s on: "
        "%(reason)s"
    ),
    EventKind.TERMS_WITHDRAWN: gettext_lazy(
        "%(who)s, %(company)s, withdrew the terms of contract %(contract)s from %(day)s on: "
        "%(reason)s"
    ),
    EventKind.TERMS_RESCISSION_ASKED: gettext_lazy(
        "%(who)s, %(company)s, asks that the terms of contract %(contract)s from %(day)s on never "
        "begin: %(reason)s"
    ),
    EventKind.TERMS_RESCISSION_TAKEN_BACK: gettext_lazy(
        "%(who)s, %(company)s, takes back the request to rescind: the terms of contract "
        "%(contract)s begin on %(day)s"
    ),
    EventKind.TERMS_RESCINDED: gettext_lazy(
        "The terms of contract %(contract)s from %(day)s on are rescinded by both vendors and "
        "never begin: %(reason)s"
    ),
}
_NOTICE = gettext_lazy(
    "%(who)s, %(company)s, gives notice of a change to “%(system)s”: revision %(revision)s"
)
_RETIRED_WITH_ITS_NUMBER = gettext_lazy(
    "%(who)s, %(company)s, retired “%(system)s”; its support number %(number)s is revoked: "
    "%(reason)s"
)

_PROMISED = gettext_lazy("Contract %(contract)s stands from %(day)s on: read what is promised")
_FROM_THEN_ON = gettext_lazy("From %(day)s on, contract %(contract)s promises something else")
_NEVER_BEGINS = gettext_lazy(
    "What was announced for %(day)s does not change contract %(contract)s: both vendors have "
    "rescinded it, and what is promised stays: %(reason)s"
)


def say_wished_hours(asked: GuaranteeRequest) -> list[str]:
    """Say when a client needs its platform: the usual hours that it chose, then its own words."""
    chosen = str(UsualHours(asked.usual_hours).label) if asked.usual_hours else ""
    return [said for said in (chosen, asked.hours) if said]


def say_hours(coverage: Coverage) -> list[str]:
    """Say when a promise counts: *Monday to Friday, 08:00–18:00*."""
    return say_these_hours(coverage.hours())


def say_these_hours(hours: Hours) -> list[str]:
    """Say hours as `say_hours` does those of a coverage, with the days that have their own."""
    return [*say_usual_hours(hours), *say_days_of_their_own(hours.exceptions)]


def say_usual_hours(hours: Hours) -> list[str]:
    """Say hours without the days that have their own."""
    if hours.always_on:
        said = [_("Round the clock, 7 days a week")]
    else:
        said = [_say_days(days, windows) for days, windows in _alike(hours.windows)]
    if hours.without_holidays_of:
        country = {"country": hours.without_holidays_of}
        said.append(_("not on public holidays (%(country)s)") % country)
    return said


def say_level(terms: Terms) -> str:
    """Say what terms promise in one line: their availability and their hours."""
    hours = terms.coverage.hours()
    said, days = say_usual_hours(hours), len(hours.exceptions)
    if days:
        of_their_own = ngettext(
            "%(count)s day with hours of its own", "%(count)s days with hours of their own", days
        )
        said.append(of_their_own % {"count": days})
    return _("availability %(percent)s · %(hours)s") % {
        "percent": say_percentage(terms.availability_target),
        "hours": " · ".join(said),
    }


def say_percentage(figure: Decimal) -> str:
    """Write a percentage with no more decimals than it has."""
    exponent = figure.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{number_format(figure, decimal_pos=places)}\N{NO-BREAK SPACE}%"


def _alike(windows: Sequence[Window]) -> list[tuple[list[int], str]]:
    """Gather neighbouring days that have the same windows."""
    by_day = [(day, _say_windows(w for w in windows if w.weekday == day)) for day in range(7)]
    groups = groupby(by_day, key=lambda each: each[1])
    return [([day for day, _said in days], said) for said, days in groups if said]


def _say_windows(windows: Iterable[Window]) -> str:
    ordered = sorted(windows, key=lambda window: window.start)
    return ", ".join(say_span((each.start, each.end)) for each in ordered)


def _say_days(days: Sequence[int], windows: str) -> str:
    first, last = str(WEEKDAYS[days[0]]).capitalize(), str(WEEKDAYS[days[-1]])
    if len(days) == 1:
        return _("%(day)s, %(hours)s") % {"day": first, "hours": windows}
    return _("%(first)s to %(last)s, %(hours)s") % {
        "first": first,
        "last": last,
        "hours": windows,
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
    number = event.detail.get("number", "")
    if kind == EventKind.CONFIGURATION_RETIRED and hasattr(configuration, "support_number"):
        sentence, number = _RETIRED_WITH_ITS_NUMBER, configuration.support_number
    gaps = {
        "who": event.by.name if event.by else "Guichet",
        "company": event.by.organisation.short_name if event.by else "",
        "system": configuration.name,
        "revision": revision or "",
        "reason": event.detail.get("reason", ""),
        "number": number,
        "instant": _instant_of(event, reader),
    }
    return str(sentence) % gaps


def say_news_of_terms(event: ContractEvent, contract: Contract, *, reader: User) -> str:
    """Return one sentence for a line about a contract's terms; a client reads of what is agreed."""
    day = date.fromisoformat(event.detail["effective_on"])
    kind = EventKind(event.kind)
    gaps = {
        "who": event.by.name if event.by else "Guichet",
        "company": event.by.organisation.short_name if event.by else "",
        "contract": contract.number,
        "day": say_date(day),
        "reason": event.detail.get("reason", ""),
    }
    if kind == EventKind.TERMS_AGREED and reader.kind == Kind.CLIENT:
        sentence = _PROMISED if contract.approved_at == event.at else _FROM_THEN_ON
        return str(sentence) % gaps
    if kind == EventKind.TERMS_RESCINDED and reader.kind == Kind.CLIENT:
        return str(_NEVER_BEGINS) % gaps
    return str(_NEWS.get(kind, kind.label)) % gaps


def _instant_of(event: ContractEvent, reader: User) -> str:
    """Return the instant that a line tells of, in the reader's zone."""
    told = event.detail.get("from_") or event.detail.get("due_at")
    if told is None:
        return ""
    return say_date_and_time(datetime.fromisoformat(told).astimezone(ZoneInfo(reader.time_zone)))
