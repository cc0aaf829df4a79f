"""Contracts as programs draw them up, approve and amend them, and read what was promised."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from contracts.models import Contract, Terms, User
from contracts.rules.gap_calendar import first_of_month_after
from tests.cast import House
from tests.contracts.web.offering import next_month
from tests.factories import contracts
from tests.programs import Program

A_DAY = timedelta(days=1)
FROM = next_month()
LATER = first_of_month_after(FROM)
UNTIL = date(LATER.year + 2, 12, 31)
"""The portal goes by the clock here: a contract begins no sooner than today."""
TERMS: dict[str, Any] = {
    "availability_target": "99.9",
    "coverage": {
        "time_zone": "Europe/Paris",
        "windows": [{"weekday": 0, "start": 480, "end": 1080}],
        "without_holidays_of": "FR",
        "exceptions": [
            {
                "day": "2027-12-24",
                "windows": [{"start": 480, "end": 720}],
                "reason": "Christmas Eve",
            },
            {"day": "2028-01-03", "windows": [], "reason": "inventory"},
        ],
    },
    "monthly_fee": "12000.00",
    "currency": "EUR",
    "penalty_bands": [
        {"below": "99.90", "percent": "5"},
        {"below": "99.50", "percent": "10"},
    ],
    "penalty_cap": "50",
    "annual_cap": "48000.00",
    "targets": [
        {"impact": "outage", "respond_within": "PT15M", "restore_within": "PT4H"},
        {"impact": "question", "respond_within": "P1DT30M"},
    ],
    "ends_on": UNTIL.isoformat(),
}
NEW = TERMS | {"number": "cm-0500", "client": "Groupe Vauquelin", "starts_on": FROM.isoformat()}
FIRST, SECOND = {"version": 1}, {"version": 2}
AMENDMENT = TERMS | {
    "effective_on": LATER.isoformat(),
    "note": "More for less",
    "monthly_fee": "9.5",
}


def test_what_is_drawn_up_is_what_is_read(house: House) -> None:
    made = Program(house.helen).does("/contracts/", NEW)

    assert {name: made[name] for name in TERMS if name not in {"coverage", "targets"}} == {
        "availability_target": "99.9",
        "monthly_fee": "12000.00",
        "currency": "EUR",
        "penalty_bands": [
            {"below": "99.9", "percent": "5"},
            {"below": "99.5", "percent": "10"},
        ],
        "penalty_cap": "50",
        "annual_cap": "48000.00",
        "ends_on": UNTIL.isoformat(),
    }
    assert made["coverage"] == TERMS["coverage"] | {"always_on": False}
    assert made["targets"] == [
        {
            "impact": "outage",
            "respond_within": "PT15M",
            "restore_within": "PT4H",
            "news_every": None,
        },
        {
            "impact": "question",
            "respond_within": "P1DT30M",
            "restore_within": None,
            "news_every": None,
        },
    ]
    assert (made["number"], made["state"], made["version"]) == ("CM-0500", "proposed", 1)
    assert made["moves"] == ["approve", "refuse", "withdraw"]
    assert made["agreement"] == "AG-FR-1"


def test_it_holds_once_both_have_approved_and_the_client_reads_it_then(house: House) -> None:
    at = "/contracts/CM-0500/"
    Program(house.max).does("/contracts/", NEW)
    Program(house.max).does(f"{at}approve/", FIRST)
    assert Program(house.clara).get(at).status_code == 404

    approved = Program(house.helen).does(f"{at}approve/", FIRST)
    read = Program(house.clara).reads(at)

    assert (approved["state"], approved["terms_state"]) == ("to_come", "approved")
    assert read["penalty_bands"] == approved["penalty_bands"]
    assert "agreement" not in read
    assert read["moves"] == []
    assert [each["name"] for each in read["approvals"]] == ["Max Berg", "Helen Duval"]


def test_an_amendment_is_read_from_its_day(house: House) -> None:
    at = f"/contracts/{house.contract.number}/"
    client = Program(house.clara)
    Program(house.helen).does(f"{at}amendments/", AMENDMENT)
    assert Program(house.mia).reads(at)["open_version"] == 2
    assert "open_version" not in client.reads(at)
    assert [each["version"] for each in client.reads(f"{at}amendments/")["results"]] == [1]
    for person in (house.helen, house.max):
        Program(person).does(f"{at}approve/", SECOND)

    fees = [
        client.reads(at, {"on": day.isoformat()})["monthly_fee"]
        for day in (date(2026, 1, 1), LATER - A_DAY, LATER, UNTIL)
    ]

    assert fees == ["12000.00", "12000.00", "9.50", "9.50"]
    for day in (date(2025, 12, 31), UNTIL + A_DAY):
        assert client.get(at, {"on": day.isoformat()}).status_code == 404
    versions = client.reads(f"{at}amendments/")["results"]
    assert [(each["version"], each["note"]) for each in versions] == [(2, "More for less"), (1, "")]


def test_refused_terms_stay_between_the_vendors(house: House) -> None:
    at = f"/contracts/{house.contract.number}/"
    Program(house.helen).does(f"{at}amendments/", AMENDMENT)
    blank = Program(house.max).post(f"{at}refuse/", SECOND | {"reason": " "})
    Program(house.max).does(f"{at}refuse/", SECOND | {"reason": "Too dear"})

    assert blank.status_code == 422
    newest = Program(house.mia).reads(f"{at}amendments/")["results"][0]
    assert (newest["terms_state"], newest["reason"]) == ("refused", "Too dear")
    assert len(Program(house.clara).reads(f"{at}amendments/")["results"]) == 1
    again = Program(house.max).post(f"{at}approve/", SECOND)
    assert (again.status_code, again.json()["type"].rsplit(":", 1)[-1]) == (409, "move-not-open")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"currency": "USD"}, "currency"),
        ({"client": "Nobody"}, "client"),
        ({"client": "Compaq France"}, "client"),
        ({"agreement": "AG-FR-2"}, "agreement"),
        ({"availability_target": "101"}, "availability_target"),
        ({"monthly_fee": "0.001"}, "monthly_fee"),
        ({"penalty_bands": [{"below": "99.99", "percent": "5"}]}, "penalty_bands"),
        ({"targets": [{"impact": "outage", "respond_within": "15 min"}]}, "targets"),
        ({"coverage": {"time_zone": "Mars", "always_on": True}}, "coverage"),
        ({"number": "HP-0001"}, "number"),
        ({"fee": "1"}, "fee"),
        ({"starts_on": "2024-01-01"}, "starts_on"),
        ({"starts_on": "2026-01-31"}, "starts_on"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    house: House, changes: dict[str, Any], field: str
) -> None:
    answer = Program(house.helen).post("/contracts/", NEW | changes)

    assert answer.status_code in {400, 422}
    assert field in answer.json()["errors"]
    assert not Contract.objects.filter(number="CM-0500").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("hank", 403), ("mia", 403), ("clara", 403), ("stranger", 403), ("rival_agent", 403)],
)
def test_only_managers_of_vendors_draw_up(house: House, who: str, status: int) -> None:
    assert Program(getattr(house, who)).post("/contracts/", NEW).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("hank", 403), ("mia", 403), ("clara", 404), ("stranger", 404), ("rival_agent", 404)],
)
def test_only_managers_of_its_vendors_approve_and_amend(
    house: House, who: str, status: int
) -> None:
    Program(house.helen).does("/contracts/", NEW)
    program = Program(getattr(house, who))

    for place, body in (
        ("approve/", FIRST),
        ("refuse/", FIRST | {"reason": "x"}),
        ("withdraw/", FIRST | {"reason": "x"}),
        ("amendments/", AMENDMENT),
    ):
        assert program.post(f"/contracts/CM-0500/{place}", body).status_code == status


def test_the_same_key_draws_up_once(house: House) -> None:
    program = Program(house.helen)

    answers = [program.post("/contracts/", NEW, idempotency_key="k") for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 201]
    assert Contract.objects.filter(number="CM-0500").count() == 1


def test_terms_that_changed_since_they_were_read_are_not_approved(house: House) -> None:
    at = f"/contracts/{house.contract.number}/"
    mark = Program(house.max).get(at)["ETag"]
    Program(house.helen).does(f"{at}amendments/", AMENDMENT)

    stale = Program(house.max).post(f"{at}amendments/", AMENDMENT, if_match=mark)

    assert stale.status_code in {409, 412}
    assert Terms.objects.filter(contract=house.contract).count() == 2


def test_a_publisher_reads_no_system_that_was_not_proposed_to_it(house: House) -> None:
    contracts.configuration("Secret plan", house.contract, signed_by=None)
    at = f"/contracts/{house.contract.number}/"

    def named(who: User) -> list[str]:
        return [each["name"] for each in Program(who).reads(at)["configurations"]]

    assert named(house.hank) == named(house.clara) == ["Payroll", "Secret plan"]
    assert named(house.mia) == ["Payroll"]


@pytest.mark.parametrize("name", ["hank", "helen", "max", "clara"])
def test_lists_keep_to_their_queries(
    house: House, django_assert_max_num_queries: Any, name: str
) -> None:
    for number in range(5):
        other = contracts.contract(f"CM-1{number}0", house.vauquelin, house.agreement)
        contracts.amended(other, answer_days=7, effective_on=date(2199, 1, 1))
    contracts.amended(house.contract, answer_days=9)
    contracts.amended(house.contract, answer_days=8, effective_on=date(2199, 1, 1))

    program = Program(getattr(house, name))
    with django_assert_max_num_queries(13):
        found = program.reads("/contracts/")
    with django_assert_max_num_queries(19):
        program.reads(f"/contracts/{house.contract.number}/amendments/")

    assert len(found["results"]) == 6
    assert {each["state"] for each in found["results"]} == {"in_force"}
    assert timezone.localdate() > date(2026, 2, 1)
