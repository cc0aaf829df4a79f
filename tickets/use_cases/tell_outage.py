"""Tell the contracts room of the outage that an incident is, in the incident's transaction.

It is told with the incident's reference and no more: money knows no incidents. Source: domain.md,
Availability: an incident of impact outage makes one, a degraded one where the contract says so.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from contracts.choices import Impact
from contracts.models import Outage, User
from contracts.rules.refusal import Invalid
from contracts.rules.responsibility import Responsibility
from contracts.use_cases.check_issued import MonthIssued
from contracts.use_cases.follow_incident import outage_again, outage_began, outage_over
from contracts.use_cases.propose_responsibility import propose_responsibility, whole_outage
from contracts.use_cases.write_outage import OutageMoveNotOpen
from tickets import journal
from tickets.choices import Action, Audience, EventKind
from tickets.models import Incident
from tickets.rules import references
from tickets.use_cases.hold import locked


def is_outage(incident: Incident, impact: str) -> bool:
    """Tell whether an impact of an incident counts as an outage of its system, if it names one."""
    if incident.configuration_id is None:
        return False
    is_counted = impact == Impact.DEGRADED and incident.terms.degraded_is_outage
    return impact == Impact.OUTAGE or is_counted


def tell_opened(incident: Incident, *, by: User, at: datetime) -> None:
    """Tell of an incident that was opened as an outage, down since what was said of it."""
    if incident.configuration is not None and is_outage(incident, incident.impact):
        since = incident.down_since or incident.clock_starts_at
        outage_began(incident.configuration, incident.reference, since=since, by=by, at=at)


def tell_moved(held: Incident, action: Action, *, by: User | None, at: datetime) -> None:
    """Tell of a move that ends the outage of a held incident, or opens it again."""
    if not is_outage(held, held.impact):
        return
    if action in {Action.RESTORE, Action.RESOLVE} and held.restored_at is not None:
        outage_over(held.reference, until=held.restored_at, by=by, at=at)
    elif action in {Action.NOT_RESTORED, Action.REOPEN}:
        outage_again(held.reference, by=by, at=at)


def had_outage(incident: Incident) -> bool:
    """Tell whether an incident was an outage of its system before, or is one."""
    return Outage.objects.filter(reference=incident.reference).exists()


def tell_impact(held: Incident, *, before: str, by: User, at: datetime) -> None:
    """Tell of another impact of a held incident: an outage ends now, or one begins."""
    was_outage, is_one = is_outage(held, before), is_outage(held, held.impact)
    if was_outage and not is_one and held.restored_at is None:
        outage_over(held.reference, until=at, by=by, at=at)
    elif is_one and held.configuration is not None:
        since = held.down_since or held.clock_starts_at
        outage_began(held.configuration, held.reference, since=since, by=by, at=at)
        if held.restored_at is not None:
            outage_over(held.reference, until=held.restored_at, by=by, at=at)


def show_to_publisher(held: Incident, *, at: datetime) -> None:
    """Let the publisher see a held incident whose outage is laid on it; the row is yet to be saved.

    Source: domain.md, Who sees what: from the proposal of more than 0 % to it on.
    """
    if held.shared_at is None:
        held.shared_at = at
        journal.record(held, EventKind.SHARED, by=None, at=at, audience=Audience.VENDORS)


def hold_incident(reference: str) -> None:
    """Keep the incident of an outage from moving until the caller's transaction ends."""
    pk = references.exact(reference) or 0
    Incident.objects.select_for_update(no_key=True).filter(pk=pk).only("pk").first()


def share_incident(reference: str, *, at: datetime) -> None:
    """Let the publisher see the incident of an outage that is being laid on it, from now on."""
    pk = references.exact(reference)
    if pk is not None and Incident.objects.filter(pk=pk, shared_at=None).exists():
        held = locked(pk)
        show_to_publisher(held, at=at)
        held.save(update_fields=["shared_at"])


def propose_for(held: Incident, shares: Mapping[str, int], *, by: User, at: datetime) -> None:
    """Propose whose the outage of a resolved incident was: all of it alike.

    :raises Invalid: another proposal stands already, or what was agreed of an issued month.
    """
    outage = Outage.objects.standing().filter(reference=held.reference).first()
    if outage is None or not shares:
        return
    said = Responsibility(**{party: Decimal(share) for party, share in shares.items()})
    try:
        propose_responsibility(outage, whole_outage(outage, said), by=by, at=at)
    except (MonthIssued, OutageMoveNotOpen) as refused:
        sentence = _("Whose the outage was is being settled on its own page: leave this empty.")
        raise Invalid(sentence, errors={"responsibility": [sentence]}) from refused
