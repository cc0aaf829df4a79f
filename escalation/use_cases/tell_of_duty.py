"""Tell the people concerned of swaps of duty, of gaps ahead, and of underpinning targets."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from contracts.choices import EventKind, Role
from contracts.models import Agreement, ContractEvent, DutySwap, Roster, Underpinning, User
from escalation.models import Notification
from escalation.rules.news_groups import group_of
from escalation.use_cases.post_news import post_news

OfRoster = Callable[[ContractEvent, Roster], QuerySet[User]]
OfUnderpinning = Callable[[Underpinning], QuerySet[User]]


def tell_of_roster(event: ContractEvent, at: datetime) -> None:
    """Write a notification for everybody whom an event of a roster concerns and who may read it."""
    roster = Roster.objects.select_related("agreement").get(pk=event.detail["roster"])
    concerned = OF_ROSTERS[EventKind(event.kind)](event, roster)
    told = [
        Notification(recipient=person, contract_event=event, roster=roster, at=at)
        for person in _others(concerned, event)
        if Roster.objects.visible_to(person).filter(pk=roster.pk).exists()
    ]
    post_news(told, group=group_of(event.kind), is_urgent=False, at=at)


def tell_of_underpinning(event: ContractEvent, at: datetime) -> None:
    """Write a notification for everybody whom targets concern and who may read them."""
    found = Underpinning.objects.select_related("agreement", "proposed_by").get(
        agreement__reference=event.detail["agreement"], number=event.detail["underpinning"]
    )
    concerned = OF_UNDERPINNINGS[EventKind(event.kind)](found)
    told = [
        Notification(recipient=person, contract_event=event, underpinning=found, at=at)
        for person in _others(concerned, event)
        if Agreement.objects.visible_to(person).filter(pk=found.agreement_id).exists()
    ]
    post_news(told, group=group_of(event.kind), is_urgent=False, at=at)


def _others(concerned: QuerySet[User], event: ContractEvent) -> list[User]:
    """Return those of them who may sign in, without whoever did it."""
    people = concerned.filter(is_active=True).select_related("organisation").distinct()
    return [each for each in people if each.pk != event.by_id]


# --- Whom an event concerns; whether they may read it is judged after -----------------------------


def _colleague(event: ContractEvent, _roster: Roster) -> QuerySet[User]:
    """Return whoever is asked to take a duty."""
    return User.objects.filter(pk=event.detail["colleague"])


def _asker(event: ContractEvent, _roster: Roster) -> QuerySet[User]:
    """Return whoever asked for a swap."""
    asked = DutySwap.objects.filter(pk=event.detail["swap"])
    return User.objects.filter(pk__in=asked.values("asked_by"))


def _keepers(_event: ContractEvent, roster: Roster) -> QuerySet[User]:
    """Return the managers who keep the roster: they can fill its gap."""
    return User.objects.filter(organisation=roster.organisation_id, role=Role.MANAGER)


def _of_swap_taken(event: ContractEvent, roster: Roster) -> QuerySet[User]:
    """Return whoever asked, and who keeps the roster: somebody else is on duty now."""
    return _asker(event, roster) | _keepers(event, roster)


def _managers(of: Underpinning) -> QuerySet[User]:
    """Return the managers of both vendors."""
    vendors = (of.agreement.manufacturer_id, of.agreement.publisher_id)
    return User.objects.filter(organisation__in=vendors, role=Role.MANAGER)


def _managers_and_proposer(of: Underpinning) -> QuerySet[User]:
    return _managers(of) | User.objects.filter(pk=of.proposed_by_id)


OF_ROSTERS: Mapping[EventKind, OfRoster] = {
    EventKind.DUTY_SWAP_ASKED: _colleague,
    EventKind.DUTY_SWAP_ACCEPTED: _of_swap_taken,
    EventKind.DUTY_SWAP_DECLINED: _asker,
    EventKind.DUTY_SWAP_WITHDRAWN: _colleague,
    EventKind.DUTY_GAP_AHEAD: _keepers,
}
OF_UNDERPINNINGS: Mapping[EventKind, OfUnderpinning] = {
    EventKind.UNDERPINNING_PROPOSED: _managers,
    EventKind.UNDERPINNING_AGREED: _managers_and_proposer,
    EventKind.UNDERPINNING_ENDED: _managers_and_proposer,
}
"""The kinds of events of rosters, and of underpinning targets, of which somebody is told."""
