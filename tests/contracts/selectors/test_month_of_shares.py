"""A month has the shares of the fee with which it begins, whoever leaves or comes inside it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from contracts.choices import MonthBar
from contracts.models import Configuration, Contract
from contracts.selectors.fee_shares import counts_from
from contracts.selectors.month import MonthRead, month_of
from contracts.selectors.statements import statement_read
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.place_configuration import place_configuration
from contracts.use_cases.retire_configuration import retire_configuration
from contracts.use_cases.share_fee import share_fee
from tests.cast import House
from tests.factories import contracts, months
from tests.factories.contracts import PARIS
from tests.factories.months import DECEMBER_2, NOVEMBER, Example, local

DECEMBER = date(2026, 12, 1)
JANUARY_5 = datetime(2027, 1, 5, 9, tzinfo=PARIS)
HALF = Decimal("0.5")


def _december(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=PARIS)


def _mail(month: Example, at: datetime) -> Configuration:
    signed_by = (month.house.helen, month.house.max)
    return contracts.configuration("Mail", month.contract, signed_by=signed_by, at=at)


def _retire(system: Configuration, house: House, at: datetime) -> None:
    retire_configuration(
        Configuration.objects.get(pk=system.pk), reason="Replaced.", by=house.helen, at=at
    )


def _share(month: Example, shares: Mapping[Configuration, Decimal | int], at: datetime) -> None:
    said = {each.pk: Decimal(share) for each, share in shares.items()}
    share_fee(month.contract, said, by=month.house.helen, at=at)


def _read(contract: Contract, of: date, at: datetime = JANUARY_5) -> MonthRead:
    found = month_of(Contract.objects.get(pk=contract.pk), of, at=at)
    assert found is not None
    return found


def _shares(read: MonthRead) -> dict[str, Decimal]:
    return {each.stood.configuration.name: each.stood.share for each in read.systems}


def _bars(read: MonthRead) -> list[MonthBar]:
    return [each.bar for each in read.bars]


def test_the_only_system_that_retires_inside_a_month_still_owes_for_it(month: Example) -> None:
    _retire(month.archive, month.house, local(25, 12))

    issued = issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)

    assert issued.penalty == Decimal("600.00")


def test_one_that_passes_on_inside_a_month_owes_under_both_contracts(
    house: House, month: Example
) -> None:
    other = contracts.contract(
        "CM-0901", house.vauquelin, house.agreement, starts_on=NOVEMBER, bands=months.BANDS
    )
    place_configuration(month.archive, other, by=house.helen, at=local(20, 12))

    before = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    after = issue_statement(other, NOVEMBER, by=house.helen, at=DECEMBER_2)

    assert [each.penalty > 0 for each in (before, after)] == [True, True]


def test_one_of_two_that_retires_inside_a_month_keeps_its_share_of_it(month: Example) -> None:
    mail = _mail(month, local(1, 0))
    _share(month, {month.archive: HALF, mail: HALF}, local(1, 0))
    _retire(mail, month.house, local(28, 12))
    _share(month, {month.archive: 1}, _december(2, 7))

    assert _shares(_read(month.contract, NOVEMBER)) == {"Archive": HALF, "Mail": HALF}
    assert _bars(_read(month.contract, NOVEMBER)) == []
    assert _shares(_read(month.contract, DECEMBER)) == {"Archive": Decimal(1)}


def test_where_a_month_begins_unshared_sharing_later_mends_it(month: Example) -> None:
    mail = _mail(month, local(1, 0))
    _share(month, {month.archive: HALF, mail: HALF}, local(2, 0))
    _retire(mail, month.house, local(28, 12))

    unshared = _read(month.contract, DECEMBER)
    before = counts_from(month.contract, at=JANUARY_5)
    _share(month, {month.archive: 1}, JANUARY_5)
    mended = _read(month.contract, DECEMBER)

    assert (_bars(unshared), _shares(unshared)) == ([MonthBar.NOT_SHARED], {"Archive": HALF})
    assert (_bars(mended), _shares(mended)) == ([], {"Archive": Decimal(1)})
    assert _shares(_read(month.contract, NOVEMBER)) == {"Archive": Decimal(1), "Mail": Decimal(0)}
    assert (before, counts_from(month.contract, at=JANUARY_5)) == (DECEMBER, date(2027, 2, 1))


def test_what_is_shared_inside_a_month_counts_from_the_next_one_on(month: Example) -> None:
    mail = _mail(month, local(10, 0))
    _share(month, {month.archive: HALF, mail: HALF}, local(20, 0))

    assert _shares(_read(month.contract, NOVEMBER)) == {"Archive": Decimal(1), "Mail": Decimal(0)}
    assert _shares(_read(month.contract, DECEMBER)) == {"Archive": HALF, "Mail": HALF}


def test_a_month_of_systems_that_have_all_left_has_the_shares_before_it(month: Example) -> None:
    mail = _mail(month, local(1, 0))
    _share(month, {month.archive: HALF, mail: HALF}, local(2, 0))
    _retire(mail, month.house, local(28, 12))
    _retire(month.archive, month.house, _december(20))
    contracts.configuration(
        "Web", month.contract, signed_by=(month.house.helen, month.house.max), at=JANUARY_5
    )

    read = _read(month.contract, DECEMBER)

    assert (_bars(read), _shares(read)) == ([], {"Archive": HALF})


def test_a_month_in_which_nothing_is_committed_needs_no_shares(month: Example) -> None:
    _retire(month.archive, month.house, local(25, 12))

    assert _bars(_read(month.contract, DECEMBER)) == []


def test_a_system_that_came_back_has_the_share_of_each_of_its_stays(
    house: House, month: Example
) -> None:
    mail = _mail(month, local(1, 0))
    _share(month, {month.archive: HALF, mail: HALF}, local(1, 0))
    other = contracts.contract(
        "CM-0901", house.vauquelin, house.agreement, starts_on=NOVEMBER, bands=months.BANDS
    )
    place_configuration(mail, other, by=house.helen, at=local(20, 12))
    place_configuration(
        Configuration.objects.get(pk=mail.pk), month.contract, by=house.helen, at=_december(3)
    )
    _share(month, {month.archive: Decimal("0.8"), mail: Decimal("0.2")}, _december(4))

    assert _shares(_read(month.contract, NOVEMBER)) == {"Archive": HALF, "Mail": HALF}
    assert _shares(_read(month.contract, DECEMBER))["Mail"] == Decimal("0.2")
    assert _shares(_read(other, NOVEMBER)) == {"Mail": Decimal(1)}


def test_the_draft_says_what_is_missing_and_no_more(month: Example) -> None:
    _retire(month.archive, month.house, local(25, 12))

    read = statement_read(month.house.helen, months.KEY, at=DECEMBER_2)

    assert read.draft is not None
    assert read.draft.missing == ()
