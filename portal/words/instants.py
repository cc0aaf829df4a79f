"""Instants in the reader's wall-clock time, the day named when it is not today."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts import dates

A_WEEK = timedelta(days=7)


def say_time(instant: datetime, zone: tzinfo) -> str:
    """Say the time of day: 10:45, on 24 hours in every language."""
    return f"{instant.astimezone(zone):%H:%M}"


def say_date(day: date, *, today: date) -> str:
    """Say a day: 24 November, with the year when it is another one."""
    return dates.say_date(day, "j F" if day.year == today.year else "j F Y")


def say_day(day: date, *, today: date) -> str:
    """Name a day as people do: yesterday, Tuesday (to come), 24 November."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    away = day - today
    if away.days in near:
        return near[away.days]
    if timedelta(0) < away < A_WEEK:
        return formats.date_format(day, "l")
    return say_date(day, today=today)


def say_instant(instant: datetime, *, at: datetime, zone: tzinfo) -> str:
    """Say an instant: 10:45, yesterday 10:45, 24 November, 10:45."""
    local, today = instant.astimezone(zone), at.astimezone(zone).date()
    time = say_time(instant, zone)
    if local.date() == today:
        return time
    day = say_day(local.date(), today=today)
    return f"{day}, {time}" if any(character.isdigit() for character in day) else f"{day} {time}"


def say_instant_within(instant: datetime, *, at: datetime, zone: tzinfo) -> str:
    """Say an instant inside a sentence: yesterday at 10:45; in French le 24 novembre, 10:45."""
    said = say_instant(instant, at=at, zone=zone)
    if "," in said:
        return pgettext("a date within a sentence", "%(date)s") % {"date": said}
    day, _space, time = said.rpartition(" ")
    return _("%(day)s at %(time)s") % {"day": day, "time": time} if day else said


def say_dated(instant: datetime, *, at: datetime, zone: tzinfo) -> str:
    """Say an instant by its date, however near: 24 November, 10:45."""
    day = say_date(instant.astimezone(zone).date(), today=at.astimezone(zone).date())
    return f"{day}, {say_time(instant, zone)}"


def say_utc(instant: datetime) -> str:
    """Say the same instant for colleagues elsewhere: 24 November, 09:45 UTC."""
    moment = instant.astimezone(UTC)
    return f"{say_date(moment.date(), today=moment.date())}, {moment:%H:%M} UTC"
