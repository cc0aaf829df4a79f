"""Systems found by what people call them: name, host, site, client or digits, accents or not."""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from contracts.choices import Kind
from contracts.models import Configuration, User
from contracts.models.client_contract import approved_versions
from contracts.models.configuration import ConfigurationQuerySet
from contracts.rules import support_numbers
from contracts.selectors.finding import systems_with_host
from contracts.selectors.systems import BY_CLIENT_AND_NAME, systems_in_order
from tickets.models import Incident
from tickets.models.incident import search_words

SHOWN = 8
REPORTERS = frozenset({Kind.CLIENT, Kind.MANUFACTURER})
"""Who opens incidents: the client, and the manufacturer for somebody on the phone."""

_PART_OF_A_NUMBER = re.compile(r"(?:[a-z]{2})?[\W\d_]*", re.IGNORECASE)
_A_GROUP = 4
"""So many digits are written together; fewer are searched for as words are."""


@dataclass(frozen=True)
class Systems:
    """The systems that a form offers, and whether there are more than it shows at once."""

    shown: list[Configuration]
    are_many: bool


def systems_to_report_on(user: User, words: str, *, chosen: int | None) -> Systems:
    """Return the first systems that bear the words; the chosen one stands before them.

    Where none does, those in which a machine bears them.
    """
    if user.kind not in REPORTERS:
        return Systems([], are_many=False)
    usable = systems_in_order(user).in_use()
    named = _keys(_bearing(user, words).in_use() if words else usable)
    if words and not named:
        named = _keys(_with_machine(user, words).in_use())
    rows = with_terms(usable.filter(pk__in=[*named, chosen] if chosen else named)).in_bulk()
    first = [chosen] if chosen in rows else []
    keys = [*first, *(pk for pk in named if pk != chosen)][:SHOWN]
    are_many = len(named) > SHOWN or (bool(words) and usable[SHOWN : SHOWN + 1].exists())
    return Systems([rows[pk] for pk in keys], are_many=are_many)


def system_to_report_on(user: User, pk: int) -> Configuration | None:
    """Return one of the systems on which a person may open an incident, with its promises."""
    if user.kind not in REPORTERS:
        return None
    usable = Configuration.objects.visible_to(user).in_use()
    return with_terms(usable.filter(pk=pk)).first()


def systems_named(user: User, words: str, *, most: int) -> list[Configuration]:
    """Return the visible systems that bear all the words, retired ones too.

    Where none does, those in which a machine bears them.
    """
    if not search_words(words):
        return []
    named = _with_names(_bearing(user, words))[:most]
    return list(named) or list(_with_names(_with_machine(user, words))[:most])


def open_on_system(user: User, configuration: Configuration) -> list[Incident]:
    """Return what is already open on a system, the newest first."""
    found = Incident.objects.visible_to(user).unfinished().filter(configuration=configuration)
    return list(found.order_by("-id")[:3])


def with_terms(rows: QuerySet[Configuration]) -> QuerySet[Configuration]:
    """Fetch what a system promises, in a fixed number of queries."""
    return rows.select_related(
        "client",
        "support_number",
        "contract__client",
        "contract__agreement__manufacturer",
        "contract__agreement__publisher",
    ).prefetch_related(approved_versions("contract__versions"))


def _bearing(user: User, words: str) -> ConfigurationQuerySet:
    """Return the visible systems of which each word is in a name, the host, the site or the number.

    All are looked through at once and then put in order: along the order, as `systems_in_order`
    goes, words that few systems bear would take four times as long.
    """
    rows = Configuration.objects.visible_to(user).order_by(*BY_CLIENT_AND_NAME)
    if number := _whole_number(words):
        return rows.filter(number)
    typed, digits = search_words(words), _part_of_a_number(words)
    named = Q()
    for word in typed:
        named &= _has(word) | Q(support_number__country__contains=word.upper())
    return rows.filter(named | _has(digits) if digits else named)


def _with_machine(user: User, words: str) -> ConfigurationQuerySet:
    return systems_with_host(user, words).order_by(*BY_CLIENT_AND_NAME)


def _keys(rows: ConfigurationQuerySet) -> list[int]:
    return list(rows.values_list("pk", flat=True)[: SHOWN + 1])


def _with_names(rows: ConfigurationQuerySet) -> ConfigurationQuerySet:
    return rows.select_related("client", "support_number")


def _has(part: str) -> Q:
    return (
        Q(folded__contains=part)
        | Q(client__folded__contains=part)
        | Q(support_number__digits__contains=part)
    )


def _part_of_a_number(words: str) -> str:
    """Return the digits of a part of a support number, however they are grouped.

    Of a host's name there are none: “SRV-PAIE-01” is not every system that has an 01.
    """
    digits = "".join(letter for letter in words if letter.isdigit())
    is_part = _PART_OF_A_NUMBER.fullmatch(words.strip()) is not None
    return digits if is_part and len(digits) >= _A_GROUP else ""


def _whole_number(words: str) -> Q:
    """Return what keeps the system of a whole support number; one of another country has none.

    Nothing for words, for a part of a number, and for one with a slip.
    """
    try:
        typed = support_numbers.read_number(words)
    except ValueError:
        return Q()
    country = Q(support_number__country=typed.country) if typed.country else Q()
    return Q(support_number__digits=typed.digits) & country
