"""Where an e-mail belongs: the system that its subject names, else the client's only one."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from contracts.models import Configuration, Contract, User
from contracts.rules import support_numbers
from contracts.rules.refusal import Refusal
from contracts.selectors import Found, configuration_by_number, contracts_of
from tickets.choices import MailFault
from tickets.models import Incident
from tickets.selectors.systems import system_to_report_on

_TYPED_LENGTH = 120


class NoContract(Refusal):
    """The sender's company has no contract under which an incident could be opened."""

    code = "no-contract"


@dataclass(frozen=True)
class Place:
    """A contract, perhaps a system under it; a fault says why the system is not known."""

    contract: Contract
    configuration: Configuration | None = None
    fault: str = ""
    typed: str = ""


def place_of(subject: str, closed: Incident | None, *, user: User, at: datetime) -> Place:
    """Return where an e-mail's incident is to be opened; ``closed`` is the one that it follows.

    :raises NoContract: there is no contract at all.
    """
    named, fault = _named(subject, user=user)
    if named is None and not fault:
        return _unnamed(closed, user=user, at=at)
    place = _on(named, user=user) if named and not fault else None
    if place is not None:
        return place
    contract = _contract_of(user, at=at, first=named.contract if named else None)
    return Place(contract, None, fault or MailFault.UNKNOWN, subject[:_TYPED_LENGTH])


def _named(subject: str, *, user: User) -> tuple[Configuration | None, str]:
    """Return the system whose number stands in a subject, and what is wrong with the number."""
    try:
        numbers = support_numbers.numbers_in(subject)
    except support_numbers.NotANumber:
        return None, ""
    except support_numbers.Mistyped:  # unless it is a phone number, say
        is_meant = support_numbers.looks_like_number(subject)
        return None, MailFault.MISTYPED if is_meant else ""
    found = [each for number in numbers if (each := _found(number, user=user)) is not None]
    if not found:
        return None, MailFault.UNKNOWN
    standing = [each for each in found if not each.is_revoked]
    if not standing:
        return found[0].configuration, MailFault.REVOKED
    return standing[0].configuration, MailFault.SEVERAL_NUMBERS if len(standing) > 1 else ""


def _found(number: support_numbers.TypedNumber, *, user: User) -> Found | None:
    try:
        return configuration_by_number(user, f"{number.country} {number.digits}".strip())
    except Http404:
        return None


def _unnamed(closed: Incident | None, *, user: User, at: datetime) -> Place:
    """Return the system of the incident that is followed, else the client's only one."""
    if closed is not None and closed.configuration is not None:
        place = _on(closed.configuration, user=user)
        if place is not None:
            return place
    systems = list(Configuration.objects.visible_to(user).in_use()[:2])
    if len(systems) == 1:
        place = _on(systems[0], user=user)
        if place is not None:
            return place
    fault = MailFault.NO_NUMBER if len(systems) > 1 else ""
    return Place(_contract_of(user, at=at), None, fault)


def _on(configuration: Configuration, *, user: User) -> Place | None:
    system = system_to_report_on(user, configuration.pk)
    if system is None or system.contract.approved_at is None:
        return None
    return Place(system.contract, system)


def _contract_of(user: User, *, at: datetime, first: Contract | None = None) -> Contract:
    """Return the contract that is thought of first, else one that runs, else any approved."""
    approved = [each for each in contracts_of(user) if each.approved_at is not None]
    wanted = [each for each in approved if first is not None and each.pk == first.pk]
    running = [each for each in approved if each.is_running(at)]
    for contract in wanted or running or approved:
        return contract
    raise NoContract(_("There is no contract under which this could be recorded: please call."))
