"""Whose court an incident was in, as its client may read it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from tickets.choices import Holder
from tickets.models import Incident
from tickets.rules.custody import VENDORS, Stretch
from tickets.selectors.custody import changes_of, custody_of


def relay_for_client(incident: Incident, *, at: datetime) -> list[dict[str, Any]]:
    """Return the stretches of the relay strip: they sum to the incident's life.

    Where the agreement keeps the holder to itself, both vendors are one, and so are their
    stretches: the instants of a hand-over would tell of it too. Who a third party is stays with
    the vendors.
    """
    stretches = custody_of(incident, changes_of([incident])[incident.pk], at=at)
    names = _names(incident)
    if not incident.agreement.names_holder_to_client:
        stretches = as_one(stretches)
    return [
        {
            "kind": each.holder.value,
            "name": names[each.holder],
            "length": each.length,
            "begins_at": each.begins_at,
            "ends_at": each.ends_at,
        }
        for each in stretches
    ]


def as_one(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches with both vendors as one, who goes by the manufacturer's place."""
    one = (Stretch(_shown(each.holder), each.begins_at, each.ends_at) for each in stretches)
    found = []
    for holder, several in groupby(one, key=attrgetter("holder")):
        them = list(several)
        found.append(Stretch(holder, them[0].begins_at, them[-1].ends_at))
    return found


def _shown(holder: Holder) -> Holder:
    return Holder.MANUFACTURER if holder in VENDORS else holder


def _names(incident: Incident) -> dict[Holder, str]:
    both = {"one": incident.manufacturer.short_name, "other": incident.publisher.short_name}
    names = {
        Holder.MANUFACTURER: incident.manufacturer.short_name,
        Holder.PUBLISHER: incident.publisher.short_name,
        Holder.JOINT: _("%(one)s and %(other)s") % both,
        Holder.THIRD_PARTY: _("A third party"),
        Holder.CLIENT: _("You"),
    }
    if not incident.agreement.names_holder_to_client:
        names[Holder.MANUFACTURER] = _("Our engineers")
    return names
