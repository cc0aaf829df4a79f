"""What several tests of news stand on."""

import pytest

from contracts.choices import Impact
from tests.cast import House
from tests.escalation.gathering import forget
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
