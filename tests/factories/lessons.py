"""Corrections of the router, given as agents give them: by re-routing incidents."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from contracts.choices import Kind
from contracts.models import Configuration, Organisation, User
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tickets import router
from tickets.choices import Queue
from tickets.models import Incident
from tickets.rules.classification import evidence_in, log_odds
from tickets.training.corpus import AMBIGUOUS, own_reports
from tickets.use_cases.hand_over import route_incident

NIGHT = MORNING + timedelta(days=30)
BOTH = (Queue.HARDWARE, Queue.SOFTWARE)
_IN_A_REPORT = 3
_WORDS = 12


def agents(of: Organisation, count: int) -> list[User]:
    return [contracts.person(f"Agent{at} Smith", of) for at in range(count)]


def corrected(
    house: House,
    text: str,
    truth: Queue,
    *,
    by: User,
    at: datetime,
    on: Configuration | None = None,
) -> Incident:
    """Open an incident, and let an agent say by re-routing where it belongs."""
    found = opened(on or house.payroll, by, description=text)
    if found.queue == truth:
        route_incident(found, queue=Queue.TRIAGE, reason="doubt", by=by, at=at)
    return route_incident(found, queue=truth, reason="it belongs there", by=by, at=at)


def all_corrected(
    house: House,
    texts: Sequence[tuple[str, Queue]],
    *,
    by: Sequence[User],
    since: datetime = MORNING,
) -> None:
    """Let people correct in turn, a minute after each other; every other turn is of one client."""
    systems = (house.payroll, elsewhere(house))
    for place, (text, truth) in enumerate(texts):
        at, on = since + timedelta(minutes=place), systems[place // len(by) % 2]
        corrected(house, text, truth, by=by[place % len(by)], at=at, on=on)


def elsewhere(house: House) -> Configuration:
    """Return the system of another client of the same vendors."""
    if found := Configuration.objects.filter(name="Registry").first():
        return found
    client = contracts.organisation("Mairie de Bry", Kind.CLIENT, short_name="Bry")
    under = contracts.contract("CM-0500", client, house.agreement)
    return contracts.configuration("Registry", under, signed_by=(house.helen, house.max))


def consistent(count: int) -> list[tuple[str, Queue]]:
    """Return reports in words that the shipped router does not know and the fixed test uses.

    Each word always stands for the queue that the held-out voices use it for.
    """
    words = {truth: new_words(truth) for truth in BOTH}
    return [
        (f"{_some(words[truth], place)}, bureau {place}", truth)
        for place in range(count)
        for truth in BOTH
    ]


@lru_cache
def new_words(truth: Queue) -> list[str]:
    """Return words of the held-out voices for one queue only, of which the shipped knows none."""
    shipped = router.shipped_classifier()
    assert shipped is not None
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for each in own_reports():
        if each.is_held_out and each.label != AMBIGUOUS:
            for word in evidence_in(each.text, shipped).reading.words:
                used[word][each.label] += 1
    telling = [
        (-found[truth], word)
        for word, found in used.items()
        if set(found) == {truth} and word.isalpha() and log_odds(word, classifier=shipped) == 0
    ]
    return [word for _often, word in sorted(telling)[:_WORDS]]


def _some(words: Sequence[str], place: int) -> str:
    return " ".join(words[(_IN_A_REPORT * place + at) % len(words)] for at in range(_IN_A_REPORT))
