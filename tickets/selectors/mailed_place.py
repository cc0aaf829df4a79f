"""Where an e-mail belongs: the system that its subject names, else the client's only one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from contracts.models import Configuration, Contract, User
from contracts.rules import support_numbers
from contracts.rules.refusal import Refusal
from contracts.selectors import Found, configuration_by_number, contracts_of
from contracts.selectors.finding import names_a_host
from tickets.choices import MailFault
from tickets.models import Incident
from tickets.selectors.systems import system_to_report_on

_TYPED_LENGTH = 120


class NoContract(Refusal):
    """The sender's company has no contract under which an incident could be opened."""

    code = "no-contract"


@dataclass(frozen=True)
class Place:
    """A contract, perhaps a system under it; a fault says why the system is not known.

    ``numbers`` are those that were read and do not lead to one system, as they were read.
    """

    contract: Contract
    configuration: Configuration | None = None
    fault: str = ""
    typed: str = ""
    numbers: Sequence[str] = ()


@dataclass(frozen=True)
class _Named:
    """What the numbers of a subject lead to, and what is wrong with them."""

    configuration: Configuration | None = None
    fault: str = ""
    numbers: Sequence[str] = ()


def place_of(subject: str, closed: Incident | None, *, user: User, at: datetime) -> Place:
    """Return where an e-mail's incident is to be opened; ``closed`` is the one that it follows.

    :raises NoContract: there is no contract at all.
    """
    named = _named(subject, user=user)
    system = named.configuration
    if system is None and not named.fault:
        return _unnamed(closed, user=user, at=at)
    place = _on(system, user=user) if system and not named.fault else None
    if place is not None:
        return place
    contract = _contract_of(user, at=at, first=system.contract if system else None)
    fault = named.fault or MailFault.UNKNOWN
    return Place(contract, None, fault, subject[:_TYPED_LENGTH], named.numbers)


def _named(subject: str, *, user: User) -> _Named:
    """Return the system whose number stands in a subject, and what is wrong with the number."""
    try:
        numbers = support_numbers.numbers_in(subject)
    except support_numbers.NotANumber:
        return _Named()
    except support_numbers.Mistyped:  # unless it is a phone number, say
        slips = support_numbers.slips_in(subject)
        return _wrong(MailFault.MISTYPED, slips, subject, user=user) if slips else _Named()
    found = [each for number in numbers if (each := _found(number, user=user)) is not None]
    if not found:
        read = [_as_read(number) for number in numbers]
        return _wrong(MailFault.UNKNOWN, read, subject, user=user)
    standing = [each for each in found if not each.is_revoked]
    if not standing:
        return _Named(found[0].configuration, MailFault.REVOKED, _of(found))
    fault = MailFault.SEVERAL_NUMBERS if len(standing) > 1 else ""
    return _Named(standing[0].configuration, fault, _of(standing))


def _wrong(fault: MailFault, numbers: Sequence[str], subject: str, *, user: User) -> _Named:
    """Return what is wrong: nothing, where the figures are those of a machine's name."""
    return _Named() if names_a_host(user, subject) else _Named(None, fault, numbers)


def _as_read(number: support_numbers.TypedNumber) -> str:
    groups = support_numbers.groups_of(number.digits)
    return "-".join(filter(None, (number.country, *groups)))


def _of(found: Sequence[Found]) -> list[str]:
    return [str(each.number) for each in found]


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
