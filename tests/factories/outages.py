"""Rows of outages and maintenance, written past the use cases."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from contracts.choices import OutageSource, RoundKind
from contracts.models import Configuration, Maintenance, Outage, OutageSegment, ResponsibilityRound
from contracts.models import User as Person
from tests.factories.contracts import MORNING

AN_HOUR = timedelta(hours=1)
Percents = tuple[int, int, int, int]
"""Of the manufacturer, the publisher, the client, third parties."""
Stretch = tuple[datetime, datetime | None, Percents | None]
BEFORE = MORNING - 4 * AN_HOUR
"""When the outages of these tests begin, unless they say otherwise."""


def an_outage(
    configuration: Configuration, stretches: Sequence[Stretch] = (), **fields: Any
) -> Outage:
    """Write an outage with its first version: an hour of which nothing was proposed, by default."""
    stretches = stretches or [(BEFORE, BEFORE + AN_HOUR, None)]
    last = stretches[-1][1]
    usual: dict[str, Any] = {
        "source": OutageSource.INCIDENT if fields.get("reference") else OutageSource.HAND,
        "begins_at": stretches[0][0],
        "ends_at": last,
        "recorded_at": MORNING,
    }
    late = {name: fields.pop(name) for name in ("state", "agreed_at") if name in fields}
    made = Outage.objects.create(configuration=configuration, **(usual | fields))
    for stretch in stretches:
        a_segment(made, stretch)
    made.version = 1
    for name, value in late.items():
        setattr(made, name, value)
    made.save()
    return made


def an_unknown_outage(configuration: Configuration, stretch: Stretch) -> Outage:
    """Write an outage of which nobody knows whether it was one."""
    made = an_outage(configuration, [stretch])
    a_segment(made, stretch, is_unknown=True)
    made.version = 2
    made.save()
    return made


def a_segment(outage: Outage, stretch: Stretch, **fields: Any) -> OutageSegment:
    """Write a segment of an outage's next version."""
    begins_at, ends_at, percents = stretch
    names = ("manufacturer", "publisher", "client", "third_party")
    return OutageSegment.objects.create(
        outage=outage,
        begins_at=begins_at,
        ends_at=ends_at,
        **(
            {"version": outage.version + 1}
            | dict(zip(names, percents or (), strict=False))
            | fields
        ),
    )


def a_round(outage: Outage, by: Person | None, **fields: Any) -> ResponsibilityRound:
    usual: dict[str, Any] = {
        "number": 1,
        "kind": RoundKind.PROPOSED,
        "version": outage.version,
        "at": MORNING,
        "by": by,
        "organisation": by and by.organisation,
    }
    return ResponsibilityRound.objects.create(outage=outage, **(usual | fields))


def a_window(configuration: Configuration, by: Person, **fields: Any) -> Maintenance:
    """Write proposed maintenance: an hour, ten days from now."""
    usual: dict[str, Any] = {
        "begins_at": MORNING + timedelta(days=10),
        "ends_at": MORNING + timedelta(days=10, hours=1),
        "note": "Firmware",
        "notice_days": 5,
        "is_announced_in_time": True,
        "proposed_at": MORNING,
        "proposed_by": by,
        "author": by.organisation,
    }
    return Maintenance.objects.create(configuration=configuration, **(usual | fields))
