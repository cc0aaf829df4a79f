"""What a line says of an outage or of maintenance, to its reader, and where it leads."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from contracts.choices import EventKind, Kind, MaintenanceState, RoundKind
from contracts.dates import say_date_and_time
from contracts.models import Configuration, ContractEvent, Outage, User

_SAID: Mapping[str, Promise] = {
    EventKind.OUTAGE_CORRECTED: gettext_lazy(
        "When “%(system)s” was down, since %(instant)s, was corrected: whose it was is to be "
        "said anew"
    ),
    EventKind.RESPONSIBILITY_PROPOSED: gettext_lazy(
        "%(who)s, %(company)s, proposes whose the outage of “%(system)s” of %(instant)s was"
    ),
    EventKind.RESPONSIBILITY_COUNTERED: gettext_lazy(
        "%(who)s, %(company)s, says otherwise whose the outage of “%(system)s” of %(instant)s was"
    ),
    EventKind.RESPONSIBILITY_OFFERED: gettext_lazy(
        "%(who)s, %(company)s, says what settles whose the outage of “%(system)s” of %(instant)s "
        "was"
    ),
    EventKind.RESPONSIBILITY_AGREED: gettext_lazy(
        "It is agreed whose the outage of “%(system)s” of %(instant)s was"
    ),
    EventKind.RESPONSIBILITY_REMINDED: gettext_lazy(
        "The answer on whose the outage of “%(system)s” of %(instant)s was is due by %(due)s"
    ),
    EventKind.MAINTENANCE_PROPOSED: gettext_lazy(
        "%(who)s, %(company)s, proposes maintenance of “%(system)s” on %(instant)s"
    ),
    EventKind.MAINTENANCE_ACCEPTED: gettext_lazy(
        "%(who)s, %(company)s, accepts the maintenance of “%(system)s” on %(instant)s"
    ),
    EventKind.MAINTENANCE_AGREED: gettext_lazy(
        "All have accepted the maintenance of “%(system)s” on %(instant)s"
    ),
    MaintenanceState.REFUSED: gettext_lazy(
        "%(who)s, %(company)s, refuses the maintenance of “%(system)s” on %(instant)s: %(reason)s"
    ),
    MaintenanceState.WITHDRAWN: gettext_lazy(
        "%(who)s, %(company)s, withdrew the maintenance of “%(system)s” on %(instant)s: %(reason)s"
    ),
}
_SETTLED = gettext_lazy("It is settled whose the outage of “%(system)s” of %(instant)s was")
_DEEMED = gettext_lazy(
    "Nobody answered in the contract’s days: it is deemed agreed whose the outage of “%(system)s” "
    "of %(instant)s was"
)
ICONS_OF_OUTAGES: Mapping[str, str] = {
    EventKind.OUTAGE_CORRECTED: "pen",
    EventKind.RESPONSIBILITY_PROPOSED: "users",
    EventKind.RESPONSIBILITY_COUNTERED: "reply",
    EventKind.RESPONSIBILITY_OFFERED: "users",
    EventKind.RESPONSIBILITY_AGREED: "check",
    EventKind.RESPONSIBILITY_REMINDED: "clock",
    EventKind.MAINTENANCE_PROPOSED: "gear",
    EventKind.MAINTENANCE_ACCEPTED: "check",
    EventKind.MAINTENANCE_AGREED: "st-ok",
    EventKind.MAINTENANCE_ENDED: "x",
}


def is_of_outages(event: ContractEvent) -> bool:
    """Tell whether a line is about an outage or a window of maintenance."""
    return event.kind in ICONS_OF_OUTAGES


def say_news_of_outages(event: ContractEvent, configuration: Configuration, *, reader: User) -> str:
    """Return one sentence for a line about an outage or a window; a client reads results only."""
    detail, kind = event.detail, str(event.kind)
    sentence = _SAID[detail["state"] if kind == EventKind.MAINTENANCE_ENDED else kind]
    if kind == EventKind.RESPONSIBILITY_AGREED and reader.kind == Kind.CLIENT:
        sentence = _SETTLED
    elif kind == EventKind.RESPONSIBILITY_AGREED and detail.get("how") == RoundKind.DEEMED:
        sentence = _DEEMED
    return str(sentence) % {
        "who": event.by.name if event.by else "Guichet",
        "company": event.by.organisation.short_name if event.by else "",
        "system": configuration.name,
        "instant": say_to(reader, _begins_at(event)),
        "due": say_to(reader, detail.get("due_at", "")),
        "reason": detail.get("reason", ""),
    }


def address_of_outages(event: ContractEvent) -> str:
    """Return the page of the outage, or of the window, that a line is about."""
    if "maintenance" in event.detail:
        return reverse("contracts:maintenance-window", args=[event.detail["maintenance"]])
    return reverse("contracts:outage", args=[event.detail["outage"]])


def say_to(reader: User, written: str) -> str:
    """Say an instant as it stands in a line, in the reader's zone; nothing for none."""
    if not written:
        return ""
    return say_date_and_time(datetime.fromisoformat(written).astimezone(ZoneInfo(reader.time_zone)))


def _begins_at(event: ContractEvent) -> str:
    told: str = event.detail.get("begins_at", "")
    if told:
        return told
    found = Outage.objects.filter(pk=event.detail["outage"])
    begins_at = found.values_list("begins_at", flat=True).get()
    return begins_at.isoformat()
