"""A contract's month, read from what is recorded: the worked example, shares, caps, queries."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.choices import MaintenanceState, MonthBar, OutageState
from contracts.models import Configuration, Contract, Outage
from contracts.rules.availability import shown_availability
from contracts.rules.offer import BandOffer
from contracts.selectors.month import Counting, MonthRead, month_of, months_of
from contracts.use_cases.place_configuration import place_configuration
from contracts.use_cases.share_fee import share_fee
from tests.cast import House
from tests.factories import contracts, outages, statements
from tests.factories.contracts import PARIS

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
AFTER = datetime(2026, 12, 2, 9, tzinfo=PARIS)
BANDS = [
    BandOffer(Decimal("99.9"), Decimal(5)),
    BandOffer(Decimal("99.5"), Decimal(10)),
    BandOffer(Decimal("99.0"), Decimal(25)),
]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def archive(house: House) -> Configuration:
    """A system alone under a contract with penalties, in force since January."""
    return _system(house, "CM-0900")


def _system(house: House, number: str, name: str = "Archive", **fields: Any) -> Configuration:
    """A system alone under a contract, in force from its first day on, or from January's."""
    contract = contracts.contract(
        number, house.vauquelin, house.agreement, **{"bands": BANDS, **fields}
    )
    at = max(contracts.LONG_AGO, datetime.combine(contract.starts_on, time(), PARIS))
    return contracts.configuration(name, contract, signed_by=(house.helen, house.max), at=at)


def _november(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=PARIS)


def _agreed(
    of: Configuration, begins_at: datetime, minutes: int, percents: outages.Percents
) -> Outage:
    stretch = (begins_at, begins_at + minutes * MINUTE, percents)
    return outages.an_outage(of, [stretch], state=OutageState.AGREED, agreed_at=AFTER)


def _accepted_window(
    house: House, of: Configuration, begins_at: datetime, *, accepted_at: datetime
) -> None:
    ends_at = begins_at + timedelta(hours=4)
    window = outages.a_window(of, house.helen, begins_at=begins_at, ends_at=ends_at)
    for each in (house.helen, house.max, house.clara):
        window.acceptances.create(
            organisation=each.organisation, accepted_by=each, accepted_at=accepted_at
        )
    window.state, window.accepted_at = MaintenanceState.ACCEPTED, accepted_at
    window.save()


def _read(of: Contract, month: date = NOVEMBER, **asked: Any) -> MonthRead:
    found = month_of(of, month, **{"at": AFTER, **asked})
    assert found is not None
    return found


def _amounts(read: MonthRead) -> Sequence[str]:
    result = read.result
    return [str(result.penalty), str(result.reimbursement), str(result.manufacturer_share)]


def test_the_worked_example_is_read_from_what_is_recorded(
    house: House, archive: Configuration
) -> None:
    _accepted_window(house, archive, _november(8, 2), accepted_at=_november(2))
    _accepted_window(house, archive, _november(9, 2), accepted_at=_november(10))  # too late
    _agreed(archive, _november(3), 90, (0, 100, 0, 0))
    _agreed(archive, _november(17), 60, (50, 0, 50, 0))

    read = _read(archive.contract)

    assert read.result.lines[0].measured.committed == 2_577_600
    assert read.result.availability is not None
    assert str(shown_availability(read.result.availability)) == "99.7206"
    assert _amounts(read) == ["600.00", "450.00", "150.00"]
    assert read.bars == ()


def test_what_is_not_agreed_counts_only_as_proposed_and_bars_the_month(
    archive: Configuration,
) -> None:
    begins = _november(3)
    outages.an_outage(archive, [(begins, begins + 90 * MINUTE, (0, 60, 40, 0))])
    outages.an_outage(archive, [(_november(20), None, None)])

    agreed = _read(archive.contract)
    proposed = _read(archive.contract, counting=Counting.AS_PROPOSED, at=_november(20, 10))

    assert agreed.result.lines[0].measured.downtime == 0
    assert [each.bar for each in agreed.bars] == [MonthBar.NOT_AGREED, MonthBar.LASTS]
    assert proposed.result.lines[0].measured.downtime == 90 * 60 * 6 // 10 + 3600
    assert proposed.bars[0].bar == MonthBar.NOT_OVER


