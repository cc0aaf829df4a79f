"""A revision's life over REST, from a client's change notice to the day it is in force."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from contracts.api.sign_off import MOVES
from contracts.choices import RevisionAction
from contracts.models import Revision, SupportNumber
from contracts.use_cases.draft_revision import Plan, write_draft
from tests.cast import House
from tests.factories import contracts
from tests.programs import Program

SQL = {"product": "SQL Server 2000", "host": "SRV-PAYR-02", "role": "database"}
SERVER = {
    "product": "ProLiant 8500",
    "quantity": 2,
    "serial_number": "8J23-KX",
    "host": "SRV-PAYR-02",
    "role": "node",
    "site": "Lyon",
}


def notice(*items: Any, **said: Any) -> dict[str, Any]:
    return {
        "note": "A second node",
        "way_back": "Switch the old one on again",
        "effective_at": timezone.now().isoformat(),
        "items": list(items) or [SERVER, SQL],
    } | said


def path_of(house: House, rest: str = "") -> str:
    return f"/configurations/{house.payroll.pk}/revisions/{rest}"


@pytest.fixture
def proposed(house: House) -> str:
    """Return the path of a change notice of Clara's."""
    number = Program(house.clara).does(path_of(house), notice())["number"]
    return path_of(house, f"{number}/")


def test_a_first_revision_from_registration_to_its_support_number(house: House) -> None:
    hank, helen, max_ = (Program(each) for each in (house.hank, house.helen, house.max))
    made = hank.post(
        "/configurations/", {"contract": "CM-0417", "name": "Mail", "host": "SRV-MAIL-01"}
    )
    assert made.status_code == 201
    at = made["Location"].removeprefix("http://testserver/api/v1")
    assert hank.reads(at) == made.json()
    assert (made.json()["support_number"], made.json()["site"]) == (None, "")

    revision = hank.post(f"{at}revisions/", notice(way_back=""))

    assert revision.status_code == 201
    where = revision["Location"].removeprefix("http://testserver/api/v1")
    assert where == f"{at}revisions/1/"
    assert revision.json() == hank.reads(where)
    helen.does(f"{where}sign/")
    assert Program(house.clara).reads(at)["support_number"] is None
    signed = max_.does(f"{where}sign/")
    assert signed["state"] == "in_force"
    assert [each["organisation"] for each in signed["signatures"]] == [
        "Compaq France",
        "Microsoft France",
    ]
    shown = Program(house.clara).reads(at)
    assert shown["support_number"] == str(SupportNumber.objects.get(configuration=shown["id"]))
    assert [item["serial_number"] for item in shown["revision"]["items"]] == ["8J23-KX", ""]


def test_a_change_notice_of_a_client_waits_for_both_vendors(house: House) -> None:
    clara = Program(house.clara)

    said = clara.does(path_of(house), notice())

    assert (said["number"], said["state"], said["based_on"]) == (2, "proposed", 1)
    assert said["author"] == {
        "organisation": "Groupe Vauquelin",
        "kind": "client",
        "name": "Clara Morel",
    }
    proposed_at = datetime.fromisoformat(said["proposed_at"])
    assert datetime.fromisoformat(said["answer_due_at"]) == proposed_at + timedelta(days=5)
    assert said["way_back"] == "Switch the old one on again"
    assert said["items"][0]["quantity"] == 2
    assert said["moves"] == ["withdraw", "comment"]
    assert Program(house.mia).reads(path_of(house, "2/"))["moves"] == ["comment"]
    assert Program(house.max).reads(path_of(house, "2/"))["moves"] == ["sign", "refuse", "comment"]
    one = f"/configurations/{house.payroll.pk}/"
    assert clara.reads(one)["revision"]["number"] == 1

    for manager in (house.max, house.helen):
        Program(manager).does(path_of(house, "2/sign/"))

    history = clara.reads(path_of(house))["results"]
    assert [(each["number"], each["state"]) for each in history] == [
        (2, "in_force"),
        (1, "superseded"),
    ]
    assert history[1]["in_force_until"] == history[0]["in_force_from"]
    assert "items" not in history[0]
    assert clara.reads(one)["revision"]["number"] == 2


def test_the_list_tells_what_stood_at_an_instant(house: House, proposed: str) -> None:
    clara = Program(house.clara)
    later = (timezone.now() + timedelta(days=1)).isoformat()

    assert [each["number"] for each in clara.reads(path_of(house), {"at": later})["results"]] == [1]
    assert clara.get(path_of(house), {"at": "noon"}).status_code == 422
    first = clara.reads(path_of(house), {"page_size": 1})
    assert [each["number"] for each in first["results"]] == [2]
    assert clara.client.get(first["next"]).json()["results"][0]["number"] == 1


def test_signed_for_later_it_is_not_in_force_yet_and_can_be_withdrawn(house: House) -> None:
    later = (timezone.now() + timedelta(days=3)).isoformat()
    Program(house.clara).does(path_of(house), notice(effective_at=later))
    Program(house.max).does(path_of(house, "2/sign/"))
    signed = Program(house.helen).does(path_of(house, "2/sign/"))
    assert (signed["state"], signed["moves"]) == ("signed", ["withdraw", "comment"])

    ended = Program(house.max).does(path_of(house, "2/withdraw/"), {"reason": "Not delivered"})

    assert (ended["state"], ended["reason"]) == ("withdrawn", "Not delivered")
    assert ended["ended_by"]["name"] == "Max Berg"
    assert Program(house.clara).reads(path_of(house, "1/"))["in_force_until"] is None


