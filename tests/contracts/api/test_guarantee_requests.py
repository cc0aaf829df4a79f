"""Requests for a guarantee as programs make them, answer them and read them."""

from typing import Any

import pytest

from contracts.models import Agreement, GuaranteeRequest, User
from tests.cast import House
from tests.factories import contracts
from tests.programs import Program

AT = "/guarantee-requests/"
NEW = {
    "manufacturer": "Compaq France",
    "platform": "Order entry, Lyon",
    "hours": "Monday to Saturday, 6:00 to 22:00",
    "availability": "99.950",
    "wanted_from": "2099-01-01",
    "note": "An hour costs us a day.",
}


@pytest.fixture
def asked(house: House) -> str:
    """Return the address of what Clara asks."""
    return f"{AT}{Program(house.clara).does(AT, NEW)['id']}/"


def test_what_is_asked_is_what_everybody_concerned_reads(house: House) -> None:
    answer = Program(house.clara).post(AT, NEW)
    made = answer.json()

    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/api/v1{AT}{made['id']}/")
    assert answer["ETag"]
    said = NEW | {"availability": "99.95", "publisher": "Microsoft France", "note": NEW["note"]}
    assert {name: made[name] for name in said} == said
    assert (made["state"], made["asked_by"], made["moves"]) == (
        "asked",
        "Clara Morel",
        ["withdraw"],
    )
    assert (made["answered_at"], made["answered_by"], made["contract"]) == (None, None, None)
    for who, moves in (("helen", ["answer", "refuse"]), ("max", ["answer", "refuse"]), ("mia", [])):
        program = Program(getattr(house, who))
        read = program.reads(f"{AT}{made['id']}/")
        assert read["moves"] == moves
        assert program.reads(AT)["results"] == [read]


def test_a_client_never_reads_the_agreement(house: House, asked: str) -> None:
    program = Program(house.clara)

    for said in (program.get(AT), program.get(asked)):
        assert "AG-FR-1" not in said.content.decode()
        assert "agreement" not in said.content.decode()
    assert Program(house.mia).reads(asked)["agreement"] == "AG-FR-1"


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga"])
def test_to_strangers_it_does_not_exist(house: House, asked: str, who: str) -> None:
    program = Program(getattr(house, who))

    assert program.get(asked).status_code == 404
    assert program.post(f"{asked}answer/", {"refuse": "x"}).status_code == 404
    assert program.post(f"{asked}withdraw/").status_code == 404
    listed = program.get(AT)
    assert listed.status_code == 200
    assert listed.json()["results"] == []


def test_a_request_is_answered_with_a_contract(house: House, asked: str) -> None:
    drawn_up = contracts.answering(GuaranteeRequest.objects.get()).number

    answered = Program(house.max).does(f"{asked}answer/", {"contract": drawn_up})

    read = Program(house.clara).reads(asked)
    assert (read["state"], read["contract"], read["moves"]) == ("answered", drawn_up, [])
    assert read["answered_by"] == {"name": "Max Berg", "organisation": "Microsoft France"}
    assert answered["answered_at"] == read["answered_at"] is not None


def test_a_request_is_refused_with_a_reason(house: House, asked: str) -> None:
    Program(house.helen).does(f"{asked}answer/", {"refuse": "No spare parts"})

    read = Program(house.clara).reads(asked)
    assert (read["state"], read["reason"], read["contract"]) == ("refused", "No spare parts", None)


def test_the_client_withdraws_it(house: House, asked: str) -> None:
    withdrawn = Program(house.clara).does(f"{asked}withdraw/")

    assert withdrawn["state"] == "withdrawn"
    assert Program(house.helen).reads(asked)["answered_by"]["name"] == "Clara Morel"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"contract": "CM-0417", "refuse": "x"},
        {"contract": "CM-0417"},
        {"contract": "CM-9999"},
        {"contract": "HP-0001"},
        {"refuse": " "},
        {"reason": "x"},
    ],
)
def test_an_answer_is_one_thing_or_the_other(
    house: House, asked: str, body: dict[str, str]
) -> None:
    answer = Program(house.helen).post(f"{asked}answer/", body)

    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert GuaranteeRequest.objects.get().state == "asked"


@pytest.mark.parametrize("who", ["hank", "mia", "clara"])
def test_only_managers_of_the_vendors_answer(house: House, asked: str, who: str) -> None:
    for body in ({"refuse": "x"}, {"contract": "CM-0417"}, {"contract": "CM-9999"}):
        assert Program(getattr(house, who)).post(f"{asked}answer/", body).status_code == 403


def test_only_its_client_withdraws(house: House, asked: str) -> None:
    assert Program(house.helen).post(f"{asked}withdraw/").status_code == 403


def test_only_a_client_asks(house: House) -> None:
    answer = Program(house.helen).post(AT, NEW)

    assert answer.status_code == 403
    assert not GuaranteeRequest.objects.exists()


def test_a_second_answer_is_a_plain_refusal(house: House, asked: str) -> None:
    Program(house.helen).does(f"{asked}answer/", {"refuse": "No"})

    for number in ("CM-0417", "CM-9999"):
        late = Program(house.max).post(f"{asked}answer/", {"contract": number})
        assert (late.status_code, late.json()["type"].rsplit(":", 1)[-1]) == (409, "move-not-open")


