"""Re-route an incident: the manufacturer gives it to another queue, with the reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import User
from contracts.rules.refusal import Invalid
from tickets import journal
from tickets.access import open_leg
from tickets.choices import Action, Audience, EventKind, LegState, LessonSource, Queue
from tickets.models import Incident
from tickets.use_cases.first_contact import EVERYBODY
from tickets.use_cases.hold import hold
from tickets.use_cases.keep_time import settle_due
from tickets.use_cases.leave_leg import end_leg
from tickets.use_cases.stated_words import stated
from tickets.use_cases.teach_router import teach
from tickets.use_cases.third_party import back_with_us


@transaction.atomic
def route_incident(
    incident: Incident, *, queue: Queue, reason: str, by: User, at: datetime
) -> Incident:
    """Put an incident in another queue; in *software* a worker escalates it.

    Leaving *software* withdraws the open escalation in the same transaction.

    :raises Invalid: no reason, too long a one, or the incident already stands in that queue.
    """
    held = hold(incident, Action.ROUTE, by=by, at=at)
    missing = _("Give the reason: the other side reads it first.")
    reason = stated(reason, "reason", missing=missing)
    if held.queue == queue:
        same = _("The incident already stands in this queue.")
        raise Invalid(same, errors={"queue": [same]})
    leg = open_leg(held)
    if leg is not None:
        end_leg(held, leg, LegState.WITHDRAWN, reason=reason, by=by, at=at)
    # Where no escalation ends or follows, the client is not told of the queues, but that it is back
    is_told_to_client = leg is not None or queue == Queue.SOFTWARE
    by_act = EVERYBODY if is_told_to_client else (Audience.VENDORS,)
    back_with_us(held, by=by, at=at, by_act=by_act)
    is_still_to_be_told = leg is None and held.queue == Queue.SOFTWARE and _waits_for_word(held)
    if held.first_queue == Queue.TRIAGE != queue:
        held.sorted_as = held.sorted_as or queue  # the first choice: later ones correct it
    put_in_queue(held, queue, reason=reason, by=by, at=at)
    teach(held, queue, source=LessonSource.ROUTED, by=by, at=at)
    # Else the client was never told that the publisher had it, or would have it.
    if leg is not None or is_still_to_be_told:
        tell_client_who_has_it(held, "manufacturer", by=by, at=at)
    return held


def _waits_for_word(held: Incident) -> bool:
    """Tell whether the client is still to read that a third party has it no more.

    An escalation would have told it; none was made before the incident left *software* again.
    """
    last = held.events.filter(kind=EventKind.HANDED_OVER).order_by("-sequence").first()
    return last is not None and Audience.CLIENT in last.detail.get("by_act", ())


def put_in_queue(held: Incident, queue: Queue, *, reason: str, by: User, at: datetime) -> None:
    """Move a held incident to a queue, save it, and write the vendors' line of it."""
    source = held.queue
    held.queue = queue
    settle_due(held, None)
    journal.save_and_record(
        held,
        EventKind.ROUTED,
        by=by,
        at=at,
        audience=Audience.VENDORS,
        from_=source,
        to=queue,
        reason=reason,
    )


def tell_client_who_has_it(held: Incident, holder: str, *, by: User | None, at: datetime) -> None:
    """Write for the client which vendor has it, unless the agreement keeps that to itself."""
    said = {"holder": holder} if held.agreement.names_holder_to_client else {}
    journal.record(held, EventKind.HANDED_OVER, by=by, at=at, audience=Audience.CLIENT, **said)
