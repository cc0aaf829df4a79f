from datetime import timedelta
from typing import Any

import pytest

from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO
from tests.programs import Program

SECOND_AT = LONG_AGO + timedelta(days=30)


@pytest.fixture
def second(house: House) -> None:
    """Put a second revision in force, a month after the first."""
    item = Item(house.agreement.products.get(name="SQL Server 2000"), host="SRV-2")
    revision = propose_revision(
        house.payroll, [item], Plan("A node", SECOND_AT), by=house.helen, at=SECOND_AT
    )
    for manager in (house.helen, house.max):
        sign_off_revision(revision, by=manager, at=SECOND_AT)


def test_each_party_lists_what_is_its_own(house: House) -> None:
    for person in (house.clara, house.hank, house.mia):
        rows = Program(person).reads("/configurations/")["results"]
        assert [row["name"] for row in rows] == ["Payroll"]
    assert Program(house.olga).reads("/configurations/")["results"] == []


def test_a_configuration_is_read_by_its_id_or_its_number(house: House) -> None:
    clara = Program(house.clara)
    number = str(house.payroll.support_number)

    by_id = clara.reads(f"/configurations/{house.payroll.pk}/")

    assert by_id["support_number"] == number
    assert by_id["contract"] == "CM-0417"
    assert by_id["revision"]["items"][0]["product"]["name"] == "ProLiant 8500"
    for key in (number, number.lower().replace("-", " "), number.replace("-", "")[2:]):
        assert clara.reads(f"/configurations/{key}/") == by_id


def test_it_is_read_as_it_stood_at_an_instant(house: House, second: None) -> None:
    clara = Program(house.clara)

    def number_at(at: Any) -> int | None:
        path = f"/configurations/{house.payroll.pk}/"
        revision = clara.reads(path, {"at": at.isoformat()})["revision"]
        return revision["number"] if revision else None

    assert number_at(SECOND_AT) == 2
    assert number_at(SECOND_AT - timedelta(seconds=1)) == 1
    assert number_at(LONG_AGO - timedelta(seconds=1)) is None
    assert clara.reads(f"/configurations/{house.payroll.pk}/")["revision"]["in_force_until"] is None


@pytest.mark.parametrize("at", ["2026-11-24T08:00:00", "now", "2026-13-01T00:00:00Z"])
def test_an_instant_without_its_offset_is_refused(house: House, at: str) -> None:
    answer = Program(house.clara).get(f"/configurations/{house.payroll.pk}/", {"at": at})

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"at"}


def test_a_typed_number_is_forgiven_its_spaces_case_and_revision(house: House) -> None:
    clara = Program(house.clara)
    number = str(house.payroll.support_number)
    whole = clara.reads(f"/configurations/{house.payroll.pk}/")

    for typed in (number, f"{number}/R1", f"{number}%2FR4", f" {number.lower()} ", number[3:]):
        assert clara.reads(f"/support-numbers/{typed}/") == whole


def test_every_wrong_digit_is_told_as_mistyped(house: House) -> None:
    clara = Program(house.clara)
    digits = house.payroll.support_number.digits
    for place, digit in enumerate(digits):
        wrong = digits[:place] + str((int(digit) + 1) % 10) + digits[place + 1 :]
        answer = clara.get(f"/support-numbers/{wrong}/")
        assert answer.status_code == 422
        assert answer.json()["type"].endswith("mistyped")


def test_a_number_of_others_an_unknown_one_and_nonsense_are_not_there(house: House) -> None:
    clara = Program(house.clara)
    for text in (str(house.rival_payroll.support_number), "hello", "0000000097", "%00"):
        assert clara.get(f"/support-numbers/{text}/").status_code in {404, 422}
    theirs = house.rival_payroll.support_number
    assert clara.get(f"/support-numbers/{theirs}/").status_code == 404
    assert clara.get(f"/configurations/{theirs}/").status_code == 404


def test_what_is_registered_but_not_in_force_has_no_number(house: House) -> None:
    contracts.configuration("Mail", house.contract, signed_by=None)

    rows = Program(house.clara).reads("/configurations/")["results"]

    mail = next(row for row in rows if row["name"] == "Mail")
    assert (mail["support_number"], mail["revoked_at"], mail["revision"]) == (None, None, None)
    assert len(Program(house.mia).reads("/configurations/")["results"]) == 1


def test_pages_and_filters_are_as_everywhere(house: House) -> None:
    contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    clara = Program(house.clara)

    first = clara.reads("/configurations/", {"page_size": 1, "count": "true"})
    second = clara.client.get(first["next"]).json()

    assert first["count"] == 2
    assert [row["name"] for row in first["results"] + second["results"]] == ["Payroll", "Mail"]
    assert clara.get("/configurations/", {"colour": "red"}).status_code == 422


def test_a_vendor_knows_its_colleagues_a_client_needs_none(house: House) -> None:
    hank = Program(house.hank).reads("/me/")

    assert [each["name"] for each in hank["colleagues"]] == ["Hank Rey", "Helen Duval"]
    assert hank["organisation"]["kind"] == "manufacturer"
    assert Program(house.clara).reads("/me/")["colleagues"] == []
