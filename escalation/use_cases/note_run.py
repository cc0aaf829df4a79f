"""Note that a sweep ran to its end."""

from collections.abc import Callable
from datetime import datetime

from escalation.choices import Sweep
from escalation.models import LastRun


def note_run(sweep: Sweep, *, at: datetime) -> None:
    """Write over when a sweep last ran; a sweep that ends later with an earlier instant counts."""
    LastRun.objects.bulk_create(
        [LastRun(sweep=sweep, at=at)],
        update_conflicts=True,
        unique_fields=["sweep"],
        update_fields=["at"],
    )


def noted(sweep: Sweep, act: Callable[..., object], *, at: datetime) -> None:
    """Carry out what knows of no sweeps, such as one of another room, and note that it ended."""
    act(at=at)
    note_run(sweep, at=at)
