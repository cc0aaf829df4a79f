"""Contracts over REST at their edges: whom a refusal tells what, days without a promise, marks."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import Approval
from tests.cast import House
from tests.contracts.api.test_contracts import AMENDMENT, FIRST, LATER, NEW, SECOND
from tests.contracts.web.offering import drawn_up
from tests.factories import contracts
from tests.programs import Program


def test_a_system_passes_to_the_next_contract(house: House) -> None:
    contracts.contract("CM-0418", house.vauquelin, house.agreement)
    at = f"/configurations/{house.payroll.pk}/place/"

    wrong = Program(house.helen).post(at, {"contract": "HP-0001"})
    forbidden = Program(house.hank).post(at, {"contract": "CM-0418"})
    placed = Program(house.helen).does(at, {"contract": "CM-0418"})
    twice = Program(house.helen).post(at, {"contract": "CM-0418"})

    assert (wrong.status_code, forbidden.status_code, twice.status_code) == (422, 403, 409)
    assert placed["contract"] == "CM-0418"
    assert placed["support_number"] == str(house.payroll.support_number)


def test_an_id_tells_nobody_whom_others_serve(house: House) -> None:
    program = Program(house.helen)
    known, foreign = house.vauquelin.pk, house.rival_payroll.client_id

    refused = program.post("/contracts/", NEW | {"client": str(foreign), "number": "CM-1"})
    unknown = program.post("/contracts/", NEW | {"client": "999999", "number": "CM-1"})

    assert refused.json()["errors"] == unknown.json()["errors"]
    assert program.does("/contracts/", NEW | {"client": str(known)})["client"] == "Groupe Vauquelin"


def test_no_address_breaks_a_question(house: House) -> None:
    assert Program(house.hank).get("/contracts/%00/").status_code == 404


def test_a_contract_that_was_never_approved_promised_nothing_on_any_day(house: House) -> None:
    program = Program(house.helen)
    program.does("/contracts/", NEW)

    for day in ("2020-01-01", f"{LATER:%Y-%m-%d}"):
        assert program.get("/contracts/CM-0500/", {"on": day}).status_code == 404
    assert program.reads("/contracts/CM-0500/")["terms_state"] == "proposed"

    program.does("/contracts/CM-0500/withdraw/", FIRST | {"reason": "A slip"})
    assert program.get("/contracts/CM-0500/", {"on": f"{LATER:%Y-%m-%d}"}).status_code == 404
    assert program.reads("/contracts/CM-0500/")["terms_state"] == "withdrawn"


@pytest.mark.parametrize("place", ["approve/", "refuse/", "withdraw/", "amendments/"])
def test_who_sees_a_contract_and_decides_nothing_is_told_so(house: House, place: str) -> None:
    at = f"/contracts/{house.contract.number}/"

    for who in (house.clara, house.hank, house.mia):
        assert Program(who).post(f"{at}{place}", {}).status_code == 403
    assert Program(house.stranger).post(f"{at}{place}", {}).status_code == 404


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("approve/", "Only a manager of one of the two vendors decides on terms."),
        ("refuse/", "Only a manager of one of the two vendors decides on terms."),
        ("amendments/", "Only a manager of one of the two vendors amends a contract."),
    ],
)
def test_a_refusal_says_what_belongs_to_whom(house: House, place: str, reason: str) -> None:
    address = f"/contracts/{house.contract.number}/{place}"

    answer = Program(house.clara).post(address, {})

    assert answer.json()["detail"] == reason


def test_what_is_approved_is_what_was_read(house: House) -> None:
    at = f"/contracts/{house.contract.number}/"
    Program(house.helen).does(f"{at}amendments/", AMENDMENT)
    Program(house.helen).does(f"{at}withdraw/", SECOND | {"reason": "A slip"})
    Program(house.helen).does(f"{at}amendments/", AMENDMENT | {"monthly_fee": "1"})

    late = Program(house.max).post(f"{at}approve/", SECOND)
    unnamed = Program(house.max).post(f"{at}approve/", {})

    assert (late.status_code, unnamed.status_code) == (409, 422)
    assert Program(house.max).reads(f"{at}amendments/")["results"][0]["approvals"] == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [(date(2099, 1, 1), None), (date(2025, 1, 1), date(2025, 6, 30))]
)
def test_the_list_costs_the_same_for_contracts_that_do_not_run(
    house: House, starts_on: date, ends_on: date | None
) -> None:
    program = Program(house.hank)

    def cost(number: str) -> int:
        contracts.contract(
            number, house.vauquelin, house.agreement, starts_on=starts_on, ends_on=ends_on
        )
        with CaptureQueriesContext(connection) as asked:
            program.reads("/contracts/")
        return len(asked)

    costs = {cost(f"CM-60{number}") for number in range(3)}

    assert len(costs) == 1


def test_the_mark_of_another_day_names_the_same_state(house: House) -> None:
    at = f"/contracts/{house.contract.number}/"
    program = Program(house.helen)
    today, past = (program.get(at, query)["ETag"] for query in ({}, {"on": "2026-03-01"}))

    made = program.post(f"{at}amendments/", AMENDMENT, if_match=past)
    stale = program.post(f"{at}withdraw/", SECOND | {"reason": "x"}, if_match=today)

    assert (made.status_code, stale.status_code) == (201, 412)


def test_a_contract_that_begins_is_still_in_the_state_that_was_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    contracts.contract("CM-0700", house.vauquelin, house.agreement, starts_on=date(2099, 1, 1))
    program = Program(house.helen)
    read = program.get("/contracts/CM-0700/")

    monkeypatch.setattr(timezone, "now", lambda: datetime(2099, 1, 15, tzinfo=UTC))
    begun = program.get("/contracts/CM-0700/")
    amendment = AMENDMENT | {"effective_on": "2099-03-01", "ends_on": None}
    made = program.post("/contracts/CM-0700/amendments/", amendment, if_match=read["ETag"])

    assert (read.json()["state"], begun.json()["state"]) == ("to_come", "in_force")
    assert begun["ETag"] != read["ETag"]
    assert made.status_code == 201, made.content


def test_a_contract_whose_first_day_has_passed_is_not_approved(house: House) -> None:
    drawn_up(house, starts_on=date(2026, 1, 31), at=datetime(2026, 1, 30, tzinfo=UTC))

    late = Program(house.max).post("/contracts/CM-0500/approve/", FIRST)

    assert (late.status_code, late.json()["type"].rsplit(":", 1)[-1]) == (409, "move-not-open")
    offered = Program(house.max).reads("/contracts/CM-0500/amendments/")["results"][0]
    assert offered["moves"] == ["refuse"]
    assert not Approval.objects.filter(terms__contract__number="CM-0500").exists()
