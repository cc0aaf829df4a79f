"""How a report was read, as the screen tells it."""

import pytest
from django.test import Client

from tests.cast import House
from tests.factories.tickets import incident as opened
from tickets.choices import Queue
from tickets.models import Incident
from tickets.rules.features import shortened
from tickets.web.classified import pieces_of, reading_of


def _marked(text: str, terms: list[str], against: list[str]) -> tuple[list[str], list[str]]:
    pieces = list(pieces_of(text, terms, against))
    assert "".join(each.text for each in pieces) == text
    return [p.text for p in pieces if p.is_for], [p.text for p in pieces if p.is_against]


@pytest.mark.parametrize(
    ("text", "term", "marked"),
    [
        ("le voyant\r\n  orange", "voyant orange", ["voyant\r\n  orange"]),
        ("Voyant\torange", "voyant orange", ["Voyant\torange"]),
        ("l'appel de xp_sendmail échoue", "sendmail", ["sendmail"]),
        ("JRNL_WRAP_ERROR", "wrap", ["WRAP"]),
        ("les disques", "disque", []),
        ("(a+b) : c++", "c++", ["c++"]),
    ],
)
def test_the_words_named_are_marked_where_they_stand(
    text: str, term: str, marked: list[str]
) -> None:
    assert _marked(text, [term], []) == (marked, [])
    assert _marked(text, [], [term]) == ([], marked)


def test_the_longest_term_is_marked_whole() -> None:
    text = "disque\nmort, disque vert"

    assert _marked(text, ["disque mort"], ["disque"]) == (["disque\nmort"], ["disque"])


def test_what_the_router_did_not_read_is_not_marked() -> None:
    log = "disque\n" * 2_000

    marked, _against = _marked(log, ["disque"], [])

    assert len(marked) == len(shortened(log).split()) < 700


def test_the_words_of_a_title_are_marked_in_it(house: House) -> None:
    titled = opened(house.payroll, house.clara, title="Baie en panne", description="venez vite svp")
    titled.reasons = [{"term": "panne", "weight": 2.0}]

    reading = reading_of(titled)

    assert [each.text for each in reading.pieces] == ["Baie en ", "panne", "\nvenez vite svp"]


def test_what_costs_sent_to_the_other_queue_says_so(client: Client, house: House) -> None:
    house.agreement.wrong_hardware_cost, house.agreement.wrong_software_cost = 7, 100
    house.agreement.save()
    dearer = opened(house.payroll, house.clara, description="store won't mount since SP3")
    plain = Incident.objects.get(pk=dearer.pk)
    plain.first_queue = Queue.SOFTWARE
    moved = Incident.objects.get(pk=dearer.pk)
    moved.queue = Queue.SOFTWARE
    unknown = Incident.objects.get(pk=dearer.pk)
    unknown.label = ""

    assert (dearer.label, dearer.queue) == (Queue.SOFTWARE, Queue.HARDWARE)
    others = (plain, moved, unknown)
    assert [reading_of(each).is_dearer for each in (dearer, *others)] == [True, False, False, False]
    client.force_login(house.hank)
    page = client.get(f"/i/{dearer.reference}/")
    assert "would cost more" in page.content.decode()
