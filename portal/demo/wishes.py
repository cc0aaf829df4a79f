"""What clients of the demonstration ask for before there is a contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from contracts.choices import UsualHours
from contracts.models import User
from contracts.rules.guarantee import Wish
from contracts.selectors.guarantees import agreements_to_ask
from contracts.use_cases.answer_guarantee_request import refuse_guarantee
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee


@dataclass(frozen=True)
class Asked:
    """A request: by whom, of which manufacturer, since when, what for, and what became of it."""

    by: str
    manufacturer: str
    hours_ago: int
    platform: str
    hours: str
    availability: str
    usual_hours: str = ""
    refused_by: str = ""
    reason: str = ""


ASKED = (
    Asked(
        by="bertrand",
        manufacturer="Compaq",
        hours_ago=24 * 40,
        platform="Site de secours de Douai, sans liaison dédiée pour l’instant",
        hours="",
        usual_hours=UsualHours.ALWAYS,
        availability="99.99",
        refused_by="helene",
        reason="99,99 % ne se garantit pas sans seconde liaison. Nous vous proposons d’en reparler "
        "quand elle sera posée, sur la base de 99,9 %.",
    ),
    Asked(
        by="gilles",
        manufacturer="Compaq",
        hours_ago=30,
        platform="Serveur de fichiers de la mairie annexe : un ProLiant DL380, Windows 2000 "
        "Advanced Server, 140 agents.",
        hours="Du lundi au samedi, de 7 h à 20 h, hors jours fériés",
        availability="99.5",
    ),
)


def ask(people: Mapping[str, User], *, now: datetime) -> None:
    """Write the requests and the vendors' answers, at their instants."""
    for each in ASKED:
        by, at = people[each.by], now - timedelta(hours=each.hours_ago)
        agreement = agreements_to_ask(by, at=at).get(manufacturer__short_name=each.manufacturer)
        wish = Wish(
            each.platform,
            each.hours,
            Decimal(each.availability),
            usual_hours=each.usual_hours,
        )
        request = ask_for_guarantee(agreement, wish, by=by, at=at)
        if each.refused_by:
            refuse_guarantee(
                request, reason=each.reason, by=people[each.refused_by], at=at + timedelta(days=2)
            )
