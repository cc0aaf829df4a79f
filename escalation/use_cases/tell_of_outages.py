"""Tell the people concerned of whose an outage was, and of maintenance: whose word is awaited."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from contracts.choices import EventKind, Kind, OutageState, Role
from contracts.models import Configuration, ContractEvent, Maintenance, Outage, User
from escalation.models import Notification
from escalation.rules.news_groups import group_of
from escalation.use_cases.post_news import post_news

People = QuerySet[User]
OfOutage = Callable[[ContractEvent, Outage], People]
OfWindow = Callable[[ContractEvent, Maintenance], People]


def tell_of_outage(event: ContractEvent, at: datetime) -> None:
    """Write a notification for everybody whom a word on an outage concerns and who may read it."""
    outage = Outage.objects.whole().get(pk=event.detail["outage"])
    concerned = OF_OUTAGES[EventKind(event.kind)](event, outage)
    told = [
        each
        for each in _others(concerned, event)
        if Outage.objects.visible_to(each).filter(pk=outage.pk).exists()
    ]
    _post(event, outage.configuration, told, at=at)


def tell_of_maintenance(event: ContractEvent, at: datetime) -> None:
    """Write a notification for everybody whom a window concerns and who may read it."""
    window = Maintenance.objects.whole().get(pk=event.detail["maintenance"])
    concerned = OF_MAINTENANCE[EventKind(event.kind)](event, window)
    told = [
        each
        for each in _others(concerned, event)
        if Maintenance.objects.visible_to(each).filter(pk=window.pk).exists()
    ]
    _post(event, window.configuration, told, at=at)


def _others(concerned: People, event: ContractEvent) -> list[User]:
    """Return those of them who may sign in, without whoever did it."""
    people = concerned.filter(is_active=True).select_related("organisation").distinct()
    return [each for each in people if each.pk != event.by_id]


def _post(
    event: ContractEvent, configuration: Configuration, people: list[User], *, at: datetime
) -> None:
    post_news(
        [
            Notification(recipient=each, contract_event=event, configuration=configuration, at=at)
            for each in people
        ],
        group=group_of(event.kind),
        is_urgent=False,
        at=at,
    )


# --- Whom an event concerns; whether they may read it is judged after -----------------------------


def _managers_of(configuration: Configuration, *kinds: Kind) -> People:
    agreement = configuration.contract.agreement
    of = {
        Kind.MANUFACTURER: agreement.manufacturer_id,
        Kind.PUBLISHER: agreement.publisher_id,
        Kind.CLIENT: configuration.client_id,
    }
    return User.objects.filter(organisation__in=[of[kind] for kind in kinds], role=Role.MANAGER)


def _asked(_event: ContractEvent, outage: Outage) -> People:
    """Return who answers: the other vendor's managers, and who there has spoken of it before."""
    kind = {
        OutageState.PROPOSED: Kind.PUBLISHER,
        OutageState.COUNTERED: Kind.MANUFACTURER,
    }.get(OutageState(outage.state))
    if kind is None:
        return _both(_event, outage)
    spoke = User.objects.filter(pk__in=outage.rounds.values("by"), organisation__kind=kind)
    return _managers_of(outage.configuration, kind) | spoke


def _both(_event: ContractEvent, outage: Outage) -> People:
    """Return the managers of both vendors."""
    return _managers_of(outage.configuration, Kind.MANUFACTURER, Kind.PUBLISHER)


def _of_agreement(event: ContractEvent, outage: Outage) -> People:
    """Return the managers of all three, and who has spoken of it."""
    spoke = User.objects.filter(pk__in=outage.rounds.values("by"))
    return _both(event, outage) | _managers_of(outage.configuration, Kind.CLIENT) | spoke


def _of_correction(_event: ContractEvent, outage: Outage) -> People:
    """Return the publisher's managers, once they have seen it."""
    return _managers_of(outage.configuration, Kind.PUBLISHER)


def _of_window(_event: ContractEvent, window: Maintenance) -> People:
    """Return both vendors' managers, the client's people, and whose proposal it is."""
    configuration = window.configuration
    vendors = _managers_of(configuration, Kind.MANUFACTURER, Kind.PUBLISHER)
    clients = User.objects.filter(organisation_id=configuration.client_id)
    return vendors | clients | User.objects.filter(pk=window.proposed_by_id)


def _proposer(_event: ContractEvent, window: Maintenance) -> People:
    return User.objects.filter(pk=window.proposed_by_id)


OF_OUTAGES: Mapping[EventKind, OfOutage] = {
    EventKind.OUTAGE_CORRECTED: _of_correction,
    EventKind.RESPONSIBILITY_PROPOSED: _asked,
    EventKind.RESPONSIBILITY_COUNTERED: _asked,
    EventKind.RESPONSIBILITY_OFFERED: _both,
    EventKind.RESPONSIBILITY_AGREED: _of_agreement,
    EventKind.RESPONSIBILITY_REMINDED: _asked,
}
OF_MAINTENANCE: Mapping[EventKind, OfWindow] = {
    EventKind.MAINTENANCE_PROPOSED: _of_window,
    EventKind.MAINTENANCE_ACCEPTED: _proposer,
    EventKind.MAINTENANCE_AGREED: _of_window,
    EventKind.MAINTENANCE_ENDED: _of_window,
}
"""The kinds of events of outages, and of maintenance, of which somebody is told."""
