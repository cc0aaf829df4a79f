"""Whose court an incident was in, as its client may read it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from tickets.choices import EventKind
from tickets.models import Incident, IncidentEvent
from tickets.selectors import custody

_CHANGES = (
    EventKind.REQUESTED,
    EventKind.JOINED,
    EventKind.RETURNED,
    EventKind.WITHDRAWN,
    EventKind.LEG_RESOLVED,
    EventKind.MOVED,
)


def relay_for_client(incident: Incident, *, at: datetime) -> list[dict[str, Any]]:
    """Return the stretches of the relay strip: they sum to the incident's life until restored.

    Where the agreement keeps the holder to itself, both vendors are one, and so are their
    stretches: the instants of a hand-over would tell of it too.
    """
    changes = IncidentEvent.objects.filter(incident=incident, kind__in=_CHANGES)
    stretches = custody.custody_of(incident, changes.order_by("sequence"), at=at)
    shown = groupby(_named(incident, stretches), key=itemgetter("kind", "name"))
    return [
        {"kind": kind, "name": name, "length": sum((each["length"] for each in them), timedelta())}
        for (kind, name), them in shown
    ]


def _named(incident: Incident, stretches: Iterable[custody.Stretch]) -> Iterable[dict[str, Any]]:
    vendors = {
        custody.MANUFACTURER: incident.manufacturer.short_name,
        custody.PUBLISHER: incident.publisher.short_name,
        custody.JOINT: _("%(one)s and %(other)s")
        % {"one": incident.manufacturer.short_name, "other": incident.publisher.short_name},
    }
    for stretch in stretches:
        kind = stretch.party
        if kind == custody.CLIENT:
            yield {"kind": kind, "name": _("You"), "length": stretch.length}
        elif incident.agreement.names_holder_to_client:
            yield {"kind": kind, "name": vendors[kind], "length": stretch.length}
        else:
            one = custody.MANUFACTURER
            yield {"kind": one, "name": _("Our engineers"), "length": stretch.length}
