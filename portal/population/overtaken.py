"""What had fallen due on copies by now counts as overtaken: nobody is told of it when the portal
starts, and the auditor has nothing to say."""

from datetime import datetime

from django.db.models import F

from escalation.choices import DueKind, DueOutcome
from escalation.models import DueAction
from tickets.rules.ladder import managers_called_at, next_call


def overtake(*, after: int, now: datetime) -> None:
    """End what is due on incidents after a key; where managers are called, the next call stands."""
    due = DueAction.objects.undone().filter(incident__gt=after, due_at__lte=now)
    calls = list(due.filter(kind=DueKind.CALL_MANAGERS).select_related("escalation"))
    due.update(done_at=F("due_at"), outcome=DueOutcome.OVERTAKEN)
    # Only the next call matters: the number of the last one counts from its end.
    DueAction.objects.bulk_create(_next(each, now) for each in calls)
    DueAction.objects.filter(pk__in=[each.pk for each in calls]).update(done_at=now)


def _next(call: DueAction, now: datetime) -> DueAction:
    leg = call.escalation
    if leg is None:
        raise ValueError("managers are called for an escalation")
    last = int(call.key.rpartition(":")[2])
    number = next_call(leg.policy, leg.requested_at, last=last, called_at=now)
    return DueAction(
        incident_id=call.incident_id,
        escalation=leg,
        kind=DueKind.CALL_MANAGERS,
        key=f"leg:{leg.pk}:call:{number}",
        due_at=managers_called_at(leg.policy, leg.requested_at, call=number),
    )
