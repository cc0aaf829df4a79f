"""Outages and maintenance as programs tell of them, agree on them and read them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from contracts.models import Maintenance, Outage
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility
from contracts.use_cases.propose_responsibility import propose_responsibility
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.factories.outages import AN_HOUR, BEFORE, a_window, an_outage
from tests.programs import Program

AT, WINDOWS = "/outages/", "/maintenance/"
END = BEFORE + AN_HOUR
HALF = {"manufacturer": "50", "publisher": "50"}
OURS = {"manufacturer": "100"}


def _segment(**said: Any) -> dict[str, Any]:
    return {"start": BEFORE.isoformat(), "end": END.isoformat()} | said


def _new(house: House, *segments: dict[str, Any]) -> dict[str, Any]:
    return {"configuration": str(house.payroll.pk), "segments": list(segments)}


def test_an_outage_goes_from_its_record_to_what_both_agree(house: House) -> None:
    hank, mia = Program(house.hank), Program(house.mia)
    answer = hank.post(AT, _new(house, _segment()))
    made = answer.json()
    address = f"{AT}{made['id']}/"

    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/api/v1{address}")
    assert (made["state"], made["source"], made["moves"]) == (
        "recorded",
        "hand",
        ["correct", "propose"],
    )
    assert mia.get(address).status_code == 404

    said = {"segments": [_segment(responsibility=HALF)], "evidence": "The log"}
    hank.does(f"{address}propose/", said)
    assert [each["id"] for each in mia.reads(f"{AT}?waiting=true")["results"]] == [made["id"]]
    again = {"segments": [_segment(responsibility=OURS)], "evidence": "The hotfix was out"}
    mia.does(f"{address}counter/", again)
    agreed = hank.does(f"{address}accept/", {})

    assert agreed["state"] == "agreed"
    assert agreed["segments"][0]["responsibility"] == {
        "manufacturer": "100",
        "publisher": "0",
        "client": "0",
        "third_party": "0",
    }
    assert [each["kind"] for each in agreed["rounds"]] == ["proposed", "countered", "accepted"]
    assert agreed["rounds"][0]["evidence"] == "The log"
    assert mia.reads(address)["rounds"] == agreed["rounds"]


def test_whose_it_was_can_be_said_as_it_is_recorded(house: House) -> None:
    said = _new(house, _segment(responsibility=HALF)) | {"source": "monitoring"}

    made = Program(house.hank).does(AT, said)

    assert (made["state"], made["source"]) == ("proposed", "monitoring")


def test_a_client_reads_agreed_results_and_both_vendors_as_one(house: House) -> None:
    outage, clara = an_outage(house.payroll), Program(house.clara)
    cut = BEFORE + AN_HOUR / 2
    said = [
        Stretch(BEFORE, cut, Responsibility(Decimal(90), Decimal(0), Decimal(10))),
        Stretch(cut, END, Responsibility(Decimal(0), Decimal(90), Decimal(10))),
    ]
    propose_responsibility(outage, said, by=house.hank, at=MORNING)
    before = clara.reads(f"{AT}{outage.pk}/")

    Program(house.mia).does(f"{AT}{outage.pk}/accept/", {})
    after = clara.reads(f"{AT}{outage.pk}/")

    assert (before["state"], len(before["segments"])) == ("recorded", 1)
    assert before["segments"][0]["responsibility"] is None
    assert after["state"] == "agreed"
    assert [each["responsibility"] for each in after["segments"]] == [
        {"suppliers": "90", "client": "10", "third_party": "0"}
    ]
    for read in (before, after, clara.reads(AT)["results"][0]):
        assert not {"rounds", "intervals", "answer_by", "note", "version"} & set(read)
    assert not clara.reads(f"{AT}?state=proposed")["results"]


def test_what_was_known_before_a_correction_stays_readable(house: House) -> None:
    hank = Program(house.hank)
    made = hank.does(AT, _new(house, _segment(unknown=True)))
    address = f"{AT}{made['id']}/"

    hank.does(f"{address}correct/", {"segments": [_segment()], "reason": "The probe answered"})

    known = hank.reads(address)["intervals"]
    assert [each["reason"] for each in known] == ["", "The probe answered"]
    assert [each["segments"][0]["unknown"] for each in known] == [True, False]
    assert known[0]["segments"][0]["start"] == made["start"]


@pytest.mark.parametrize(
    ("segment", "field"),
    [
        ({"responsibility": {"manufacturer": "50", "client": "49.99"}}, "responsibility"),
        ({"responsibility": {"manufacturer": "100.001"}}, "manufacturer"),
        ({"responsibility": OURS, "unknown": True}, "unknown"),
        ({"end": BEFORE.isoformat()}, "segments.0.end"),
        ({"start": "2020-01-01T00:00:00Z"}, "segments.0.start"),
        ({"start": "2026-11-23T04:42:00"}, "start"),
        ({"whose": "mine"}, "whose"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    house: House, segment: dict[str, Any], field: str
) -> None:
    answer = Program(house.hank).post(AT, _new(house, _segment(**segment)))

    assert answer.status_code == 422
    assert field in str(answer.json()["errors"])
    assert all(name.startswith("segments") for name in answer.json()["errors"])
    assert not Outage.objects.exists()


def test_a_stale_state_is_not_acted_on_and_a_key_acts_once(house: House) -> None:
    outage, hank = an_outage(house.payroll), Program(house.hank)
    address = f"{AT}{outage.pk}/"
    seen = hank.get(address)["ETag"]
    longer = {"segments": [_segment(end=MORNING.isoformat())], "reason": "The log"}

    once = [
        hank.post(f"{address}correct/", longer, Idempotency_Key="a").status_code for _ in range(2)
    ]
    stale = hank.post(f"{address}correct/", longer, If_Match=seen)

    assert (once, stale.status_code) == ([200, 200], 412)
    assert Outage.objects.get().version == 2


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga", "mia"])
def test_what_one_may_not_see_does_not_exist(house: House, who: str) -> None:
    outage, program = an_outage(house.payroll), Program(getattr(house, who))

    assert program.get(f"{AT}{outage.pk}/").status_code == 404
    assert program.post(f"{AT}{outage.pk}/accept/", {}).status_code == 404
    assert program.reads(AT)["results"] == []


def test_what_one_sees_and_may_not_do_is_said(house: House) -> None:
    outage = an_outage(house.payroll)
    said = {"segments": [_segment(responsibility=OURS)]}

    refused = Program(house.clara).post(f"{AT}{outage.pk}/propose/", said)
    early = Program(house.hank).post(f"{AT}{outage.pk}/accept/", {})

    assert refused.status_code == 403
    assert (early.status_code, early.json()["moves"]) == (409, ["correct", "propose"])


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("9999-12-31T23:00:00Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:01Z"),
    ],
)
def test_no_time_lies_beyond_the_calendar(house: House, start: str, end: str) -> None:
    hank, window = Program(house.hank), {"start": start, "end": end}
    system = str(house.payroll.pk)

    down = hank.post(AT, _new(house, window))
    planned = hank.post(WINDOWS, {"configuration": system, "note": "x", **window})

    assert (down.status_code, planned.status_code) == (422, 422)
    assert set(planned.json()["errors"]) == {"start", "end"}


def test_maintenance_goes_from_its_proposal_to_the_third_word(house: House) -> None:
    start = (timezone.now() + timedelta(days=9)).astimezone(UTC).replace(microsecond=0)
    said = {
        "configuration": str(house.payroll.pk),
        "start": start.isoformat(),
        "end": (start + AN_HOUR).isoformat(),
        "note": "Firmware",
    }
    made = Program(house.clara).does(WINDOWS, said)
    address = f"{WINDOWS}{made['id']}/"

    assert (made["state"], made["moves"], made["announced_in_time"]) == (
        "proposed",
        ["withdraw"],
        True,
    )
    assert len(Program(house.mia).reads(f"{WINDOWS}?waiting=true")["results"]) == 1
    Program(house.mia).does(f"{address}accept/", {})
    assert not Program(house.mia).reads(f"{WINDOWS}?waiting=true")["results"]
    done = Program(house.hank).does(f"{address}accept/", {})

    assert (done["state"], done["counts"]) == ("accepted", True)
    assert all(each["accepted_at"] for each in done["parties"])
    assert Program(house.stranger).get(address).status_code == 404


def test_a_window_that_ends_before_it_begins_is_refused_beside_its_end(house: House) -> None:
    said = {
        "configuration": str(house.payroll.pk),
        "start": datetime(2099, 1, 2, tzinfo=UTC).isoformat(),
        "end": datetime(2099, 1, 1, tzinfo=UTC).isoformat(),
        "note": "Firmware",
    }

    answer = Program(house.hank).post(WINDOWS, said)

    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"end"})
    assert not Maintenance.objects.exists()


@pytest.mark.parametrize("who", ["hank", "max", "clara"])
def test_lists_are_narrowed_to_a_contract(house: House, who: str) -> None:
    other = contracts.contract("CM-0500", house.vauquelin, house.agreement)
    mail = contracts.configuration("Mail", other, signed_by=(house.helen, house.max))
    ours = {}
    for each in (house.payroll, mail):
        whole = [(BEFORE, END, (0, 100, 0, 0))]
        down = an_outage(each, whole, shared_at=MORNING, state="agreed", agreed_at=MORNING)
        ours[each.contract.number] = {
            AT: [down.pk],
            WINDOWS: [a_window(each, house.helen).pk],
        }
    reader = Program(getattr(house, who))

    for number, found in ours.items():
        for address, keys in found.items():
            rows = reader.reads(f"{address}?contract={number}")["results"]
            assert [each["id"] for each in rows] == keys
            assert {each["contract"] for each in rows} == {number}
    for address in (AT, WINDOWS):
        assert reader.reads(f"{address}?contract=HP-0001")["results"] == []
