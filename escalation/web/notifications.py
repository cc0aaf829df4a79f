"""The page of what a person was told, newest first, and the marks of what they have read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from contracts.access import (
    agreement_for,
    configuration_for,
    contract_for,
    guarantee_for,
    roster_for,
)
from contracts.models import (
    Configuration,
    Contract,
    ContractEvent,
    GuaranteeRequest,
    Roster,
    Underpinning,
    User,
)
from contracts.statement_words import ICONS as STATEMENT_ICONS
from contracts.statement_words import is_about_statement, say_news_of_statement
from contracts.wording import NEWS_ICONS, say_news, say_news_of_terms
from escalation.models import Notification
from escalation.selectors import notifications_of, stood_down
from escalation.use_cases.news_of_statements import address_of_statement
from escalation.use_cases.read_notifications import (
    read_all,
    read_those_about,
    read_those_of,
    read_those_of_agreement,
    read_those_of_contract,
    read_those_of_guarantee,
    read_those_of_roster,
)
from escalation.use_cases.say_outages import (
    ICONS_OF_OUTAGES,
    address_of_outages,
    is_of_outages,
    say_news_of_outages,
)
from escalation.wording import (
    ICONS_OF_VENDORS,
    address_in_register,
    address_of_guarantee,
    address_of_roster,
    address_of_terms,
    address_of_underpinning,
    say_news_of_guarantee,
    say_news_of_incident,
    say_news_of_roster,
    say_news_of_underpinning,
    say_roster,
)
from tickets.access import incident_for
from tickets.models import Incident, IncidentEvent
from tickets.wording import ICONS

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
    stood = stood_down([each.event for each in page.rows], person)
    rows = [_row(each, person, stood) for each in page.rows]
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
    reference = request.POST.get("incident", "")
    about = next((name for name in _MARKS if request.POST.get(name)), None)
    if about is None:
        read_all(person, at=timezone.now())
    else:
        _MARKS[about](person, request.POST[about], timezone.now())
    if "HX-Request" in request.headers:  # a page that says by itself that it has been seen
        return HttpResponse(status=204)
    if reference and "open" in request.POST:
        return redirect("tickets:incident", reference=reference)
    return redirect("escalation:notifications")


def _id_in(key: str) -> int:
    """Return the id that was sent.

    :raises Http404: it is none.
    """
    if not key.isdecimal() or len(key) > KEY_LENGTH:
        raise Http404
    return int(key)


# --- What marks the news of one subject as read; each finds it for this person, or nothing --------


def _mark_incident(person: User, key: str, at: datetime) -> object:
    return read_those_of(person, incident_for(person, key), at=at)


def _mark_configuration(person: User, key: str, at: datetime) -> object:
    return read_those_about(person, configuration_for(person, _id_in(key)), at=at)


def _mark_contract(person: User, key: str, at: datetime) -> object:
    return read_those_of_contract(person, contract_for(person, key), at=at)


def _mark_guarantee(person: User, key: str, at: datetime) -> object:
    return read_those_of_guarantee(person, guarantee_for(person, _id_in(key)), at=at)


def _mark_roster(person: User, key: str, at: datetime) -> object:
    return read_those_of_roster(person, roster_for(person, _id_in(key)), at=at)


def _mark_agreement(person: User, key: str, at: datetime) -> object:
    return read_those_of_agreement(person, agreement_for(person, key), at=at)


_MARKS: Mapping[str, Callable[[User, str, datetime], object]] = {
    "incident": _mark_incident,
    "configuration": _mark_configuration,
    "contract": _mark_contract,
    "guarantee": _mark_guarantee,
    "roster": _mark_roster,
    "agreement": _mark_agreement,
}


# --- What a row says ------------------------------------------------------------------------------


def _row(told: Notification, reader: User, stood: frozenset[int]) -> Row:
    if told.event is not None and told.incident is not None:
        return _of_incident(told, told.event, told.incident, reader, stood)
    event = told.contract_event
    assert event is not None  # noqa: S101  a constraint holds that it is one or the other
    if told.configuration is not None:
        return _of_register(told, event, told.configuration, reader)
    if told.contract is not None:
        return _of_contract(told, event, told.contract, reader)
    if told.guarantee_request is not None:
        return _of_guarantee(told, event, told.guarantee_request)
    return _of_vendors(told, event, reader)


def _of_vendors(told: Notification, event: ContractEvent, reader: User) -> Row:
    if told.roster is not None:
        return _of_roster(told, event, told.roster, reader)
    assert told.underpinning is not None  # noqa: S101  the same constraint
    return _of_underpinning(told, event, told.underpinning)


def _of_incident(
    told: Notification,
    event: IncidentEvent,
    incident: Incident,
    reader: User,
    stood: frozenset[int],
) -> Row:
    return Row(
        told,
        line=say_news_of_incident(event, incident, reader=reader, stood_down=stood),
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
    is_outage = is_of_outages(event)
    return Row(
        told,
        line=say_news_of_outages(event, configuration, reader=reader)
        if is_outage
        else say_news(event, configuration, told.revision, reader=reader),
        icon=(ICONS_OF_OUTAGES if is_outage else NEWS_ICONS).get(event.kind, "bell"),
        address=address_of_outages(event)
        if is_outage
        else address_in_register(configuration, told.revision),
        name=configuration.name,
        title=configuration.client.short_name,
        about="configuration",
        key=str(configuration.pk),
    )


def _of_contract(told: Notification, event: ContractEvent, contract: Contract, reader: User) -> Row:
    is_of_month = is_about_statement(event)
    say = say_news_of_statement if is_of_month else say_news_of_terms
    return Row(
        told,
        line=say(event, contract, reader=reader),
        icon=(STATEMENT_ICONS if is_of_month else NEWS_ICONS).get(event.kind, "bell"),
        address=address_of_statement(event, contract, reader=reader)
        if is_of_month
        else address_of_terms(contract, told.terms),
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


def _of_roster(told: Notification, event: ContractEvent, roster: Roster, reader: User) -> Row:
    return Row(
        told,
        line=say_news_of_roster(event, roster, reader=reader),
        icon=ICONS_OF_VENDORS.get(event.kind, "bell"),
        address=address_of_roster(roster),
        name=say_roster(roster),
        title="",
        about="roster",
        key=str(roster.pk),
    )


def _of_underpinning(told: Notification, event: ContractEvent, underpinning: Underpinning) -> Row:
    return Row(
        told,
        line=say_news_of_underpinning(event, underpinning),
        icon=ICONS_OF_VENDORS.get(event.kind, "bell"),
        address=address_of_underpinning(underpinning),
        name=underpinning.agreement.reference,
        title="",
        about="agreement",
        key=underpinning.agreement.reference,
    )


def _address(cursor: str) -> str:
    """Return the address of a page; the first needs no cursor."""
    return f"{reverse('escalation:notifications')}?page={cursor}" if cursor else ""
