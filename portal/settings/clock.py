"""The one clock that doors read, moved for trials: `django.utils.timezone.now`.

Doors ask Django for the time and hand it down as ``at`` (README, Time), so that moving this one
function moves the product’s whole clock. Only `make chaos` does it, to see what a machine whose
clock was set does to the product; production refuses the variable.
"""

from datetime import datetime, timedelta

from django.utils import timezone

_machine_now = timezone.now


def run_ahead(seconds: int) -> None:
    """Let the product’s clock run this many seconds before the machine’s, in this process."""
    ahead = timedelta(seconds=seconds)

    def _now() -> datetime:
        return _machine_now() + ahead

    timezone.now = _now if seconds else _machine_now