def test_one_acts_only_on_what_one_has_read(house: House, asked: str) -> None:
    client = Program(house.clara)
    read = client.get(asked)["ETag"]
    by_manager = Program(house.max).get(asked)["ETag"]
    Program(house.helen).does(f"{asked}answer/", {"refuse": "No"})

    stale = client.post(f"{asked}withdraw/", If_Match=read)
    also = Program(house.max).post(f"{asked}answer/", {"refuse": "No"}, If_Match=by_manager)

    assert (stale.status_code, also.status_code) == (412, 412)
    fresh = Program(house.max).get(asked)["ETag"]
    assert fresh != by_manager


def test_the_state_that_was_read_is_answered(house: House, asked: str) -> None:
    manager = Program(house.max)

    done = manager.post(f"{asked}answer/", {"refuse": "No"}, If_Match=manager.get(asked)["ETag"])

    assert done.status_code == 200


def test_the_same_key_asks_once(house: House) -> None:
    client = Program(house.clara)

    first, again = (client.post(AT, NEW, Idempotency_Key="k") for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert again["Idempotency-Replayed"] == "true"
    assert first.json() == again.json()
    assert GuaranteeRequest.objects.count() == 1


def test_the_same_key_answers_once(house: House, asked: str) -> None:
    manager = Program(house.helen)

    first, again = (
        manager.post(f"{asked}answer/", {"refuse": "No"}, Idempotency_Key="k") for _ in range(2)
    )

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"platform": " "}, "platform"),
        ({"hours": ""}, "hours"),
        ({"availability": "0"}, "availability"),
        ({"availability": "100.0001"}, "availability"),
        ({"availability": "99.99999"}, "availability"),
        ({"availability": "NaN"}, "availability"),
        ({"wanted_from": "2020-01-01"}, "wanted_from"),
        ({"wanted_from": "9999-12-31"}, "wanted_from"),
        ({"wanted_from": "tomorrow"}, "wanted_from"),
        ({"note": "x" * 5_001}, "note"),
        ({"manufacturer": "Nobody"}, "manufacturer"),
        ({"manufacturer": ""}, "manufacturer"),
        ({"publisher": "Novell France"}, "manufacturer"),
        ({"agreement": "AG-FR-1"}, "agreement"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    house: House, changes: dict[str, Any], field: str
) -> None:
    answer = Program(house.clara).post(AT, NEW | changes)

    assert answer.status_code == 422
    assert field in answer.json()["errors"]
    assert not GuaranteeRequest.objects.exists()


def test_whom_one_asks_is_said_where_there_are_several(house: House) -> None:
    unsaid = {name: NEW[name] for name in NEW if name != "manufacturer"}

    several = Program(house.clara).post(AT, unsaid)

    assert "manufacturer" in several.json()["errors"]
    Agreement.objects.exclude(pk=house.agreement.pk).update(country="BE")
    assert Program(house.clara).does(AT, unsaid)["manufacturer"] == "Compaq France"


def test_one_manufacturer_with_two_publishers(house: House) -> None:
    other = house.rival_payroll.contract.agreement
    Agreement.objects.filter(pk=other.pk).update(manufacturer=house.compaq)

    several = Program(house.clara).post(AT, NEW)
    one = Program(house.clara).does(AT, NEW | {"publisher": "Novell"})

    assert "publisher" in several.json()["errors"]
    assert (one["manufacturer"], one["publisher"]) == ("Compaq France", "Novell France")


def test_the_list_goes_page_by_page_from_the_newest(house: House) -> None:
    client = Program(house.clara)
    for number in range(3):
        client.does(AT, NEW | {"platform": f"Number {number}"})

    first = client.reads(AT, {"page_size": 2})
    cursor = first["next"].partition("cursor=")[2].partition("&")[0]
    second = client.reads(AT, {"page_size": 2, "cursor": cursor})

    assert [each["platform"] for each in first["results"]] == ["Number 2", "Number 1"]
    assert [each["platform"] for each in second["results"]] == ["Number 0"]
    assert second["next"] is None
    assert client.get(AT, {"state": "asked"}).status_code == 422


@pytest.mark.parametrize("who", ["clara", "hank"])
def test_the_list_costs_the_same_for_any_number(
    house: House, django_assert_num_queries: Any, who: str
) -> None:
    reader: User = getattr(house, who)
    asks, reads = Program(house.clara), Program(reader)
    asks.does(AT, NEW)
    wished = GuaranteeRequest.objects.get(pk=asks.does(AT, NEW)["id"])
    drawn_up = contracts.answering(wished).number
    Program(house.helen).does(f"{AT}{wished.pk}/answer/", {"contract": drawn_up})
    reads.reads(AT)
    with django_assert_num_queries(2):  # the token with its person, and the page
        reads.reads(AT)
    for _ in range(4):
        asks.does(AT, NEW)
    with django_assert_num_queries(2):
        reads.reads(AT)
