"""Search: a reference or a support number leads straight to its thing; words lead to a list."""

from dataclasses import dataclass

from django.http import Http404

from contracts.choices import Kind
from contracts.models import Configuration, User
from contracts.rules import support_numbers
from contracts.selectors import NumberMistyped, configuration_by_number
from tickets.models import Incident
from tickets.models.incident import IncidentQuerySet
from tickets.rules import references
from tickets.selectors.keyset import Page, keyset_page
from tickets.selectors.queues import with_legs


@dataclass(frozen=True)
class Destination:
    """Where an exact number leads: an incident, or a configuration; or told as mistyped."""

    incident: Incident | None = None
    configuration: Configuration | None = None
    is_mistyped: bool = False


def destination_of(user: User, text: str) -> Destination:
    """Read an exact reference or support number; nothing found leaves all fields empty."""
    pk = references.typed(text)
    if pk is not None:
        incident = Incident.objects.visible_to(user).filter(pk=pk).first()
        if incident is not None:
            return Destination(incident=incident)
    try:
        return Destination(configuration=configuration_by_number(user, text).configuration)
    except NumberMistyped:
        return Destination(is_mistyped=support_numbers.looks_like_number(text))
    except Http404:
        return Destination()


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
