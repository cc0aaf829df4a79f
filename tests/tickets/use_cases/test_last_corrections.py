"""What a challenger is given to learn from: the very reports that were routed."""

from typing import Any

import pytest

from contracts.models import Organisation
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tests.tickets.items import item_of
from tickets.choices import LessonSource, Queue
from tickets.models import Incident, Lesson
from tickets.rules.classification import classify
from tickets.training.corpus import own_reports
from tickets.use_cases.train_challenger import _last_corrections

LONG = "Le serveur rame depuis lundi, les disques sont verts et personne n’a rien changé du tout"
SHORT = "Le serveur rame depuis lundi, les disques sont verts"


def _taught(incident: Incident, queue: Queue = Queue.HARDWARE) -> None:
    Lesson.objects.create(incident=incident, label=queue, source=LessonSource.ROUTED, at=MORNING)


@pytest.mark.parametrize(
    ("title", "description", "read"),
    [
        ("", LONG, LONG),
        ("", SHORT, SHORT),
        (SHORT, f" {SHORT}\n", SHORT),
        ("", f"  {LONG}\n\n{LONG}\n", f"{LONG}\n\n{LONG}"),
        (" Panne à la paie ", LONG, f"Panne à la paie\n{LONG}"),
        (SHORT, LONG, f"{SHORT}\n{LONG}"),
    ],
)
def test_it_learns_of_the_text_that_was_routed(
    house: House, monkeypatch: pytest.MonkeyPatch, title: str, description: str, read: str
) -> None:
    routed: list[str] = []

    def _heard(text: str, **said: Any) -> Any:
        routed.append(text)
        return classify(text, **said)

    monkeypatch.setattr("tickets.selectors.routing.classify", _heard)

    _taught(opened(house.payroll, house.clara, title=title, description=description))

    assert routed == [each.text for each in _last_corrections()] == [read]


def test_it_knows_whose_report_it_is_who_said_so_and_the_kind_of_the_item_chosen(
    house: House,
) -> None:
    of_both = item_of(house.payroll, "SQL Server 2000")
    hardware = house.agreement.products.get(name="ProLiant 8500")
    _taught(opened(house.payroll, house.clara, item=of_both, product=hardware))
    _taught(opened(house.payroll, house.clara, product=hardware))
    _taught(opened(house.rival_payroll, house.stranger))
    Lesson.objects.filter(incident__client=house.vauquelin).update(by=house.hank)

    whose, others = str(house.vauquelin.pk), str(house.stranger.organisation_id)
    who = str(house.hank.pk)
    assert {(each.client, each.item, each.teacher) for each in _last_corrections()} == {
        (whose, "software", who),
        (whose, "hardware", who),
        (others, "", ""),
    }


def test_companies_of_one_group_are_one_client(house: House) -> None:
    Organisation.objects.filter(pk=house.stranger.organisation_id).update(parent=house.vauquelin)
    _taught(opened(house.payroll, house.clara))
    _taught(opened(house.rival_payroll, house.stranger))

    assert {each.client for each in _last_corrections()} == {str(house.vauquelin.pk)}


def test_a_report_of_the_fixed_test_teaches_nothing(house: House) -> None:
    held_out = [each.text for each in own_reports() if each.is_held_out][::40]
    for text in held_out:
        _taught(opened(house.payroll, house.clara, description=text))
        _taught(opened(house.payroll, house.clara, title="À l’aide", description=text))
    _taught(opened(house.payroll, house.clara, description=LONG))

    assert [each.text for each in _last_corrections()] == [LONG]
