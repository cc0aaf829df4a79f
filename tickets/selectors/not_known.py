"""Deadlines that are not known, because nobody could read the hours by which they are counted."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from contracts.models import Contract, Coverage
from contracts.models.coverage import CoverageException
from contracts.selectors.duty import UNREADABLE
from contracts.selectors.readable import are_known, is_readable
from tickets.choices import UNRESTORED
from tickets.models import Incident
from tickets.rules.deadlines import deadlines_of


def is_not_known(incident: Incident) -> bool:
    """Tell whether what is owed first to its client has a deadline that is not stored.

    Without a reply that is the reply, after it the restoration. A deadline to which the hours never
    come is known: there is none.
    """
    is_answered = incident.responded_at is not None
    if (incident.restore_due_at if is_answered else incident.respond_due_at) is not None:
        return False
    promise = incident.promise()
    if promise is None or incident.status not in UNRESTORED:
        return False
    if is_answered and promise.restore_within is None:
        return False
    hours, since = incident.terms.coverage.hours(), incident.clock_starts_at
    try:
        given = deadlines_of(promise, hours=hours, since=since)
    except UNREADABLE:
        return True
    return (given.restore_due_at if is_answered else given.respond_due_at) is not None


def is_counted_blindly(incident: Incident, *, at: datetime) -> bool:
    """Tell whether deadlines of an unrestored incident are missing, or cannot be counted now."""
    if incident.status not in UNRESTORED:
        return False
    return is_not_known(incident) or not is_readable(incident.terms.coverage, at=at)


def without_hours(*, at: datetime, most: int) -> Sequence[tuple[int, datetime]]:
    """Return the unfinished incidents whose hours nobody can read, or whose contract's zone.

    Each with the instant at which it was opened.

    The zones and holidays in use are few, so that they are tried first; what counts round the clock
    on all days asks neither.
    """
    of_its_own = CoverageException.objects.filter(coverage=OuterRef("pk"))
    counted = Coverage.objects.exclude(~Exists(of_its_own), always_on=True, without_holidays_of="")
    unreadable = Q()
    for zone, of in counted.order_by().values_list("time_zone", "without_holidays_of").distinct():
        if not are_known(zone, of, at=at):
            unreadable |= Q(time_zone=zone, without_holidays_of=of)
    zones = Contract.objects.order_by().values_list("time_zone", flat=True).distinct()
    lost = [zone for zone in zones if not are_known(zone, "", at=at)]
    if not (unreadable or lost):
        return []
    hours = Q(terms__coverage__in=counted.filter(unreadable)) if unreadable else Q(pk=None)
    found = Incident.objects.unfinished().filter(hours | Q(contract__time_zone__in=lost))
    return list(found.order_by("pk").values_list("pk", "opened_at")[:most])