def test_a_refusal_says_why(house: House, proposed: str) -> None:
    helen = Program(house.helen)
    silent = helen.post(f"{proposed}refuse/", {"reason": " "})
    assert (silent.status_code, set(silent.json()["errors"])) == (422, {"reason"})

    refused = helen.does(f"{proposed}refuse/", {"reason": "No such rack"})

    assert (refused["state"], refused["reason"], refused["moves"]) == (
        "refused",
        "No such rack",
        ["comment"],
    )
    assert Program(house.clara).reads(proposed)["reason"] == "No such rack"


def test_a_move_that_is_not_open_names_those_that_are(house: House, proposed: str) -> None:
    helen = Program(house.helen)
    helen.does(f"{proposed}sign/")

    again = helen.post(f"{proposed}sign/")

    assert (again.status_code, again.json()["moves"]) == (409, ["comment"])
    assert again.json()["type"].endswith("move-not-open")
    Program(house.clara).does(f"{proposed}withdraw/", {"reason": "Later"})
    late = Program(house.max).post(f"{proposed}sign/")
    assert (late.status_code, late.json()["moves"]) == (409, ["comment"])


def test_whose_step_it_never_is_reads_that_however_far_the_others_are(
    house: House, proposed: str
) -> None:
    Program(house.helen).does(f"{proposed}sign/")
    Program(house.max).does(f"{proposed}sign/")

    for name, move, said in (
        ("clara", "sign", {}),
        ("hank", "sign", {}),
        ("clara", "refuse", {"reason": "x"}),
    ):
        answer = Program(getattr(house, name)).post(f"{proposed}{move}/", said)
        assert (name, move, answer.status_code) == (name, move, 403)
    assert Program(house.max).post(f"{proposed}sign/").status_code == 409


@pytest.mark.parametrize(
    ("name", "move"),
    [("clara", "sign"), ("hank", "sign"), ("mia", "refuse"), ("helen", "withdraw")],
)
def test_what_is_seen_but_not_one_s_own_is_403(
    house: House, proposed: str, name: str, move: str
) -> None:
    body = {} if move == "sign" else {"reason": "x"}
    answer = Program(getattr(house, name)).post(f"{proposed}{move}/", body)

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:guichet:problem:forbidden")
    assert Revision.objects.get(number=2).state == "proposed"


def test_only_the_manufacturer_registers(house: House) -> None:
    said = {"contract": "CM-0417", "name": "Mail"}
    for person in (house.clara, house.max):
        assert Program(person).post("/configurations/", said).status_code == 403
    hank = Program(house.hank)
    unknown = hank.post("/configurations/", said | {"contract": "HP-0001"})
    assert (unknown.status_code, set(unknown.json()["errors"])) == (422, {"contract"})
    twice = hank.post("/configurations/", said | {"name": "payroll"})
    assert (twice.status_code, set(twice.json()["errors"])) == (422, {"name"})


def test_a_revision_that_one_may_not_see_is_not_there(house: House, proposed: str) -> None:
    clara, mia = Program(house.clara), Program(house.mia)
    clara.does(f"{proposed}withdraw/", {"reason": "Later"})
    Program(house.hank).does(path_of(house), notice())
    Program(house.max).does(path_of(house, "3/refuse/"), {"reason": "Between us"})

    assert [each["number"] for each in clara.reads(path_of(house))["results"]] == [2, 1]
    for rest in ("3/", "3/comments/", "3/diff/1/", "1/diff/3/", "99/", "0/"):
        assert clara.get(path_of(house, rest)).status_code == 404, rest
    for rest in ("3/sign/", "3/comments/", "99/sign/"):
        answer = clara.post(path_of(house, rest), {"audience": "all", "body": "x"})
        assert answer.status_code == 404, rest
    assert mia.reads(path_of(house, "3/"))["reason"] == "Between us"


def test_a_draft_in_the_portal_is_shown_to_no_program_and_lost_to_none(house: House) -> None:
    write_draft(house.payroll, [], Plan("Begun", timezone.now()), by=house.clara)
    clara = Program(house.clara)

    answer = clara.post(path_of(house), notice())

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:guichet:problem:draft-open")
    assert [each["number"] for each in clara.reads(path_of(house))["results"]] == [1]
    assert Revision.objects.get(state="draft").note == "Begun"


def test_another_client_s_or_manufacturer_s_program_finds_nothing(
    house: House, proposed: str
) -> None:
    for person in (house.stranger, house.rival_agent, house.olga):
        program = Program(person)
        for rest in ("", "1/", "2/", "2/comments/", "1/diff/2/"):
            assert program.get(path_of(house, rest)).status_code == 404
        assert program.post(path_of(house), notice()).status_code == 404
        for move in ("sign/", "refuse/", "withdraw/", "comments/"):
            assert program.post(f"{proposed}{move}", {"reason": "x"}).status_code == 404


def test_every_move_that_a_program_can_make_has_its_address() -> None:
    in_the_portal = {RevisionAction.EDIT, RevisionAction.PROPOSE, RevisionAction.COMMENT}
    assert {row.action for row in MOVES} == set(RevisionAction) - in_the_portal


def test_a_product_may_be_named_by_its_id(house: House) -> None:
    product = house.agreement.products.get(name="SQL Server 2000")
    said = Program(house.hank).does(path_of(house), notice({"product": product.pk}))

    assert said["items"][0]["product"]["name"] == "SQL Server 2000"
    assert contracts.LONG_AGO.isoformat() < said["proposed_at"]
