"""The page on which managers read how well reports are routed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import Configuration, User
from tests.cast import House
from tests.factories.lessons import NIGHT
from tests.factories.tickets import incident as opened
from tickets.choices import LessonSource, Queue
from tickets.models import Incident, Lesson, RouterChange, RouterTrial
from tickets.rules.champion import Verdict
from tickets.selectors.routing import shipped_name
from tickets.web.quality import BECAME

PAGE = "/quality/"


def _known(
    truth: str,
    *,
    guess: str,
    first: str,
    sorted_as: str = "",
    days_ago: int = 1,
    on: tuple[Configuration, User],
) -> Incident:
    """An incident that was read and routed so, and turned out to belong there."""
    at = timezone.now() - timedelta(days=days_ago)
    one = opened(*on, at=at)
    Incident.objects.filter(pk=one.pk).update(
        label=guess, first_queue=first, sorted_as=sorted_as, confidence=0.97, lang="en"
    )
    Lesson.objects.create(incident=one, label=truth, source=LessonSource.ROUTED, at=at)
    return one


def _ours(house: House, truth: str = Queue.HARDWARE, **read: Any) -> Incident:
    return _known(truth, on=(house.payroll, house.clara), **read)


def _theirs(house: House, truth: str = Queue.HARDWARE, **read: Any) -> Incident:
    return _known(truth, on=(house.rival_payroll, house.stranger), **read)


def _page(client: Client, house: House, who: str) -> str:
    client.force_login(getattr(house, who))
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _row(page: str, starts: str) -> list[str]:
    """The cells of the first row that starts so, as words."""
    row = page[page.index(starts) :].split("</tr>", maxsplit=1)[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in row.split("<td")[1:]]


def test_a_manager_reads_what_was_guessed_against_the_truth(client: Client, house: House) -> None:
    _ours(house, guess=Queue.HARDWARE, first=Queue.HARDWARE)
    _ours(house, guess=Queue.HARDWARE, first=Queue.TRIAGE)
    wrong = _ours(house, guess=Queue.SOFTWARE, first=Queue.SOFTWARE)
    old = _ours(house, guess=Queue.SOFTWARE, first=Queue.SOFTWARE, days_ago=100)

    page = _page(client, house, "helen")

    for said in ("2 of 3", "1 of 2", "Surest, and wrong", wrong.reference):
        assert said in page
    assert "Read as software, 97 % sure; it was hardware." in page
    assert old.reference not in page


def test_what_the_router_did_and_what_people_did_are_apart(client: Client, house: House) -> None:
    for sorted_as, truth in (
        (Queue.HARDWARE, Queue.HARDWARE),
        (Queue.HARDWARE, Queue.SOFTWARE),  # chosen as guessed, and both were wrong
        (Queue.SOFTWARE, Queue.SOFTWARE),
        ("", Queue.HARDWARE),  # resolved where it stood
    ):
        _ours(house, truth, guess=Queue.HARDWARE, first=Queue.TRIAGE, sorted_as=sorted_as)
    _ours(house, guess=Queue.HARDWARE, first=Queue.HARDWARE)

    said = _row(_page(client, house, "helen"), "<tbody>")

    opened_, to_sort, known, guessed, routed, same = (each.split(">")[-1] for each in said[1:])
    assert (opened_.strip(), known.strip()) == ("5", "5")
    assert "4 of 5" in to_sort
    assert "3 of 5" in guessed
    assert "1 of 1" in routed
    assert "2 of 3" in same


def test_weeks_and_languages_stand_by_themselves(client: Client, house: House) -> None:
    _ours(house, guess=Queue.HARDWARE, first=Queue.TRIAGE)
    french = _ours(house, guess=Queue.HARDWARE, first=Queue.HARDWARE)
    Incident.objects.filter(pk=french.pk).update(lang="fr")
    _ours(house, guess=Queue.HARDWARE, first=Queue.TRIAGE, days_ago=8)

    sums, weeks = _page(client, house, "helen").split("<tbody>")[1:]

    assert [each in sums for each in ("2 of 3", "2 of 2", "0 of 1")] == [True, True, True]
    assert weeks.count("<tr>") == 3
    assert weeks.index("EN") < weeks.index("FR") < weeks.rindex("EN")


def test_what_came_and_is_not_known_yet_counts_as_come_only(client: Client, house: House) -> None:
    opened(house.payroll, house.clara, at=timezone.now(), description="frobnicatrice")

    page = _page(client, house, "helen")

    assert "1 of 1" in page  # left to sort
    assert page.count("–</span>") == 6  # nothing to divide, of the week and of all


def test_only_what_one_may_see_is_counted(client: Client, house: House) -> None:
    secret = _ours(house, guess=Queue.SOFTWARE, first=Queue.SOFTWARE)
    other = _theirs(house, guess=Queue.SOFTWARE, first=Queue.SOFTWARE)

    publishers = _page(client, house, "max")  # to whom it was never escalated
    manufacturers = _page(client, house, "helen")

    assert secret.reference not in publishers
    assert "Nothing was opened, re-routed or resolved in these weeks." in publishers
    assert secret.reference in manufacturers
    assert other.reference not in manufacturers
    assert "0 of 1" in manufacturers
    assert " of 2" not in manufacturers


def test_the_managers_of_another_agreement_see_theirs_alone(client: Client, house: House) -> None:
    ours = _ours(house, guess=Queue.SOFTWARE, first=Queue.SOFTWARE)
    theirs = _theirs(house, guess=Queue.SOFTWARE, first=Queue.SOFTWARE)

    client.force_login(User.objects.get(name="Rita Hewlett"))
    rivals = client.get(PAGE).content.decode()

    assert theirs.reference in rivals
    assert ours.reference not in rivals
    assert "0 of 1" in rivals
    assert " of 2" not in rivals
    client.force_login(User.objects.get(name="Nora Bell"))  # their publisher, never called
    assert theirs.reference not in client.get(PAGE).content.decode()


def test_once_escalated_the_publisher_reads_it_too(client: Client, house: House) -> None:
    shared = _ours(house, guess=Queue.SOFTWARE, first=Queue.SOFTWARE)
    Incident.objects.filter(pk=shared.pk).update(shared_at=timezone.now())

    assert shared.reference in _page(client, house, "max")


def test_it_says_which_router_routes_and_what_became_of_challengers(
    client: Client, house: House
) -> None:
    RouterTrial.objects.create(at=NIGHT, champion="x", lessons=4711, verdict=Verdict.TOO_FEW)
    RouterChange.objects.create(
        at=NIGHT, kind="promoted", name="gone", before="older", by="root", reason="for Sorel"
    )

    page = _page(client, house, "helen")

    assert f"Version {shipped_name()} routes now." in page
    assert "too few corrections since the last change" in page
    assert "a challenger was better, older → gone" in page
    for kept_back in ("4711", "root", "for Sorel"):  # of others, or of who operates the portal
        assert kept_back not in page


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_words(verdict: Verdict) -> None:
    assert str(BECAME[verdict])


@pytest.mark.parametrize("who", ["clara", "hank", "mia", "olga"])
def test_others_do_not(client: Client, house: House, who: str) -> None:
    client.force_login(getattr(house, who))

    assert client.get(PAGE).status_code == 403


def test_it_stands_in_the_menu_of_those_who_may(client: Client, house: House) -> None:
    for who, is_there in (("helen", True), ("hank", False), ("clara", False)):
        client.force_login(getattr(house, who))
        assert (f'href="{PAGE}"' in client.get("/me/").content.decode()) is is_there


def test_its_queries_do_not_grow(client: Client, house: House) -> None:
    counts = []
    client.force_login(house.helen)
    client.get(PAGE)  # the head of the page asks once a minute who is on duty
    for _round in range(2):
        for _each in range(4):
            _ours(house, guess=Queue.SOFTWARE, first=Queue.SOFTWARE)
        client.force_login(house.helen)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))

    assert counts[0] == counts[1]
