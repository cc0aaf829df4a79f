"""Hold back what is not urgent: in its reader's quiet hours, and beyond the ceiling of an hour."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from escalation.choices import DispatchState
from escalation.models import Dispatch, QuietHours
from escalation.rules.pace import HOUR, free_at
from escalation.rules.quiet_hours import quiet_until


@dataclass(frozen=True)
class Later:
    """When a dispatch may leave; ``held_at`` is since when the ceiling holds it, if it does."""

    at: datetime
    held_at: datetime | None


def leaves_later(dispatch: Dispatch, *, at: datetime) -> Later | None:
    """Return until when a dispatch that is due has to wait; None when it leaves now.

    What a worker that died had begun is not judged again: it may have left already.
    """
    if dispatch.is_urgent or dispatch.state == DispatchState.SENDING:
        return None
    if free := _free_at(dispatch, at):
        return Later(_after_quiet(dispatch, free) or free, dispatch.held_at or at)
    quiet = _after_quiet(dispatch, at)
    return Later(quiet, dispatch.held_at) if quiet else None


def _free_at(dispatch: Dispatch, at: datetime) -> datetime | None:
    sent = Dispatch.objects.sent_since(at - HOUR, at=at).filter(
        recipient=dispatch.recipient_id, medium=dispatch.medium
    )
    most = settings.NEWS_PER_HOUR
    newest = sent.order_by("-sent_at").values_list("sent_at", flat=True)[:most]
    return free_at([each for each in newest if each], at, most=most)


def _after_quiet(dispatch: Dispatch, at: datetime) -> datetime | None:
    habits = QuietHours.objects.select_related("person").filter(person=dispatch.recipient_id)
    found = habits.first()
    return quiet_until(found.quiet(), at) if found else None
