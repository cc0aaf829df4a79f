"""The product’s clock runs ahead where it is told to, and nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from portal.settings import clock


def test_the_doors_read_the_clock_that_runs_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", timezone.now)

    clock.run_ahead(7200)

    ahead = timezone.now() - datetime.now(UTC)
    assert abs(ahead - timedelta(hours=2)) < timedelta(seconds=1)


def test_it_is_the_machines_own_unless_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", timezone.now)

    clock.run_ahead(0)

    assert abs(timezone.now() - datetime.now(UTC)) < timedelta(seconds=1)
