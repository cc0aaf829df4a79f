"""What several tests of news stand on."""

from collections.abc import Iterator
from datetime import date

import pytest

from contracts.choices import Impact
from contracts.rules import calendar
from tests.cast import House
from tests.escalation.gathering import forget
from tests.escalation.holidays import Upgrade
from tests.factories.tickets import HARDWARE_WORDS
from tests.factories.tickets import incident as opened
from tickets.models import Incident


@pytest.fixture
def slow(house: House) -> Incident:
    """An incident that is not urgent, of which everybody was told long ago."""
    found = opened(
        house.payroll,
        house.clara,
        description=HARDWARE_WORDS,
        impact=Impact.DEGRADED,
        down_since=None,
    )
    forget()
    return found


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Iterator[Upgrade]:
    """Install a calendar that knows these holidays, as an upgrade of the package does."""

    def install(days: set[date]) -> None:
        monkeypatch.setattr(
            calendar, "public_holidays", lambda _of, year: {d for d in days if d.year == year}
        )
        calendar.calendar_of.cache_clear()

    yield install
    monkeypatch.undo()
    calendar.calendar_of.cache_clear()
