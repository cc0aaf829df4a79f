"""What an incident's page says of its configuration: what changed lately, what differs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.difference_words import say_difference
from contracts.models import Revision, User
from tickets.models import Incident
from tickets.selectors.baseline import Baseline

SHOWN = 8
"""As many changes stand on the incident; the register's page has them all."""


@dataclass(frozen=True)
class Mismatch:
    """What differs, who saw it, and where a change notice is opened from it."""

    seen: str
    at: datetime
    who: User
    revision: Revision
    notice_address: str


@dataclass(frozen=True)
class Changed:
    """What the revision in force changed, item by item, from the one before."""

    said: str
    lines: list[str]
    more: int
    before: Revision
    address: str


def mismatch_of(incident: Incident) -> Mismatch | None:
    """Return the mismatch that stands on an incident."""
    by, at, revision = incident.mismatch_by, incident.mismatch_at, incident.revision
    if by is None or at is None or revision is None:
        return None
    is_in_use = incident.configuration is not None and incident.configuration.retired_at is None
    address = address_if_any("contracts:draft", incident.configuration_id) if is_in_use else ""
    return Mismatch(incident.mismatch_seen, at, by, revision, address)


def changed_of(baseline: Baseline | None) -> Changed | None:
    """Return what the revision changed, in words; nothing where none stood before."""
    if baseline is None or baseline.before is None or baseline.changed is None:
        return None
    lines = say_difference(baseline.changed)
    numbers = (baseline.before.number, baseline.revision.number)
    return Changed(
        said=say_changed(baseline.changed_for),
        lines=lines[:SHOWN],
        more=len(lines[SHOWN:]),
        before=baseline.before,
        address=address_if_any(
            "contracts:difference", baseline.revision.configuration_id, *numbers
        ),
    )


def say_changed(stood_for: timedelta | None) -> str:
    """Say how long before the incident the system was changed; nothing of what is long ago."""
    if stood_for is None:
        return ""
    if not stood_for.days:
        return _("changed less than a day before")
    said = ngettext("changed %(days)s day before", "changed %(days)s days before", stood_for.days)
    return said % {"days": stood_for.days}


def address_if_any(page: str, *args: object) -> str:
    """Return the address of a page of another room, or nothing where there is none."""
    if None in args:
        return ""
    try:
        return reverse(page, args=args)
    except NoReverseMatch:
        return ""
