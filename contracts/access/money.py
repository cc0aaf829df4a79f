"""Who may see and do what with outages and maintenance."""

from datetime import datetime

from django.http import Http404

from contracts.choices import (
    Kind,
    MaintenanceAction,
    MaintenanceState,
    OutageAction,
    OutageSource,
    OutageState,
)
from contracts.models import Agreement, Configuration, Maintenance, Outage, User
from contracts.rules.maintenance import MaintenanceSide, maintenance_actions_open
from contracts.rules.outages import OutageSide, outage_actions_open


def outage_for(user: User, pk: int) -> Outage:
    """Return an outage this person may see, with what its page needs.

    :raises Http404: there is none, or not for this person.
    """
    found = Outage.objects.visible_to(user).whole().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def outage_abilities(user: User, outage: Outage) -> frozenset[OutageAction]:
    """Return what this person may do with an outage that they see."""
    is_known = not any(each.is_unknown for each in outage.current)
    return outage_actions_open(
        OutageState(outage.state),
        outage_side(user, outage),
        is_settled_in_time=outage.is_over and is_known,
    )


def outage_side(user: User, outage: Outage) -> OutageSide:
    """Return how a person stands to an outage that they see."""
    agreement = outage.configuration.contract.agreement
    return OutageSide(
        is_manufacturer=user.organisation_id == agreement.manufacturer_id,
        is_publisher=user.organisation_id == agreement.publisher_id,
        is_manager=user.is_manager,
        is_of_incident=outage.source == OutageSource.INCIDENT,
    )


def may_record_outage(user: User, configuration: Configuration) -> bool:
    """Tell whether this person may record an outage of a system: its manufacturer does."""
    return configuration.contract.agreement.manufacturer_id == user.organisation_id


def may_read_rounds(user: User) -> bool:
    """Tell whether this person reads what the vendors said of responsibility: never a client."""
    return user.kind in {Kind.MANUFACTURER, Kind.PUBLISHER}


def maintenance_for(user: User, pk: int) -> Maintenance:
    """Return a window this person may see, with what its page needs.

    :raises Http404: there is none, or not for this person.
    """
    found = Maintenance.objects.visible_to(user).whole().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def maintenance_abilities(
    user: User, window: Maintenance, *, at: datetime
) -> frozenset[MaintenanceAction]:
    """Return what this person may do with a window that they see, at an instant."""
    accepted = {each.organisation_id for each in window.acceptances.all()}
    side = MaintenanceSide(
        is_party=user.organisation_id in parties_to(window.configuration),
        is_author=user.organisation_id == window.author_id,
        has_accepted=user.organisation_id in accepted,
    )
    return maintenance_actions_open(
        MaintenanceState(window.state), side, has_begun=window.begins_at <= at
    )


def parties_to(configuration: Configuration) -> frozenset[int]:
    """Return the organisations that accept maintenance of a system: both vendors, the client."""
    agreement: Agreement = configuration.contract.agreement
    return frozenset({agreement.manufacturer_id, agreement.publisher_id, configuration.client_id})
