"""What holds of every month, whatever falls in it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import Party, SplitMethod
from contracts.rules.availability import Down, Segment
from contracts.rules.responsibility import Responsibility
from contracts.rules.statement import MonthTerms, SystemMonth, statement_of
from tests.contracts.rules.months import A_STEP, STEPS, systems, terms

CENT = Decimal("0.01")
Change = Callable[[Responsibility], Responsibility]


@given(month=terms(), fallen=systems())
def test_the_vendors_shares_sum_to_the_penalty_on_each_line_and_below(
    month: MonthTerms, fallen: list[SystemMonth]
) -> None:
    result = statement_of(month, fallen)

    for each in result.lines:
        assert each.reimbursement + each.manufacturer_share == each.penalty
    assert result.reimbursement + result.manufacturer_share == result.penalty
    assert 0 <= result.reimbursement <= result.penalty
    assert sum(each.penalty for each in result.lines) == result.penalty


@given(month=terms(), fallen=systems())
def test_no_cap_is_passed_and_one_that_bites_is_used_up(
    month: MonthTerms, fallen: list[SystemMonth]
) -> None:
    result = statement_of(month, fallen)

    most = result.monthly_cap
    if month.annual_left is not None:
        most = min(most, max(month.annual_left, Decimal(0)))
    assert result.penalty == min(result.penalty_before_caps, most)
    for each in result.lines:
        assert 0 <= each.penalty <= each.penalty_before_caps
        fair = each.penalty_before_caps * result.penalty
        assert abs(each.penalty * result.penalty_before_caps - fair) <= (
            2 * CENT * result.penalty_before_caps
        )


@given(month=terms(), fallen=systems(), data=st.data())
def test_a_vendor_that_answers_for_more_never_makes_the_month_better_or_cheaper(
    month: MonthTerms, fallen: list[SystemMonth], data: st.DataObject
) -> None:
    vendor = data.draw(st.sampled_from(["manufacturer", "publisher"]))
    more = [
        replace(each, outages=tuple(_raised(down, vendor, data) for down in each.outages))
        for each in fallen
    ]

    before, after = statement_of(month, fallen), statement_of(month, more)

    assert after.penalty >= before.penalty
    for one, other in zip(before.lines, after.lines, strict=True):
        if one.availability is not None and other.availability is not None:
            assert other.availability <= one.availability
        assert other.penalty_before_caps >= one.penalty_before_caps


@given(month=terms(), fallen=systems(), at=st.integers(-3 * A_STEP, (STEPS + 3) * A_STEP))
def test_cutting_segments_at_any_instant_changes_nothing(
    month: MonthTerms, fallen: list[SystemMonth], at: int
) -> None:
    cut = [replace(each, outages=tuple(_cut(down, at) for down in each.outages)) for each in fallen]

    assert statement_of(month, cut) == statement_of(month, fallen)


@given(month=terms(), fallen=systems(), data=st.data())
def test_the_order_of_outages_segments_and_systems_changes_nothing(
    month: MonthTerms, fallen: list[SystemMonth], data: st.DataObject
) -> None:
    shuffled = [
        replace(
            each,
            outages=tuple(
                replace(down, segments=tuple(data.draw(st.permutations(down.segments))))
                for down in data.draw(st.permutations(each.outages))
            ),
        )
        for each in data.draw(st.permutations(fallen))
    ]

    assert statement_of(month, shuffled) == statement_of(month, fallen)


@given(month=terms(), fallen=systems())
def test_shapley_is_efficient_and_symmetric(month: MonthTerms, fallen: list[SystemMonth]) -> None:
    """The manufacturer's value is the publisher's, once the two have changed places."""
    month = replace(month, split=SplitMethod.SHAPLEY)
    swapped = [
        replace(each, outages=tuple(_changed(down, _swapped) for down in each.outages))
        for each in fallen
    ]

    ours, theirs = statement_of(month, fallen), statement_of(month, swapped)

    for one, other in zip(ours.lines, theirs.lines, strict=True):
        assert one.penalty == other.penalty
        spare = one.reimbursement + other.reimbursement - one.penalty
        assert spare in (0, CENT)  # both halves of a cent are rounded up


@given(month=terms(), fallen=systems())
def test_a_vendor_that_answers_for_nothing_pays_nothing(
    month: MonthTerms, fallen: list[SystemMonth]
) -> None:
    alone = [
        replace(each, outages=tuple(_changed(down, _by_manufacturer) for down in each.outages))
        for each in fallen
    ]

    result = statement_of(month, alone)

    for method in SplitMethod:
        assert result.split.by(method) == 0


def _raised(down: Down, vendor: str, data: st.DataObject) -> Down:
    """Let a vendor answer for a part of what the client and third parties answered for."""

    def more(said: Responsibility) -> Responsibility:
        by_client = data.draw(st.integers(0, said.hundredths(Party.CLIENT)))
        by_others = data.draw(st.integers(0, said.hundredths(Party.THIRD_PARTY)))
        taken = Decimal(by_client + by_others) / 100
        return replace(
            said,
            client=said.client - Decimal(by_client) / 100,
            third_party=said.third_party - Decimal(by_others) / 100,
            **{vendor: getattr(said, vendor) + taken},
        )

    return _changed(down, more)


def _cut(down: Down, at: int) -> Down:
    segments: list[Segment] = []
    for each in down.segments:
        if each.begins <= at <= each.ends:
            segments += [replace(each, ends=at), replace(each, begins=at)]
        else:
            segments.append(each)
    return replace(down, segments=tuple(segments))


def _changed(down: Down, change: Change) -> Down:
    segments = [replace(each, responsibility=change(each.responsibility)) for each in down.segments]
    return replace(down, segments=tuple(segments))


def _swapped(said: Responsibility) -> Responsibility:
    return replace(said, manufacturer=said.publisher, publisher=said.manufacturer)


def _by_manufacturer(said: Responsibility) -> Responsibility:
    return replace(said, manufacturer=said.vendors, publisher=Decimal(0))
