"""Words for templates: times, clocks, numbers, typography (``{% load plain_words %}``)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contracts.dates import say_date, say_zone
from contracts.rules.written_values import write_duration
from portal.words import durations, instants, numbers, people, typography

register = template.Library()


@register.filter
def typo(text: str) -> str:
    """Give a sentence French spacing when the reader reads French; HTML in it is escaped."""
    safe = conditional_escape(text)
    if get_language() != "fr":
        return safe
    return mark_safe(typography.typeset_french(safe))  # noqa: S308  escaped above


@register.filter
def duration(length: timedelta | int | float | None) -> str:
    """Say a duration, given as such or in seconds: 6 min, 3 h 15, 2 days."""
    if length is None:
        return ""
    exact = length if isinstance(length, timedelta) else timedelta(seconds=length)
    return durations.say_duration(exact)


@register.filter
def hours(length: timedelta) -> str:
    """Say a length of time in hours, which add up: 134 h 05, never 5 days."""
    return durations.say_hours(length)


@register.filter
def promised(length: timedelta | None) -> str:
    """Say a length of time that is promised, as contracts write it: 48 h, never 2 days."""
    return "" if length is None else write_duration(length).replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def local_time(instant: datetime | None) -> str:
    """Say an instant in the reader's zone, day named when not today; the title gives UTC."""
    if instant is None:
        return ""
    said = instants.say_instant(instant, at=timezone.now(), zone=timezone.get_current_timezone())
    return timed(instant, said)


@register.filter
def on_time(instant: datetime | None) -> str:
    """Say an instant as ``local_time`` does, as a part of a sentence."""
    if instant is None:
        return ""
    at, zone = timezone.now(), timezone.get_current_timezone()
    return timed(instant, instants.say_instant_within(instant, at=at, zone=zone))


@register.filter
def dated_time(instant: datetime | None) -> str:
    """Say an instant by its date, however near, for what is planned: 24 November, 10:45."""
    return "" if instant is None else timed(instant, plain_dated_time(instant))


@register.filter
def plain_dated_time(instant: datetime) -> str:
    """Say an instant as ``dated_time`` does, without the element."""
    at, zone = timezone.now(), timezone.get_current_timezone()
    return instants.say_dated(instant, at=at, zone=zone)


@register.filter
def local_day(instant: datetime | None) -> str:
    """Say the day of an instant in the reader's zone: 24 November."""
    if instant is None:
        return ""
    zone = timezone.get_current_timezone()
    today = timezone.now().astimezone(zone).date()
    return timed(instant, instants.say_date(instant.astimezone(zone).date(), today=today))


@register.filter
def plain_day(day: date | None) -> str:
    """Say a calendar day: 24 November, with the year when it is another one."""
    if day is None:
        return ""
    return instants.say_date(day, today=timezone.localdate())


@register.filter
def whole_day(day: date) -> str:
    """Say a calendar day with its year, for what is kept: 24 November 2026."""
    return say_date(day)


@register.filter
def plain_time(instant: datetime | None) -> str:
    """Say an instant as ``local_time`` does, without the element: for attributes and titles."""
    if instant is None:
        return ""
    return instants.say_instant(instant, at=timezone.now(), zone=timezone.get_current_timezone())


@register.filter
def zone_said(zone_name: str) -> str:
    """Name a time zone by its city: Paris time."""
    return say_zone(zone_name)


@register.simple_tag
def reader_zone() -> str:
    """Name the reader's time zone: Paris time."""
    return say_zone(timezone.get_current_timezone_name())


@register.simple_tag
def clock(instant: datetime, form: str = "left") -> SafeString:
    """Say the time to or since an instant; the page rewords it every 15 seconds.

    ``left``: 18 min; ``in``: in 18 min; both turn into *late by …*; ``ago``: 4 min ago.
    """
    away = instant - timezone.now()
    return format_html(
        '<time datetime="{}" title="{}" data-clock="{}">{}</time>',
        instant.isoformat(),
        instants.say_utc(instant),
        form,
        say_clock(away, form),
    )


def say_clock(away: timedelta, form: str) -> str:
    """Say how far away an instant is, in one of the three forms of a clock."""
    if form == "ago":
        elapsed = max(-away, durations.MINUTE)
        return _("%(time)s ago") % {"time": durations.say_duration(elapsed)}
    words = {"time": durations.say_left(away)}
    if away <= timedelta(0):
        return _("late by %(time)s") % words
    return _("in %(time)s") % words if form == "in" else words["time"]


@register.filter
def initials(name: str) -> str:
    """Return the initials of a name."""
    return people.initials_of(name)


@register.filter
def money(amount: Decimal | int, currency: str = "EUR") -> str:
    """Write an amount in its currency: 2 100 € or €2,100."""
    return numbers.say_money(amount, currency)


@register.filter
def percent(share: Decimal | float, decimals: int = 4) -> str:
    """Write a percentage, rounded down."""
    return numbers.say_percent(share, decimals=decimals)


@register.filter
def number(value: Decimal | int) -> str:
    """Write a whole number with the thousands of the reader's language."""
    return numbers.say_number(value)


@register.filter
def dialled(telephone: str) -> str:
    """Return a telephone number as an address dials it."""
    return numbers.dialled(telephone)


def timed(instant: datetime, said: str) -> SafeString:
    """Wrap words about an instant in its element."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        instant.isoformat(),
        instants.say_utc(instant),
        said,
    )
