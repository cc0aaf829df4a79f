"""Acts on the register, and the news of them, for the tests of who is told what."""

from datetime import timedelta

from contracts.models import Configuration, Revision, UnfollowedNews, User
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.propose_revision import propose_revision
from escalation.models import Notification
from escalation.use_cases.follow_register import follow_register
from tests.cast import House
from tests.factories.contracts import MORNING

SOON = MORNING + timedelta(minutes=1)
LATER = MORNING + timedelta(hours=1)


def proposal(house: House, by: User, *, host: str = "SRV-NEW") -> Revision:
    """Let somebody propose to put the software on another host, and take the hardware away."""
    product = house.agreement.products.get(name="SQL Server 2000")
    plan = Plan("A newer host.", MORNING, way_back="Put the old one back.")
    return propose_revision(house.payroll, [Item(product, host=host)], plan, by=by, at=MORNING)


def told_of(kind: str) -> set[str]:
    """Let everything be followed; return the first names of those who are told of a kind."""
    let_news_out()
    told = Notification.objects.filter(contract_event__kind=kind).select_related("recipient")
    return {each.recipient.name.split(" ", maxsplit=1)[0] for each in told}


def let_news_out() -> None:
    for event_id in list(UnfollowedNews.objects.order_by("pk").values_list("pk", flat=True)):
        assert follow_register(event_id, at=SOON)


def news_for(person: User, system: Configuration) -> Notification:
    """Return the newest news of a system for a person."""
    return Notification.objects.filter(recipient=person, configuration=system).latest("pk")
