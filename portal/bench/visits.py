"""What is measured: the pages and acts that a support desk lives from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.urls import reverse

from contracts.models import User
from portal.bench.forms import form_with
from portal.bench.visitors import Answer, Visitor
from tickets.choices import UNFINISHED, Audience, Status
from tickets.models import Incident
from tickets.use_cases.converse import add_comment

COMMENTS = 10
_SENTENCE = (
    "SQL Server 2000 ne répond plus depuis le redémarrage, erreur 17883 dans le journal, "
    "les postes de l’atelier attendent."
)


@dataclass(frozen=True)
class Visit:
    """A page or an act by name, who does it, and how; ``prepare`` is not timed."""

    name: str
    user: User
    make: Callable[[Visitor], Answer]


def visits(*, at: datetime) -> list[Visit]:
    """Return all visits, for people of the population who are at work."""
    desk = _open_incident()
    agent = desk.manufacturer.people.filter(is_active=True).earliest("pk")
    reporter = desk.client.people.filter(is_active=True).earliest("pk")
    _talk(desk, agent, at=at)
    rare, common = _rare_word(agent), "serveur"
    return [
        Visit("Queue page", agent, _page(reverse("tickets:queue", args=["all"]))),
        Visit("Incident, ten comments", agent, _page(_address(desk))),
        Visit("Client’s incident page", reporter, _page(_address(desk))),
        Visit("Search, rare word", agent, _page(f"{reverse('tickets:search')}?q={rare}")),
        Visit("Search, common word", agent, _page(f"{reverse('tickets:search')}?q={common}")),
        Visit("Opening", reporter, _opening(desk)),
        Visit("Reply", agent, _reply(_spare_incident(agent, desk))),
    ]


def _open_incident() -> Incident:
    """Return a guaranteed incident at work with a client of many."""
    found = Incident.objects.filter(
        status=Status.OPEN, revision__isnull=False, terms__coverage__always_on=True
    )
    return found.select_related("client", "manufacturer").latest("pk")


def _spare_incident(agent: User, other: Incident) -> Incident:
    """Return another incident, so that the replies lengthen no page that is measured."""
    visible = Incident.objects.visible_to(agent).filter(status__in=UNFINISHED)
    return visible.exclude(pk=other.pk).latest("pk")


def _talk(incident: Incident, by: User, *, at: datetime) -> None:
    for number in range(incident.comments.count(), COMMENTS):
        body = f"Point {number + 1} : {_SENTENCE}"
        add_comment(incident, audience=Audience.CLIENT, body=body, files=[], by=by, at=at)


def _rare_word(reader: User) -> str:
    """Return a word that one incident alone has: the last one of a copy's text is such a code."""
    visible = Incident.objects.visible_to(reader).filter(status=Status.CLOSED)
    some = visible.order_by("pk")[visible.count() // 2]
    return some.description.rstrip(".").split()[-1]


def _address(incident: Incident) -> str:
    return reverse("tickets:incident", args=[incident.reference])


def _page(path: str) -> Callable[[Visitor], Answer]:
    return lambda visitor: visitor.get(path)


def _opening(like: Incident) -> Callable[[Visitor], Answer]:
    path, words = reverse("tickets:open"), Random(like.pk)  # noqa: S311  nothing secret

    def make(visitor: Visitor) -> Answer:
        form = form_with(visitor.get(path).html, "impact", "description")
        said = {
            "configuration": str(like.configuration_id),
            "impact": "degraded",
            "description": f"{_SENTENCE} Relevé {words.getrandbits(32):08X}.",
        }
        return visitor.post(path, form.values | said)

    return make


def _reply(incident: Incident) -> Callable[[Visitor], Answer]:
    path = reverse("tickets:comment", args=[incident.reference])

    def make(visitor: Visitor) -> Answer:
        form = form_with(visitor.get(_address(incident)).html, "body", "audience")
        return visitor.post(path, form.values | {"audience": Audience.CLIENT, "body": _SENTENCE})

    return make
