"""How rosters are said: levels, the days and times of a rotation."""

from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from contracts.choices import Cycle
from contracts.models import Rotation
from contracts.models.roster import DUTY_MANAGERS
from contracts.rules.duty import MINUTES_A_DAY

_A_MONDAY = date(2026, 1, 5)


def say_level(level: int, name: str) -> str:
    """Name a roster: Duty managers; Level 1, Support engineer."""
    if level == DUTY_MANAGERS:
        return _("Duty managers")
    said = _("Level %(level)s") % {"level": level}
    return f"{said}, {name}" if name else said


def say_weekday(weekday: int) -> str:
    return formats.date_format(_A_MONDAY + timedelta(days=weekday), "l")


def say_minute(minute: int) -> str:
    """Say a minute of a local day: 08:00, on 24 hours in every language."""
    hours, minutes = divmod(minute % MINUTES_A_DAY, 60)
    return f"{hours:02}:{minutes:02}"


def say_handover(rotation: Rotation) -> str:
    """Say when people of a rotation hand over: Monday 08:00; every day 08:00."""
    time = say_minute(rotation.handover)
    if rotation.cycle == Cycle.WEEKLY and rotation.weekday is not None:
        return f"{say_weekday(rotation.weekday)} {time}"
    return _("every day %(time)s") % {"time": time}


def say_hours(rotation: Rotation) -> str:
    """Say in which hours of a day a rotation is on duty."""
    if rotation.hours_start is None or rotation.hours_end is None:
        return _("round the clock")
    return f"{say_minute(rotation.hours_start)}–{say_minute(rotation.hours_end)}"