def test_an_unknown_stretch_holds_nothing_and_bars_the_month(archive: Configuration) -> None:
    begins = _november(3)
    down = outages.an_outage(archive, [(begins, begins + 90 * MINUTE, (0, 100, 0, 0))])
    outages.a_segment(down, (begins, begins + 90 * MINUTE, None), is_unknown=True)
    Outage.objects.filter(pk=down.pk).update(version=2)

    read = _read(archive.contract, counting=Counting.AS_PROPOSED)

    assert read.result.lines[0].measured.downtime == 0
    assert [each.bar for each in read.bars] == [MonthBar.UNKNOWN]


def test_shares_are_those_of_the_months_first_instant(house: House, archive: Configuration) -> None:
    contract = archive.contract
    mail = contracts.configuration("Mail", contract, signed_by=(house.helen, house.max))
    share_fee(
        contract,
        {archive.pk: Decimal("0.7"), mail.pk: Decimal("0.3")},
        by=house.helen,
        at=_november(1, 0),
    )
    share_fee(
        contract,
        {archive.pk: Decimal("0.1"), mail.pk: Decimal("0.9")},
        by=house.helen,
        at=_november(1, 0) + timedelta(seconds=1),
    )
    _agreed(archive, _november(3), 600, (100, 0, 0, 0))

    shares = {each.stood.configuration.name: each.stood.share for each in _read(contract).systems}

    assert shares == {"Archive": Decimal("0.7"), "Mail": Decimal("0.3")}
    assert _read(contract, DECEMBER).systems[0].stood.share == Decimal("0.1")
    assert _amounts(_read(contract))[0] == "2100.00"


def test_a_system_that_passed_on_keeps_the_share_it_had(
    house: House, archive: Configuration
) -> None:
    place_configuration(archive, house.contract, by=house.helen, at=AFTER)

    read = _read(archive.contract, at=AFTER + timedelta(days=1))

    assert [each.stood.share for each in read.systems] == [1]
    begins, ends = read.span
    assert read.result.lines[0].measured.committed == ends - begins


def test_a_contract_of_some_days_is_measured_and_paid_for_them(house: House) -> None:
    late = _system(house, "CM-0901", starts_on=date(2026, 11, 21))

    read = _read(late.contract)

    assert read.result.lines[0].measured.committed == 10 * 86_400
    assert str(read.result.fee) == "4000.00"
    assert month_of(late.contract, date(2026, 10, 1), at=AFTER) is None


def test_earlier_months_use_up_the_annual_cap_as_issued_or_as_reckoned(house: House) -> None:
    capped = _system(house, "CM-0902", annual_cap=Decimal("2000.00"))
    statements.statement(capped, house.helen)  # October, 600
    _agreed(capped, datetime(2026, 10, 5, tzinfo=PARIS), 600, (100, 0, 0, 0))
    _agreed(capped, datetime(2026, 9, 5, tzinfo=PARIS), 90, (100, 0, 0, 0))
    _agreed(capped, _november(5), 600, (100, 0, 0, 0))

    read = _read(capped.contract)

    assert read.result.annual_left == Decimal("800.00")
    assert _amounts(read) == ["800.00", "0.00", "800.00"]
    assert read.result.reaches_annual_cap


def test_queries_do_not_grow_with_what_is_read(house: House, archive: Configuration) -> None:
    one = CaptureQueriesContext(connection)
    with one:
        months_of([Contract.objects.get(pk=archive.contract_id)], NOVEMBER, at=AFTER)
    for number in range(3):
        more = _system(house, f"CM-091{number}", f"A{number}", annual_cap=Decimal(5000))
        contracts.configuration(f"B{number}", more.contract, signed_by=(house.helen, house.max))
        _agreed(more, _november(5 + number), 60, (100, 0, 0, 0))
        _agreed(archive, _november(5 + number), 60, (100, 0, 0, 0))
    several = CaptureQueriesContext(connection)

    with several:
        found = months_of(
            list(Contract.objects.filter(number__startswith="CM-09")), NOVEMBER, at=AFTER
        )

    assert len(found) == 4
    assert len(several) <= len(one) + 1  # issued months, where there is an annual cap
