"""Tell the people concerned of statements, and of months whose statement waits."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from contracts.choices import EventKind, Role
from contracts.models import Contest, Contract, ContractEvent, User
from contracts.statement_words import may_be_told
from escalation.models import Notification
from escalation.rules.news_groups import group_of
from escalation.use_cases.post_news import post_news

Concerned = Callable[[ContractEvent, Contract], QuerySet[User]]


def tell_of_statement(event: ContractEvent, at: datetime) -> None:
    """Write a notification for everybody whom an event concerns and who may read it."""
    if event.contract_id is None:
        raise ValueError(f"event {event.pk} is of no contract")
    contract = Contract.objects.select_related("agreement").get(pk=event.contract_id)
    concerned = OF_STATEMENTS[EventKind(event.kind)](event, contract)
    people = concerned.filter(is_active=True).select_related("organisation").distinct()
    post_news(
        [
            Notification(recipient=person, contract_event=event, contract=contract, at=at)
            for person in people
            if person.pk != event.by_id and _may_read(person, event, contract)
        ],
        group=group_of(event.kind),
        is_urgent=False,
        at=at,
    )


def _may_read(reader: User, event: ContractEvent, contract: Contract) -> bool:
    seen = Contract.objects.visible_to(reader).filter(pk=contract.pk)
    return may_be_told(event, reader) and seen.exists()


# --- Whom an event concerns; whether they may read it is judged after -----------------------------


def _managers_of(*organisations: int) -> QuerySet[User]:
    return User.objects.filter(organisation__in=organisations, role=Role.MANAGER)


def _makers(event: ContractEvent, contract: Contract) -> QuerySet[User]:
    return _managers_of(contract.agreement.manufacturer_id)


def _vendors(event: ContractEvent, contract: Contract) -> QuerySet[User]:
    agreement = contract.agreement
    return _managers_of(agreement.manufacturer_id, agreement.publisher_id)


def _all(event: ContractEvent, contract: Contract) -> QuerySet[User]:
    return _vendors(event, contract) | _managers_of(contract.client_id)


def _client(event: ContractEvent, contract: Contract) -> QuerySet[User]:
    return _managers_of(contract.client_id)


def _all_and_who_contested(event: ContractEvent, contract: Contract) -> QuerySet[User]:
    """Any member of a client contests: whoever did is told what was decided, manager or not."""
    contested = Contest.objects.filter(pk=event.detail.get("contest"))
    return _all(event, contract) | User.objects.filter(pk__in=contested.values("opened_by_id"))


OF_STATEMENTS: Mapping[EventKind, Concerned] = {
    EventKind.MONTH_OVER: _makers,
    EventKind.STATEMENT_ISSUED: _all,
    EventKind.STATEMENT_PAID: _client,
    EventKind.STATEMENT_REIMBURSED: _vendors,
    EventKind.STATEMENT_CONTESTED: _all,
    EventKind.CONTEST_DECIDED: _all_and_who_contested,
    EventKind.STATEMENT_CORRECTED: _vendors,
    EventKind.ANNUAL_CAP_REACHED: _vendors,
}
"""The kinds of events of statements of which somebody is told."""
