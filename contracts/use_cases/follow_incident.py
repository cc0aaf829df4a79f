"""Let an outage follow the incident that told of it, in the incident's own transaction.

What the incident says changes when the service was down, never whose that was: what was said of
that before is to be said anew, and all of it stays readable. Source: domain.md, Incident.
"""

from collections.abc import Sequence
from datetime import datetime

from contracts.choices import EventKind, OutageSource, OutageState
from contracts.models import Configuration, Outage, User
from contracts.rules.outages import Stretch, bare, ended, lasting, resumed
from contracts.use_cases.hold_place import hold_place
from contracts.use_cases.write_outage import (
    locked_outage,
    stretches_of,
    tell,
    whole_second,
    write_version,
)


def outage_began(
    configuration: Configuration,
    reference: str,
    *,
    since: datetime,
    by: User | None,
    at: datetime,
) -> Outage:
    """Record that an incident is an outage since an instant, or is one again.

    Of the time between its end and a later beginning it is not known whether it was down.
    """
    hold_place(configuration.pk)  # no month that it touches is issued meanwhile
    since = whole_second(since)
    held = _held(reference)
    if held is not None:
        known = stretches_of(held.current)
        told = [Stretch(since, None)] if held.state == OutageState.VOID else resumed(known, since)
        return _corrected(held, told, by=by, at=at)
    made = Outage.objects.create(
        configuration=configuration,
        reference=reference,
        source=OutageSource.INCIDENT,
        begins_at=since,
        recorded_at=at,
        recorded_by=by,
    )
    write_version(made, [Stretch(since, None)])
    made.save()
    tell(EventKind.OUTAGE_RECORDED, made, by=by, at=at, source=made.source)
    return made


def outage_over(reference: str, *, until: datetime, by: User | None, at: datetime) -> Outage | None:
    """Record until when an incident was an outage; one that lasted no second was none."""
    held = _held(reference)
    if held is None or held.state == OutageState.VOID:
        return held
    told = ended(stretches_of(held.current), whole_second(until))
    if told:
        return _corrected(held, told, by=by, at=at)
    return void(held, by=by, at=at)


def void(held: Outage, *, by: User | None, at: datetime, reason: str = "") -> Outage:
    """Say of a held outage that there was none."""
    held.state, held.answer_by, held.agreed_at = OutageState.VOID, None, None
    held.save()
    tell(EventKind.OUTAGE_VOIDED, held, by=by, at=at, reason=reason)
    return held


def outage_again(reference: str, *, by: User | None, at: datetime) -> Outage | None:
    """Record that it was never over: it is open again from its first instant."""
    held = _held(reference)
    if held is None:
        return None
    return _corrected(held, lasting(stretches_of(held.current)), by=by, at=at)


def _held(reference: str) -> Outage | None:
    found = Outage.objects.filter(reference=reference).only("pk", "configuration").first()
    return None if found is None else locked_outage(found, by=None)


def _corrected(held: Outage, told: Sequence[Stretch], *, by: User | None, at: datetime) -> Outage:
    """Write what is known now of when it was down; nothing where that is known already."""
    is_void = held.state == OutageState.VOID
    if list(told) == bare(stretches_of(held.current)) and not is_void:
        return held
    back_to_recorded(held, told)
    tell(EventKind.OUTAGE_CORRECTED, held, by=by, at=at)
    return held


def back_to_recorded(held: Outage, told: Sequence[Stretch]) -> None:
    """Write another interval of a held outage: whose it was is to be said anew."""
    write_version(held, told)
    held.state, held.answer_by, held.agreed_at = OutageState.RECORDED, None, None
    held.save()
