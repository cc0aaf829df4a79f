"""Tell the people concerned of what happened to a contract's terms: who is told of what."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from contracts.choices import EventKind, Role
from contracts.models import Contract, ContractEvent, Terms, User
from escalation.models import Notification
from escalation.rules.news_groups import group_of
from escalation.use_cases.post_news import post_news

Concerned = Callable[[ContractEvent, Contract], QuerySet[User]]


def tell_of_terms(event: ContractEvent, at: datetime) -> None:
    """Write a notification for everybody whom an event concerns and who may read it."""
    if event.contract_id is None:
        raise ValueError(f"event {event.pk} is of no contract")
    contract = Contract.objects.select_related("agreement").get(pk=event.contract_id)
    terms = contract.versions.get(number=event.detail["terms"])
    concerned = CONCERNED[EventKind(event.kind)](event, contract)
    people = concerned.filter(is_active=True).select_related("organisation").distinct()
    post_news(
        [
            Notification(
                recipient=person,
                contract_event=event,
                contract=contract,
                terms=terms,
                at=at,
            )
            for person in people
            if person.pk != event.by_id and _may_read(person, terms)
        ],
        group=group_of(event.kind),
        is_urgent=False,
        at=at,
    )


def _may_read(reader: User, terms: Terms) -> bool:
    return Terms.objects.visible_to(reader).filter(pk=terms.pk).exists()


# --- Whom an event concerns; whether they may read it is judged after -----------------------------


def _managers(_event: ContractEvent, contract: Contract) -> QuerySet[User]:
    """Return the managers of both vendors."""
    agreement = contract.agreement
    vendors = (agreement.manufacturer_id, agreement.publisher_id)
    return User.objects.filter(organisation__in=vendors, role=Role.MANAGER)


def _of_approval(event: ContractEvent, contract: Contract) -> QuerySet[User]:
    """Return who approves next; the second approval is told by what is agreed with it."""
    if contract.events.filter(
        kind=EventKind.TERMS_AGREED, at=event.at, detail__terms=event.detail["terms"]
    ).exists():
        return User.objects.none()
    managers = _managers(event, contract)
    return managers.exclude(organisation=event.by.organisation_id) if event.by else managers


def _of_end(event: ContractEvent, contract: Contract) -> QuerySet[User]:
    """Return the managers, and whoever proposed them."""
    terms = contract.versions.get(number=event.detail["terms"])
    managers, proposer = _managers(event, contract), terms.proposed_by
    return managers | User.objects.filter(pk=proposer.pk) if proposer else managers


def _of_agreement(event: ContractEvent, contract: Contract) -> QuerySet[User]:
    """Return the managers of all three."""
    clients = User.objects.filter(organisation_id=contract.client_id, role=Role.MANAGER)
    return _managers(event, contract) | clients


CONCERNED: Mapping[EventKind, Concerned] = {
    EventKind.TERMS_PROPOSED: _managers,
    EventKind.TERMS_APPROVED: _of_approval,
    EventKind.TERMS_AGREED: _of_agreement,
    EventKind.TERMS_REFUSED: _of_end,
    EventKind.TERMS_WITHDRAWN: _of_end,
    EventKind.TERMS_RESCISSION_ASKED: _managers,
    EventKind.TERMS_RESCISSION_TAKEN_BACK: _managers,
    EventKind.TERMS_RESCINDED: _of_agreement,
}
"""The kinds of events of terms of which somebody is told."""
