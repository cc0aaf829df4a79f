"""The page of what a person was told, newest first, and the marks of what they have read."""

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from contracts.access import configuration_for, contract_for, guarantee_for
from contracts.models import Configuration, Contract, ContractEvent, GuaranteeRequest, User
from contracts.wording import NEWS_ICONS, say_news, say_news_of_terms
from escalation.models import Notification
from escalation.selectors import notifications_of
from escalation.use_cases.read_notifications import (
    read_all,
    read_those_about,
    read_those_of,
    read_those_of_contract,
    read_those_of_guarantee,
)
from escalation.wording import (
    address_in_register,
    address_of_guarantee,
    address_of_terms,
    say_news_of_guarantee,
)
from tickets.access import incident_for
from tickets.models import Incident, IncidentEvent
from tickets.wording import ICONS, line_of

KEY_LENGTH = 18
"""No id has more digits."""


@dataclass(frozen=True)
class Row:
    """A piece of news as it stands on the page; ``about`` and ``key`` say what marks it read."""

    notification: Notification
    line: str
    icon: str
    address: str
    name: str
    title: str
    about: str
    key: str

    @property
    def is_unread(self) -> bool:
        return self.notification.read_at is None


@require_safe
@never_cache
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """Show a page of the news; looking at it marks nothing."""
    person = cast(User, request.user)
    page = notifications_of(person, cursor=request.GET.get("page", ""))
    rows = [_row(each, person) for each in page.rows]
    context = {
        "rows": rows,
        "has_unread": any(row.is_unread for row in rows),
        "next": _address(page.next),
        "previous": _address(page.previous),
    }
    return render(request, "escalation/notifications.html", context)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Mark as read what was told of one subject, or all; then the list."""
    person = cast(User, request.user)
    reference, system = request.POST.get("incident", ""), request.POST.get("configuration", "")
    contract, asked = request.POST.get("contract", ""), request.POST.get("guarantee", "")
    if reference:
        read_those_of(person, incident_for(person, reference), at=timezone.now())
    elif system:
        read_those_about(person, _system(person, system), at=timezone.now())
    elif contract:
        read_those_of_contract(person, contract_for(person, contract), at=timezone.now())
    elif asked:
        found = guarantee_for(person, _id_in(asked))
        read_those_of_guarantee(person, found, at=timezone.now())
    else:
        read_all(person, at=timezone.now())
    if "HX-Request" in request.headers:  # a page that says by itself that it has been seen
        return HttpResponse(status=204)
    if reference and "open" in request.POST:
        return redirect("tickets:incident", reference=reference)
    return redirect("escalation:notifications")


def _system(person: User, key: str) -> Configuration:
    return configuration_for(person, _id_in(key))


def _id_in(key: str) -> int:
    """Return the id that was sent.

    :raises Http404: it is none.
    """
    if not key.isdecimal() or len(key) > KEY_LENGTH:
        raise Http404
    return int(key)


def _row(told: Notification, reader: User) -> Row:
    if told.event is not None and told.incident is not None:
        return _of_incident(told, told.event, told.incident, reader)
    event, configuration = told.contract_event, told.configuration
    assert event is not None  # noqa: S101  a constraint holds that it is one or the other
    if told.contract is not None:
        return _of_contract(told, event, told.contract, reader)
    if told.guarantee_request is not None:
        return _of_guarantee(told, event, told.guarantee_request)
    assert configuration is not None  # noqa: S101
    return _of_register(told, event, configuration, reader)


def _of_incident(told: Notification, event: IncidentEvent, incident: Incident, reader: User) -> Row:
    return Row(
        told,
        line=line_of(event, incident, reader=reader),
        icon=ICONS.get(event.kind, "bell"),
        address=reverse("tickets:incident", args=[incident.reference]),
        name=incident.reference,
        title=incident.title,
        about="incident",
        key=incident.reference,
    )


def _of_register(
    told: Notification, event: ContractEvent, configuration: Configuration, reader: User
) -> Row:
    return Row(
        told,
        line=say_news(event, configuration, told.revision, reader=reader),
        icon=NEWS_ICONS.get(event.kind, "bell"),
        address=address_in_register(configuration, told.revision),
        name=configuration.name,
        title=configuration.client.short_name,
        about="configuration",
        key=str(configuration.pk),
    )


def _of_contract(told: Notification, event: ContractEvent, contract: Contract, reader: User) -> Row:
    return Row(
        told,
        line=say_news_of_terms(event, contract, reader=reader),
        icon=NEWS_ICONS.get(event.kind, "bell"),
        address=address_of_terms(contract, told.terms),
        name=contract.number,
        title=contract.client.short_name,
        about="contract",
        key=contract.number,
    )


def _of_guarantee(told: Notification, event: ContractEvent, request: GuaranteeRequest) -> Row:
    return Row(
        told,
        line=say_news_of_guarantee(event, request),
        icon=NEWS_ICONS.get(event.kind, "bell"),
        address=address_of_guarantee(request),
        name=request.client.short_name,
        title=request.title,
        about="guarantee",
        key=str(request.pk),
    )


def _address(cursor: str) -> str:
    """Return the address of a page; the first needs no cursor."""
    return f"{reverse('escalation:notifications')}?page={cursor}" if cursor else ""
