"""Systems found by what people call them: name, host, site, client or digits, accents or not."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from contracts.choices import Kind
from contracts.models import Configuration, User
from contracts.models.client_contract import approved_versions
from contracts.rules import support_numbers
from contracts.selectors.finding import systems_with_host
from tickets.models import Incident
from tickets.models.incident import search_words
from tickets.rules.folding import fold

SHOWN = 8
REPORTERS = frozenset({Kind.CLIENT, Kind.MANUFACTURER})
"""Who opens incidents: the client, and the manufacturer for somebody on the phone."""

_PART_OF_A_NUMBER = re.compile(r"(?:[a-z]{2})?[\W\d_]*", re.IGNORECASE)
_A_GROUP = 4
"""So many digits are written together; fewer are searched for as words are."""
_NUMBER = ("support_number__country", "support_number__digits")
_NAMES = ("name", "host", "site", "client__name", "client__short_name", *_NUMBER)


@dataclass(frozen=True)
class Systems:
    """The systems that a form offers, and whether there are more than it shows at once."""

    shown: list[Configuration]
    are_many: bool


def systems_to_report_on(user: User, words: str, *, chosen: int | None) -> Systems:
    """Return the first systems that bear the words; the chosen one stands before them."""
    if user.kind not in REPORTERS:
        return Systems([], are_many=False)
    usable = Configuration.objects.visible_to(user).in_use()
    named = _named(usable)
    keys = _bearing(named, words, hosts=systems_with_host(user, words))
    first = [pk for pk, _name in named if pk == chosen]
    keys = first + [pk for pk in keys if pk != chosen]
    rows = {row.pk: row for row in with_terms(usable.filter(pk__in=keys[:SHOWN]))}
    return Systems([rows[pk] for pk in keys[:SHOWN]], are_many=len(named) > SHOWN)


def system_to_report_on(user: User, pk: int) -> Configuration | None:
    """Return one of the systems on which a person may open an incident, with its promises."""
    if user.kind not in REPORTERS:
        return None
    usable = Configuration.objects.visible_to(user).in_use()
    return with_terms(usable.filter(pk=pk)).first()


def systems_named(user: User, words: str, *, most: int) -> list[Configuration]:
    """Return the visible systems that bear all the words, retired ones too."""
    if not search_words(words):
        return []
    visible = Configuration.objects.visible_to(user)
    keys = _bearing(_named(visible), words, hosts=systems_with_host(user, words))[:most]
    rows = visible.filter(pk__in=keys).select_related("client", "support_number")
    return list(rows.order_by("client__name", "name"))


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


def _named(rows: QuerySet[Configuration]) -> list[tuple[int, str]]:
    """Return the keys of systems with all that they are called, folded."""
    found = rows.order_by("client__name", "name").values_list("pk", *_NAMES)
    return [(pk, fold(" ".join(filter(None, names)))) for pk, *names in found]


def _bearing(
    named: Collection[tuple[int, str]], words: str, *, hosts: Collection[int]
) -> list[int]:
    """Return the systems that bear the words; ``hosts`` are those with a machine of that name."""
    if number := _whole_number(words):
        return [pk for pk, names in named if number in names]
    typed, digits = search_words(words), _part_of_a_number(words)
    return [
        pk
        for pk, names in named
        if pk in hosts or all(word in names for word in typed) or (digits and digits in names)
    ]


def _part_of_a_number(words: str) -> str:
    """Return the digits of a part of a support number, however they are grouped.

    Of a host's name there are none: “SRV-PAIE-01” is not every system that has an 01.
    """
    digits = "".join(letter for letter in words if letter.isdigit())
    is_part = _PART_OF_A_NUMBER.fullmatch(words.strip()) is not None
    return digits if is_part and len(digits) >= _A_GROUP else ""


def _whole_number(words: str) -> str:
    """Return a whole support number as it stands among the names; one of another country does not.

    Nothing for words, for a part of a number, and for one with a slip.
    """
    try:
        typed = support_numbers.read_number(words)
    except ValueError:
        return ""
    return fold(f"{typed.country} {typed.digits}".strip())
