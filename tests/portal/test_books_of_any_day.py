"""The demonstration's books can be kept on whichever day of a month it is laid."""

from datetime import UTC, datetime

import pytest

from contracts.choices import ContestDecision
from contracts.models import Contest, LedgerEntry
from portal.demo.build import lay_the_ground

pytestmark = pytest.mark.django_db

IN_ITS_FIRST_DAYS = datetime(2026, 12, 4, 9, tzinfo=UTC)
AFTER_LONG_MONTHS = datetime(2026, 12, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize("now", [IN_ITS_FIRST_DAYS, AFTER_LONG_MONTHS])
def test_one_contest_is_accepted_one_refused_and_one_waits(now: datetime) -> None:
    lay_the_ground(now=now)

    decisions = Contest.objects.values_list("decision", flat=True)
    assert sorted(decisions) == sorted(["", *ContestDecision.values])
    booked = list(LedgerEntry.objects.order_by("pk").values_list("at", flat=True))
    assert booked == sorted(booked)
    assert booked[-1] <= now
