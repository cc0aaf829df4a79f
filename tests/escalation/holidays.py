"""Hours that depend on holidays, and calendars that know others."""

from collections.abc import Callable
from datetime import date

from contracts.rules.hours import Hours, Window
from tests.factories.contracts import MORNING

WITHOUT_HOLIDAYS = Hours(
    "Europe/Paris",
    always_on=False,
    windows=[Window(day, 8 * 60, 18 * 60) for day in range(5)],
    without_holidays_of="FR",
)
TODAY = MORNING.date()
Upgrade = Callable[[set[date]], None]
"""Installs a calendar that knows these holidays."""
