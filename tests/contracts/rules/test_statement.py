"""From outages to a penalty and its reimbursement: the domain's worked examples, and the edges."""

from decimal import Decimal
from fractions import Fraction

from contracts.choices import CutBy, SplitMethod
from contracts.rules.availability import difference, shown_availability
from contracts.rules.statement import MonthResult, Split, statement_of
from tests.contracts.rules.months import NOVEMBER, down, november, paris, share, system

COMMITTED = difference([NOVEMBER], [(paris(8, 2), paris(8, 6))])


def _amounts(result: MonthResult) -> list[str]:
    return [str(result.penalty), str(result.reimbursement), str(result.manufacturer_share)]


def _shown(result: MonthResult) -> str:
    assert result.availability is not None
    return str(shown_availability(result.availability))


def test_the_first_worked_example_is_reckoned_as_the_domain_says() -> None:
    fallen = [
        down(paris(3, 9), 90 * 60, share(publisher=100)),
        down(paris(17, 14), 60 * 60, share(manufacturer=50, client=50)),
    ]

    result = statement_of(november(), [system(*fallen, committed=COMMITTED)])

    measured = result.lines[0].measured
    assert measured.committed == 2_577_600
    assert measured.downtime == 7_200
    assert _shown(result) == "99.7206"
    assert _amounts(result) == ["600.00", "450.00", "150.00"]


def test_the_second_worked_example_is_split_by_each_method_as_the_domain_says() -> None:
    fallen = [
        down(paris(3, 9), 11_000, share(publisher=100)),
        down(paris(17, 14), 2_000, share(manufacturer=100)),
    ]

    result = statement_of(november(), [system(*fallen, committed=COMMITTED)])

    assert _shown(result) == "99.4956"
    assert result.penalty == Decimal("1200.00")
    assert result.split == Split(Decimal("1015.38"), Decimal("1200.00"), Decimal("900.00"))
    assert result.reimbursement == Decimal("1015.38")


def test_the_agreements_method_decides_what_is_reimbursed() -> None:
    fallen = [
        down(paris(3, 9), 11_000, share(publisher=100)),
        down(paris(17, 14), 2_000, share(manufacturer=100)),
    ]

    result = statement_of(november(split=SplitMethod.SHAPLEY), [system(*fallen)])

    assert _amounts(result) == ["1200.00", "900.00", "300.00"]


def test_exactly_at_a_band_it_is_not_met() -> None:
    at, below = (
        statement_of(november(), [system(down(paris(3), lost, share(publisher=100)))])
        for lost in (2_592, 2_593)
    )

    assert (at.penalty, below.penalty) == (Decimal("0.00"), Decimal("600.00"))


def test_nothing_committed_is_not_measured_and_costs_nothing() -> None:
    fallen = down(paris(3), 90 * 60, share(publisher=100))

    result = statement_of(november(), [system(fallen, committed=())])

    assert (result.availability, result.worst) == (None, None)
    assert _amounts(result) == ["0.00", "0.00", "0.00"]


def test_a_month_that_begins_or_ends_inside_owes_the_fee_of_its_days() -> None:
    begun = (paris(21), paris(31))
    fallen = down(paris(22), 86_400, share(manufacturer=100))

    result = statement_of(november(days=10), [system(fallen, committed=[begun])])

    assert result.fee == Decimal("4000.00")
    assert result.penalty == Decimal("1000.00")


def test_the_worst_configuration_is_the_contracts() -> None:
    fallen = down(paris(3), 90 * 60, share(publisher=100))
    half = Fraction(1, 2)

    result = statement_of(november(), [system(of=half, key=1), system(fallen, of=half, key=2)])

    assert result.worst == 2
    assert result.availability == result.lines[1].availability
    assert _amounts(result) == ["300.00", "300.00", "0.00"]


def test_the_monthly_cap_cuts_each_configuration_in_proportion() -> None:
    fallen = down(paris(3), 86_400 * 3, share(publisher=100))
    thirds = [system(fallen, of=Fraction(1, 3), key=key) for key in (3, 1, 2)]

    result = statement_of(november(penalty_cap=Decimal("0.01")), thirds)

    assert result.cut_by == CutBy.MONTHLY
    assert [str(each.penalty_before_caps) for each in result.lines] == ["1000.00"] * 3
    assert [str(each.penalty) for each in result.lines] == ["0.40"] * 3
    assert [each.key for each in result.lines] == [1, 2, 3]


def test_what_is_left_of_the_annual_cap_cuts_after_the_monthly_one() -> None:
    fallen = down(paris(3), 86_400 * 3, share(publisher=100))
    thirds = [system(fallen, of=Fraction(1, 3), key=key) for key in range(3)]

    result = statement_of(november(annual_left=Decimal("100.00")), thirds)

    assert result.cut_by == CutBy.ANNUAL
    assert result.reaches_annual_cap
    assert [str(each.penalty) for each in result.lines] == ["33.34", "33.33", "33.33"]
    assert not statement_of(november(annual_left=Decimal(3001)), thirds).reaches_annual_cap


def test_an_annual_cap_that_is_overdrawn_leaves_nothing() -> None:
    fallen = down(paris(3), 86_400 * 3, share(publisher=100))

    result = statement_of(november(annual_left=Decimal("-5.00")), [system(fallen)])

    assert _amounts(result) == ["0.00", "0.00", "0.00"]
    assert not result.reaches_annual_cap


def test_a_cap_that_both_reach_may_leave_a_line_below_zero_and_the_sum_right() -> None:
    half = Fraction(1, 2)
    by_manufacturer = down(paris(3), 86_400, share(manufacturer=100))
    by_publisher = down(paris(3), 86_400, share(publisher=100))

    result = statement_of(
        november(penalty_cap=Decimal(10), split=SplitMethod.BUT_FOR),
        [system(by_manufacturer, of=half, key=1), system(by_publisher, of=half, key=2)],
    )

    assert [str(each.penalty) for each in result.lines] == ["600.00", "600.00"]
    assert [str(each.reimbursement) for each in result.lines] == ["-600.00", "600.00"]
    assert _amounts(result) == ["1200.00", "0.00", "1200.00"]
