from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contracts.models import Product
from tests.cast import House
from tests.factories import contracts
from tests.factories.tickets import HARDWARE_WORDS
from tests.programs import Program
from tickets import router
from tickets.models import Incident


def report(house: House, **changes: Any) -> dict[str, Any]:
    """A sound report of an outage; a field set to None is left out."""
    said = {
        "support_number": str(house.payroll.support_number),
        "description": HARDWARE_WORDS,
        "impact": "outage",
        "down_since": (timezone.now() - timedelta(minutes=3)).isoformat(),
        "contact": {"name": "Clara", "phone": "01"},
    } | changes
    return {name: value for name, value in said.items() if value is not None}


def errors_of(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.content
    return set(answer.json()["errors"])


def test_an_incident_is_answered_whole_with_its_address(house: House) -> None:
    answer = Program(house.clara).post("/incidents/", report(house))

    opened = answer.json()
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/api/v1/incidents/{opened['reference']}/")
    assert answer["ETag"] == Program(house.clara).get(f"/incidents/{opened['reference']}/")["ETag"]
    assert opened["title"]
    assert opened["classification"]["label"] in {"hardware", "software"}
    assert opened["queue"] == opened["classification"]["queue"]
    assert {each["kind"] for each in opened["targets"]} == {"respond", "restore", "news"}
    assert opened["channel"] == "api"


def test_the_system_is_named_by_number_by_id_or_by_contract(house: House) -> None:
    program = Program(house.clara)
    number = str(house.payroll.support_number)
    for place in (
        {"support_number": f" {number.replace('-', '')}/R1 "},
        {"support_number": None, "configuration": house.payroll.pk},
        {"support_number": None, "configuration": number},
        {"contract": house.contract.number},
    ):
        opened = program.does("/incidents/", report(house, **place))
        assert opened["support_number"] == number

    opened = program.does(
        "/incidents/", report(house, support_number=None, contract=house.contract.number)
    )
    assert opened["configuration"] is None
    assert opened["outside_guarantee"] == "no-configuration"


def test_a_mistyped_number_is_told_as_mistyped(house: House) -> None:
    number = str(house.payroll.support_number)
    slip = number[:-1] + str((int(number[-1]) + 1) % 10)

    answer = Program(house.clara).post("/incidents/", report(house, support_number=slip))

    assert answer.json()["type"].endswith("mistyped")
    assert errors_of(answer) == {"support_number"}


def test_what_cannot_be_the_place_is_told_beside_its_field(house: House) -> None:
    program = Program(house.clara)
    other = contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    theirs = str(house.rival_payroll.support_number)
    for changes, field in (
        ({"support_number": None}, "support_number"),
        ({"support_number": theirs}, "support_number"),
        ({"support_number": "hello"}, "support_number"),
        ({"support_number": None, "configuration": house.rival_payroll.pk}, "configuration"),
        ({"configuration": other.pk}, "configuration"),
        ({"support_number": None, "contract": "HP-0001"}, "contract"),
        ({"contract": "HP-0001"}, "contract"),
    ):
        assert errors_of(program.post("/incidents/", report(house, **changes))) == {field}
    assert not Incident.objects.exists()


def test_a_retired_system_is_told_beside_the_field_that_named_it(house: House) -> None:
    contracts.left_service(house.payroll, at=timezone.now())

    answer = Program(house.clara).post("/incidents/", report(house))

    assert errors_of(answer) == {"support_number"}


def test_an_outage_says_since_when_and_whom_to_call(house: House) -> None:
    program = Program(house.clara)

    bare = program.post("/incidents/", report(house, down_since=None, contact=None))
    half = program.post("/incidents/", report(house, contact={"name": "Clara", "phone": ""}))

    assert errors_of(bare) == {"down_since", "contact"}
    assert errors_of(half) == {"contact"}
    asked = program.post("/incidents/", report(house, impact="question", contact=None))
    assert asked.status_code == 201


@pytest.mark.parametrize(
    "since", ["2026-11-24T08:00:00", "2026-11-24", "yesterday", "0001-01-01T00:00:00+14:00", ""]
)
def test_an_instant_without_its_offset_is_refused(house: House, since: str) -> None:
    answer = Program(house.clara).post("/incidents/", report(house, down_since=since))

    assert errors_of(answer) == {"down_since"}


def test_what_lies_in_the_future_is_refused(house: House) -> None:
    later = (timezone.now() + timedelta(hours=1)).isoformat()

    answer = Program(house.clara).post("/incidents/", report(house, down_since=later))

    assert errors_of(answer) == {"down_since"}


def test_an_agent_opens_on_behalf_of_a_caller_from_the_real_call_on(house: House) -> None:
    called_at = timezone.now() - timedelta(minutes=9)
    phoned = report(house, on_behalf_of="Clara Morel", called_at=called_at.isoformat())

    opened = Program(house.hank).does("/incidents/", phoned)

    assert (opened["channel"], opened["on_behalf_of"]) == ("phone", "Clara Morel")
    assert opened["called_at"] == called_at.isoformat()
    assert errors_of(Program(house.clara).post("/incidents/", phoned)) == {"called_at"}


def test_a_product_is_one_of_the_agreements(house: House) -> None:
    program = Program(house.clara)
    covered = house.agreement.products.first()
    foreign = Product.objects.exclude(agreements=house.agreement).first()
    assert covered is not None
    assert foreign is not None

    program.does("/incidents/", report(house, product=covered.pk))

    refused = program.post("/incidents/", report(house, product=foreign.pk))
    assert errors_of(refused) == {"product"}


def test_publishers_and_operators_open_none(house: House) -> None:
    for person in (house.mia, house.olga):
        answer = Program(person).post("/incidents/", report(house))
        assert answer.status_code == 403


def test_without_a_classifier_it_is_opened_in_triage(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(router, "shipped_classifier", lambda: None)

    opened = Program(house.clara).does("/incidents/", report(house))

    assert (opened["queue"], opened["classification"]) == ("triage", None)


@pytest.mark.parametrize("sent", ["5", "1e400", "true", "null", '["disque"]', '{"disque": 1}'])
def test_a_text_to_try_is_words(house: House, sent: str) -> None:
    answer = Program(house.clara).client.post(
        "/api/v1/classify/", f'{{"text": {sent}}}', content_type="application/json"
    )

    assert answer.status_code == 422
    assert answer.json()["errors"].keys() == {"text"}


def test_any_text_can_be_tried(house: House) -> None:
    answer = Program(house.clara).client.post(
        "/api/v1/classify/",
        r'{"text": "voyant orange, \u0000\ud800"}',
        content_type="application/json",
    )

    assert (answer.status_code, answer.json()["queue"]) == (200, "hardware")


def test_the_router_can_be_tried(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(house.clara)

    guess = program.does("/classify/", {"text": HARDWARE_WORDS, "lang": "fr"})
    assert set(guess) == {"label", "confidence", "queue", "lang", "model", "reasons"}
    assert guess["label"] == "hardware"
    assert 0.5 <= guess["confidence"] <= 1
    assert program.post("/classify/", {"text": "x", "lang": "de"}).status_code == 422

    monkeypatch.setattr(router, "shipped_classifier", lambda: None)
    even = program.does("/classify/", {"text": HARDWARE_WORDS})
    assert (even["queue"], even["confidence"]) == ("triage", 0.5)
    assert not Incident.objects.exists()
