"""Where news leads, the address of what it is about; what it says of requests; its groups."""

import re
from collections.abc import Container, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import EventKind, Kind, UnderpinningState
from contracts.dates import say_date, say_date_and_time
from contracts.models import (
    Configuration,
    Contract,
    ContractEvent,
    GuaranteeRequest,
    Revision,
    Roster,
    Terms,
    Underpinning,
    User,
)
from escalation.choices import NewsGroup
from tickets.models import Incident, IncidentEvent
from tickets.wording import line_of

_OF_GUARANTEES: Mapping[EventKind, Promise] = {
    EventKind.GUARANTEE_REQUESTED: gettext_lazy(
        "%(who)s, %(company)s, asks for a guarantee of “%(platform)s”"
    ),
    EventKind.GUARANTEE_ANSWERED: gettext_lazy(
        "%(who)s, %(company)s, answers the request for “%(platform)s” with contract %(contract)s"
    ),
    EventKind.GUARANTEE_REFUSED: gettext_lazy(
        "%(who)s, %(company)s, refused the request for “%(platform)s”: %(reason)s"
    ),
    EventKind.GUARANTEE_WITHDRAWN: gettext_lazy(
        "%(who)s, %(company)s, withdrew the request for “%(platform)s”"
    ),
}

_OF_ROSTERS: Mapping[EventKind, Promise] = {
    EventKind.DUTY_SWAP_ASKED: gettext_lazy(
        "%(who)s asks you to be on duty instead, from %(from_)s to %(to)s (%(roster)s)"
    ),
    EventKind.DUTY_SWAP_ACCEPTED: gettext_lazy(
        "%(who)s takes over the duty from %(from_)s to %(to)s (%(roster)s)"
    ),
    EventKind.DUTY_SWAP_DECLINED: gettext_lazy(
        "%(who)s does not take over the duty from %(from_)s to %(to)s (%(roster)s)"
    ),
    EventKind.DUTY_SWAP_WITHDRAWN: gettext_lazy(
        "%(who)s asks you no longer to be on duty from %(from_)s to %(to)s (%(roster)s)"
    ),
    EventKind.DUTY_GAP_AHEAD: gettext_lazy(
        "Nobody is on duty from %(from_)s to %(to)s (%(roster)s)"
    ),
}
ICONS_OF_VENDORS: Mapping[str, str] = {
    EventKind.DUTY_SWAP_ASKED: "swap",
    EventKind.DUTY_SWAP_ACCEPTED: "check",
    EventKind.DUTY_SWAP_DECLINED: "x",
    EventKind.DUTY_SWAP_WITHDRAWN: "x",
    EventKind.DUTY_GAP_AHEAD: "alert",
    EventKind.UNDERPINNING_PROPOSED: "pen",
    EventKind.UNDERPINNING_AGREED: "st-ok",
    EventKind.UNDERPINNING_ENDED: "x",
}
_ENDLESS = gettext_lazy("Nobody is on duty from %(from_)s on (%(roster)s)")
_PROPOSED = gettext_lazy(
    "%(who)s, %(company)s, proposes underpinning targets of agreement %(agreement)s from %(day)s on"
)
_OF_UNDERPINNINGS: Mapping[str, Promise] = {
    UnderpinningState.AGREED: gettext_lazy(
        "%(who)s, %(company)s, agreed to the underpinning targets of agreement %(agreement)s from "
        "%(day)s on"
    ),
    UnderpinningState.REFUSED: gettext_lazy(
        "%(who)s, %(company)s, refused the underpinning targets of agreement %(agreement)s from "
        "%(day)s on: %(reason)s"
    ),
    UnderpinningState.WITHDRAWN: gettext_lazy(
        "%(who)s, %(company)s, withdrew the underpinning targets of agreement %(agreement)s from "
        "%(day)s on: %(reason)s"
    ),
}

_ENDED = re.compile("[.!?…:][’”»\"')\\s]*$")


def say_news_of_incident(
    event: IncidentEvent, incident: Incident, *, reader: User, stood_down: Container[int]
) -> str:
    """Return one sentence for a line of an incident, as news.

    ``stood_down`` are the lines by which this reader, who was called, need not come any more.
    """
    line = line_of(event, incident, reader=reader)
    if event.pk not in stood_down:
        return line
    return _("%(line)s; you can stand down") % {"line": line}


def as_sentence(line: str) -> str:
    """Return a line of a list as a sentence of a letter, with its full stop."""
    line = line.rstrip()
    return line if not line or _ENDED.search(line) else f"{line}."


def address_in_register(configuration: Configuration, revision: Revision | None) -> str:
    """Return the page of a revision or, without one, of its configuration."""
    system = reverse("contracts:configuration", args=[configuration.pk])
    if revision is None or revision.number is None:
        return system
    try:
        return reverse("contracts:revision", args=[configuration.pk, revision.number])
    except NoReverseMatch:
        return system


