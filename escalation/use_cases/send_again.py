"""Give what was given up another round of attempts."""

from collections.abc import Sequence
from datetime import datetime

from escalation.choices import DispatchState
from escalation.models import Dispatch


def send_again(dispatches: Sequence[int], *, at: datetime) -> int:
    """Put failed dispatches back to be sent; those in any other state stay as they are."""
    failed = Dispatch.objects.filter(pk__in=dispatches, state=DispatchState.FAILED)
    return failed.update(state=DispatchState.PENDING, due_at=at, attempts=0)
