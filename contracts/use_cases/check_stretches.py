"""Say in words, segment by segment, what cannot be right of when a system was down."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from contracts.dates import say_date
from contracts.models import Configuration, Outage, User
from contracts.rules.outages import (
    MOST_SEGMENTS,
    Stretch,
    StretchFault,
    faults_of_stretches,
    lasts_as_long,
)
from contracts.rules.refusal import Invalid
from contracts.use_cases.hold_place import contract_at

_CLOCK_SKEW = timedelta(minutes=2)
_TO_THE_SECOND = "j F Y, H:i:s"
Errors = dict[str, list[str]]
FIELD = "segments"


def refuse(errors: Errors) -> None:
    """Refuse all that is wrong at once, if something is.

    :raises Invalid: so it is.
    """
    if errors:
        raise Invalid(_("Some answers are missing or cannot be right."), errors=errors)


def errors_of_stretches(
    configuration: Configuration | None, stretches: Sequence[Stretch], *, at: datetime
) -> Errors:
    """Return what cannot be right of segments, each by the name of its field, ``segments.0.end``.

    Without a system it is not known when its contract begins.
    """
    errors: Errors = {}
    for found in faults_of_stretches(stretches):
        errors[field_of(found.place, _BESIDE[found.fault])] = [_say(found.fault)]
    return errors or _wrong_days(configuration, stretches, at=at)


def field_of(place: int, name: str) -> str:
    """Return the name of a field of a segment, as programs and pages know it."""
    return f"{FIELD}.{place}.{name}" if name else FIELD


_BESIDE = {
    StretchFault.NONE: "",
    StretchFault.TOO_MANY: "",
    StretchFault.ENDS_TOO_EARLY: "end",
    StretchFault.LASTS: "start",
    StretchFault.GAP: "start",
    StretchFault.OVERLAP: "start",
}


def _say(fault: StretchFault) -> str:
    said = {
        StretchFault.NONE: _("Say from when until when it was down."),
        StretchFault.TOO_MANY: _("At most %(most)s segments.") % {"most": MOST_SEGMENTS},
        StretchFault.ENDS_TOO_EARLY: _("The end must be later than the beginning."),
        StretchFault.LASTS: _("The segment before has no end: only the last one may last still."),
        StretchFault.GAP: _(
            "A segment begins when the one before ends. What is apart is another outage."
        ),
        StretchFault.OVERLAP: _("This begins before the segment before it ends."),
    }
    return said[fault]


def _wrong_days(
    configuration: Configuration | None, stretches: Sequence[Stretch], *, at: datetime
) -> Errors:
    errors: Errors = {}
    for place, each in enumerate(stretches):
        if each.begins > at + _CLOCK_SKEW:
            errors[field_of(place, "start")] = [_("This instant is in the future.")]
        if each.ends is not None and each.ends > at + _CLOCK_SKEW:
            errors[field_of(place, "end")] = [_("This instant is in the future.")]
    first = stretches[0].begins
    contract = None if configuration is None else contract_at(configuration, first)
    if contract is not None and contract.day_of(first) < contract.starts_on:
        sentence = _("The contract begins on %(day)s: nothing was promised before.")
        errors[field_of(0, "start")] = [sentence % {"day": say_date(contract.starts_on)}]
    return errors


def errors_of_word(outage: Outage, said: Sequence[Stretch], *, by: User) -> Errors:
    """Return why a word on responsibility does not say whose every second of an outage was.

    Segments that do not follow one another, of another time than the outage, or without
    percentages.
    """
    errors: Errors = {
        field_of(found.place, _BESIDE[found.fault]): [_say(found.fault)]
        for found in faults_of_stretches(said)
    }
    for place, each in enumerate(said):
        if each.shares is None:
            errors.setdefault(
                field_of(place, "responsibility"), [_("Say in percent whose this was.")]
            )
    known = outage.current
    interval = [Stretch(known[0].begins_at, known[-1].ends_at)]
    if not errors and not lasts_as_long(interval, said):
        zone = ZoneInfo(by.time_zone)
        sentence = _("The segments must be of the whole outage: from %(begins)s to %(ends)s.")
        begins, ends = interval[0].begins, interval[0].ends
        errors[FIELD] = [
            sentence
            % {
                "begins": say_date(begins.astimezone(zone), _TO_THE_SECOND),
                "ends": say_date(ends.astimezone(zone), _TO_THE_SECOND) if ends else "…",
            }
        ]
    return errors
