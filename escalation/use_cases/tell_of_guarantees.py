"""Tell the people concerned of what a client asks to be guaranteed, and of the answer."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from contracts.choices import EventKind, Role
from contracts.models import ContractEvent, GuaranteeRequest, User
from escalation.models import Notification
from escalation.rules.news_groups import group_of
from escalation.use_cases.post_news import post_news

Asked = Callable[[GuaranteeRequest], QuerySet[User]]


def tell_of_guarantee(event: ContractEvent, at: datetime) -> None:
    """Write a notification for everybody whom an event concerns and who may read it."""
    requests = GuaranteeRequest.objects.select_related("agreement")
    request = requests.get(pk=event.detail["request"])
    concerned = OF_GUARANTEES[EventKind(event.kind)](request)
    people = concerned.filter(is_active=True).select_related("organisation").distinct()
    post_news(
        [
            Notification(
                recipient=person,
                contract_event=event,
                guarantee_request=request,
                at=at,
            )
            for person in people
            if person.pk != event.by_id and _may_read(person, request)
        ],
        group=group_of(event.kind),
        is_urgent=False,
        at=at,
    )


def _may_read(reader: User, request: GuaranteeRequest) -> bool:
    return GuaranteeRequest.objects.visible_to(reader).filter(pk=request.pk).exists()


# --- Whom an event concerns; whether they may read it is judged after -----------------------------


def _managers(request: GuaranteeRequest) -> QuerySet[User]:
    """Return the managers of both vendors."""
    agreement = request.agreement
    vendors = (agreement.manufacturer_id, agreement.publisher_id)
    return User.objects.filter(organisation__in=vendors, role=Role.MANAGER)


def _everybody(request: GuaranteeRequest) -> QuerySet[User]:
    """Return whoever asked, and the managers of all three."""
    managers = User.objects.filter(organisation_id=request.client_id, role=Role.MANAGER)
    return managers | User.objects.filter(pk=request.asked_by_id) | _managers(request)


OF_GUARANTEES: Mapping[EventKind, Asked] = {
    EventKind.GUARANTEE_REQUESTED: _managers,
    EventKind.GUARANTEE_ANSWERED: _everybody,
    EventKind.GUARANTEE_REFUSED: _everybody,
    EventKind.GUARANTEE_WITHDRAWN: _managers,
}
"""The kinds of events of requests of which somebody is told."""