def address_of_terms(contract: Contract, terms: Terms | None) -> str:
    """Return the page of a version of a contract's terms or, without one, of the contract."""
    if terms is None:
        return reverse("contracts:contract", args=[contract.number])
    return reverse("contracts:terms", args=[contract.number, terms.number])


def address_of_guarantee(request: GuaranteeRequest) -> str:
    """Return the page of a client's request for a guarantee."""
    return reverse("contracts:guarantee", args=[request.pk])


def say_news_of_guarantee(event: ContractEvent, request: GuaranteeRequest) -> str:
    """Return one sentence for a line about a client's request; all who see it read the same."""
    return str(_OF_GUARANTEES[EventKind(event.kind)]) % {
        "who": event.by.name if event.by else "Guichet",
        "company": event.by.organisation.short_name if event.by else "",
        "platform": request.title,
        "contract": request.contract.number if request.contract else "",
        "reason": event.detail.get("reason", ""),
    }


def address_of_roster(roster: Roster) -> str:
    """Return the page of a duty roster."""
    return reverse("contracts:roster", args=[roster.pk])


def address_of_underpinning(underpinning: Underpinning) -> str:
    """Return the page of the agreement in which targets are agreed."""
    return reverse("contracts:agreement", args=[underpinning.agreement.reference])


def say_roster(roster: Roster) -> str:
    """Name a roster by its level and its agreement: Level 1, AG-FR-0001."""
    level = _("Level %(level)s") % {"level": roster.level}
    return f"{_('Duty managers') if roster.is_of_managers else level}, {roster.agreement.reference}"


def say_news_of_roster(event: ContractEvent, roster: Roster, *, reader: User) -> str:
    """Return one sentence for a line about a duty roster, in the reader's zone."""
    zone = ZoneInfo(reader.time_zone)
    instants = {"from_": event.detail["begins_at"], "to": event.detail["ends_at"]}
    said = {
        name: say_date_and_time(datetime.fromisoformat(at).astimezone(zone)) if at else ""
        for name, at in instants.items()
    }
    sentence = _OF_ROSTERS[EventKind(event.kind)] if said["to"] else _ENDLESS
    return str(sentence) % {
        "who": event.by.name if event.by else "",
        "roster": say_roster(roster),
        **said,
    }


def say_news_of_underpinning(event: ContractEvent, underpinning: Underpinning) -> str:
    """Return one sentence for a line about underpinning targets, as they stood then."""
    sentence = _OF_UNDERPINNINGS.get(event.detail["state"], _PROPOSED)
    return str(sentence) % {
        "who": event.by.name if event.by else "",
        "company": event.by.organisation.short_name if event.by else "",
        "agreement": underpinning.agreement.reference,
        "day": say_date(date.fromisoformat(event.detail["valid_from"])),
        "reason": event.detail.get("reason", ""),
    }


_GROUPS_EXPLAINED: Mapping[NewsGroup, Promise] = {
    NewsGroup.CALL: gettext_lazy(
        "An escalation is asked of you or raised to you, or a bridge is opened. This e-mail always"
        " comes, whatever the hour: nothing else would wake you."
    ),
    NewsGroup.INCIDENT: gettext_lazy("One arrives in your queue, or is given to you."),
    NewsGroup.MESSAGE: gettext_lazy("Somebody writes to you."),
    NewsGroup.STATE: gettext_lazy("It waits, is restored, is resolved, has another impact."),
    NewsGroup.ESCALATION: gettext_lazy("It is acknowledged, returned, withdrawn or resolved."),
    NewsGroup.DEADLINE: gettext_lazy("A promised time comes near, or has passed."),
    NewsGroup.REGISTER: gettext_lazy("A revision is proposed, signed, refused, comes into force."),
    NewsGroup.CONTRACT: gettext_lazy("Terms or a request are put forward, approved or refused."),
}
_FOR_CLIENTS: Mapping[NewsGroup, tuple[Promise, Promise]] = {
    NewsGroup.INCIDENT: (
        gettext_lazy("Who works on my incidents"),
        gettext_lazy("Somebody takes one up, or it is handed over to another team."),
    ),
}


def say_group(group: NewsGroup, kind: Kind) -> str:
    """Return the name of a group of news, for people of an organisation of a kind."""
    return str(_FOR_CLIENTS[group][0] if _is_put_otherwise(group, kind) else group.label)


def explain_group(group: NewsGroup, kind: Kind) -> str:
    """Return in one sentence what a group of news tells of."""
    said = _FOR_CLIENTS[group][1] if _is_put_otherwise(group, kind) else _GROUPS_EXPLAINED[group]
    return str(said)


def _is_put_otherwise(group: NewsGroup, kind: Kind) -> bool:
    return kind == Kind.CLIENT and group in _FOR_CLIENTS
