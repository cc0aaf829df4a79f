"""Search: an exact number leads straight to its thing; words lead to a list."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404

from contracts.choices import Kind
from contracts.models import Configuration, Contract, Statement, User
from contracts.rules import support_numbers
from contracts.selectors import NumberMistyped, configuration_by_number
from contracts.selectors.finding import (
    contract_numbered,
    names_a_host,
    systems_with_serial,
)
from contracts.selectors.finding_statements import statements_named
from contracts.selectors.keyset import Page, keyset_page
from tickets.models import Incident
from tickets.models.incident import IncidentQuerySet
from tickets.rules import references
from tickets.selectors.queues import with_legs


@dataclass(frozen=True)
class Destination:
    """Where an exact number leads; ``systems`` are those with a machine of that serial number.

    ``statements`` are several where the number is one of several agreements; ``draft`` is the key
    of a month that was not issued, ``note`` the number of a note that corrects the statements,
    ``revision`` the one that was named with a support number. A support number may be told as
    mistyped, unless it is another number too, or the name of a machine.
    """

    incident: Incident | None = None
    configuration: Configuration | None = None
    contract: Contract | None = None
    systems: list[Configuration] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    draft: str = ""
    note: str = ""
    revision: int | None = None
    is_mistyped: bool = False


def destination_of(user: User, text: str, *, at: datetime) -> Destination:
    """Read an exact number of whatever kind; nothing found leaves all fields empty."""
    pk = references.typed(text)
    if pk is not None:
        incident = Incident.objects.visible_to(user).filter(pk=pk).first()
        if incident is not None:
            return Destination(incident=incident)
    named = statements_named(user, text, at=at)
    if named.statements or named.draft:
        return Destination(statements=named.statements, draft=named.draft, note=named.note)
    is_mistyped = False
    try:
        number = configuration_by_number(user, text)
        return Destination(configuration=number.configuration, revision=number.revision)
    except NumberMistyped:
        is_mistyped = support_numbers.looks_like_number(text) and not named.is_month
    except Http404:
        pass
    contract = contract_numbered(user, text)
    if contract is not None:
        return Destination(contract=contract)
    systems = systems_with_serial(user, text)
    is_mistyped = is_mistyped and not systems and not names_a_host(user, text)
    return Destination(systems=systems, is_mistyped=is_mistyped)


def search(user: User, words: str, *, cursor: str) -> Page[Incident]:
    """Return incidents that have all the words, newest first, among those this person may see."""
    rows = found(user, words)
    if user.kind == Kind.CLIENT:
        dressed = rows.with_people().select_related("agreement", "contract")
    else:
        dressed = rows.for_rows()
    return keyset_page(with_legs(dressed), ("-id",), cursor=cursor)


def found(user: User, words: str) -> IncidentQuerySet:
    """Return the visible incidents that have all the words, in no order."""
    return Incident.objects.visible_to(user).matching(words, user)
