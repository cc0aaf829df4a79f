"""Agreements, their underpinning targets and the gap meter over REST."""

from typing import Any

import pytest

from contracts.models import Underpinning
from tests.cast import House
from tests.factories.underpinnings import OFFICE, agreed, proposed
from tests.programs import Program

AGREEMENT = "/agreements/AG-FR-1/"
UNDERPINNINGS = f"{AGREEMENT}underpinnings/"
GAP = "/contracts/CM-0417/gap/"
BODY: dict[str, Any] = {
    "valid_from": "2027-01-01",
    "coverage": {
        "time_zone": "Europe/Paris",
        "windows": [{"weekday": 0, "start": 480, "end": 1080}],
        "without_holidays_of": "FR",
    },
    "targets": [
        {"impact": "outage", "respond_within": "PT15M", "restore_within": "PT4H"},
        {"impact": "question", "respond_within": "P1D", "round_the_clock": True},
    ],
}


@pytest.mark.parametrize("who", ["clara", "stranger", "rival_agent", "olga"])
@pytest.mark.parametrize("address", [AGREEMENT, UNDERPINNINGS, f"{UNDERPINNINGS}1/", GAP])
def test_to_anybody_but_the_two_vendors_nothing_is_there(
    house: House, who: str, address: str
) -> None:
    agreed(house.agreement, by=house.max)

    assert Program(getattr(house, who)).get(address).status_code == 404


@pytest.mark.parametrize("who", ["clara", "stranger", "rival_agent"])
@pytest.mark.parametrize("address", [UNDERPINNINGS, f"{UNDERPINNINGS}1/agree/"])
def test_nor_to_write_to(house: House, who: str, address: str) -> None:
    proposed(house.agreement, by=house.max)

    assert Program(getattr(house, who)).post(address, BODY).status_code == 404


def test_one_vendor_s_program_proposes_and_the_other_s_agrees(house: House) -> None:
    made = Program(house.max).does(UNDERPINNINGS, BODY)

    assert (made["version"], made["state"], made["moves"]) == (1, "proposed", ["withdraw"])
    assert made["targets"][1] == {
        "impact": "question",
        "respond_within": "P1D",
        "restore_within": None,
        "round_the_clock": True,
    }
    assert made["coverage"]["without_holidays_of"] == "FR"
    done = Program(house.helen).does(f"{UNDERPINNINGS}1/agree/", {})
    assert (done["state"], done["moves"]) == ("agreed", [])
    assert done["agreed"]["name"] == "Helen Duval"
    assert [each["version"] for each in Program(house.mia).reads(UNDERPINNINGS)["results"]] == [1]


@pytest.mark.parametrize(("move", "who"), [("refuse", "helen"), ("withdraw", "max")])
def test_a_proposal_ends_with_its_reason(house: House, move: str, who: str) -> None:
    proposed(house.agreement, by=house.max)

    done = Program(getattr(house, who)).does(f"{UNDERPINNINGS}1/{move}/", {"reason": "No."})

    assert (done["reason"], done["ended"]["name"]) == ("No.", getattr(house, who).name)


def test_a_member_reads_and_decides_nothing(house: House) -> None:
    proposed(house.agreement, by=house.max)

    assert Program(house.hank).get(f"{UNDERPINNINGS}1/").status_code == 200
    assert Program(house.hank).post(f"{UNDERPINNINGS}1/agree/", {}).status_code == 403
    assert Program(house.hank).post(UNDERPINNINGS, BODY).status_code == 403


def test_a_stale_etag_changes_nothing(house: House) -> None:
    proposed(house.agreement, by=house.max)
    helen = Program(house.helen)
    read = helen.get(f"{UNDERPINNINGS}1/").headers["ETag"]
    Program(house.max).does(f"{UNDERPINNINGS}1/withdraw/", {"reason": "Wrong."})

    refused = helen.post(f"{UNDERPINNINGS}1/agree/", {}, if_match=read)

    assert refused.status_code == 412
    assert Underpinning.objects.get().state == "withdrawn"


def test_what_cannot_be_promised_is_told_by_field(house: House) -> None:
    wrong = BODY | {"valid_from": "2020-01-01", "targets": []}

    refused = Program(house.max).post(UNDERPINNINGS, wrong)

    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"valid_from", "targets"}


def test_both_vendors_read_the_agreement(house: House) -> None:
    read = Program(house.mia).reads(AGREEMENT)

    assert (read["manufacturer"], read["currency"]) == ("Compaq France", "EUR")
    assert read["levels"][0] == {"number": 1, "name": "Support engineer", "wait": "PT15M"}


def test_the_gap_is_told_in_seconds(house: House) -> None:
    agreed(house.agreement, by=house.max, hours=OFFICE)

    read = Program(house.hank).reads(f"{GAP}?year=2027")

    outage = read["impacts"][0]
    restore = outage["promises"][1]
    assert read["covered_seconds"] == 365 * 86400
    assert restore["uncovered_seconds"] == (365 * 24 - 261 * 10) * 3600
    assert restore["to_client"] == restore["of_publisher"] == "PT4H"
    assert restore["worst"]["excess_seconds"] == 63 * 3600
    assert sum(outage["week"]) == sum(outage["months"]) == outage["breaking_seconds"]
    assert len(read["week"]) == 168
    assert read["worst_case"]["currency"] == "EUR"
    assert read["worst_case"]["penalty"] == "0.00"  # no bands


def test_without_a_promise_the_worst_lasts_the_whole_month(house: House) -> None:
    read = Program(house.hank).reads(f"{GAP}?year=2027")

    assert read["has_underpinning"] is False
    assert read["worst_case"]["until"] is None
    assert read["worst_case"]["availability"] == "0.0000"


@pytest.mark.parametrize(
    ("asked", "status"), [("2025", 404), ("soon", 422), ("12345", 422), ("0999", 422)]
)
def test_a_year_is_one_in_which_the_contract_runs(house: House, asked: str, status: int) -> None:
    assert Program(house.hank).get(f"{GAP}?year={asked}").status_code == status


def test_an_unknown_parameter_is_refused(house: House) -> None:
    assert Program(house.hank).get(f"{GAP}?month=2026-11").status_code == 422
