"""The shares of a contract's fee over the API: set together by a manager, on what was read."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from contracts.models import Configuration
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts
from tests.programs import Program

SHARES = "/contracts/CM-0417/shares/"


@pytest.fixture
def mail(house: House) -> Configuration:
    return contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))


def _said(*shares: tuple[Configuration, str]) -> dict[str, Any]:
    return {"shares": [{"configuration": each.pk, "fee_share": share} for each, share in shares]}


def _share_of(system: Configuration) -> Decimal:
    return Configuration.objects.get(pk=system.pk).fee_share


def test_a_manager_sets_all_together(house: House, mail: Configuration) -> None:
    answer = Program(house.max).does(SHARES, _said((house.payroll, "0.25"), (mail, "0.75")))

    assert answer == {
        "contract": "CM-0417",
        "is_whole": True,
        "shares": [
            {"configuration": mail.pk, "name": "Mail", "fee_share": "0.75"},
            {"configuration": house.payroll.pk, "name": "Payroll", "fee_share": "0.25"},
        ],
    }
    assert Program(house.hank).reads(SHARES) == answer
    assert _share_of(mail) == Decimal("0.75")


def test_a_retired_system_bears_nothing(house: House, mail: Configuration) -> None:
    helen = Program(house.helen)
    helen.does(SHARES, _said((house.payroll, "0.25"), (mail, "0.75")))
    retire_configuration(mail, reason="Replaced", by=house.helen, at=timezone.now())

    systems = helen.reads("/contracts/CM-0417/")["configurations"]

    assert {each["name"]: each["fee_share"] for each in systems} == {"Mail": "0", "Payroll": "0.25"}


def test_they_are_set_on_what_was_read(house: House, mail: Configuration) -> None:
    program = Program(house.helen)
    read = program.get(SHARES).headers["ETag"]
    program.does(SHARES, _said((house.payroll, "0.25"), (mail, "0.75")), If_Match=read)

    late = program.post(SHARES, _said((house.payroll, "0.5"), (mail, "0.5")), If_Match=read)

    assert late.status_code == 412
    assert _share_of(mail) == Decimal("0.75")


def test_a_sum_that_is_not_all_of_the_fee_is_told_so(house: House, mail: Configuration) -> None:
    Configuration.objects.filter(pk=mail.pk).update(fee_share=Decimal("0.1"))

    assert Program(house.mia).reads(SHARES)["is_whole"] is False


def test_what_is_wrong_is_named(house: House, mail: Configuration) -> None:
    program = Program(house.helen)
    payroll = house.payroll
    for said, name in (
        (_said((payroll, "0.5"), (mail, "0.6")), "shares"),
        (_said((payroll, "0.5"), (payroll, "0.5")), "shares"),
        (_said((payroll, "1")), str(mail.pk)),
        (_said((payroll, "0.5"), (mail, "0.5"), (house.rival_payroll, "0")), None),
    ):
        answer = program.post(SHARES, said)
        assert answer.status_code == 422
        assert set(answer.json()["errors"]) == {name or str(house.rival_payroll.pk)}
    assert _share_of(payroll) == 1


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("hank", 200, 403),
        ("mia", 200, 403),
        ("clara", 403, 403),
        ("stranger", 404, 404),
        ("rival_agent", 404, 404),
    ],
)
def test_whose_they_are(house: House, who: str, reads: int, writes: int) -> None:
    program = Program(getattr(house, who))

    assert program.get(SHARES).status_code == reads
    assert program.post(SHARES, _said((house.payroll, "1"))).status_code == writes


def test_a_client_reads_no_share_in_its_contract(house: House) -> None:
    def systems(who: Any) -> Any:
        return Program(who).reads("/contracts/CM-0417/")["configurations"]

    assert systems(house.hank)[0]["fee_share"] == "1"
    assert "fee_share" not in systems(house.clara)[0]
