"""Every act sums to zero on each line, and a reversal undoes it."""

from collections import defaultdict
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import LedgerAccount
from contracts.rules.booking import Entry, LineAmounts, issued, paid, reimbursed, reversed_of

amounts = st.decimals(min_value=-10_000, max_value=10_000, places=2)
lines = st.lists(st.builds(LineAmounts, st.integers(1, 5), amounts, amounts), max_size=5)


def _sums(postings: list[Entry]) -> set[Decimal]:
    by_line: dict[int, Decimal] = defaultdict(Decimal)
    for each in postings:
        by_line[each.line] += each.amount
    return set(by_line.values())


@given(lines)
def test_each_line_of_an_act_sums_to_zero(said: list[LineAmounts]) -> None:
    made = issued(said)

    assert _sums(made) <= {Decimal(0)}
    assert all(each.amount for each in made)
    assert _sums(made + reversed_of(made)) <= {Decimal(0)}


@given(st.dictionaries(st.integers(1, 5), amounts))
def test_what_is_paid_and_comes_back_leaves_nothing(open_: dict[int, Decimal]) -> None:
    assert _sums(paid(open_) + reimbursed(open_)) <= {Decimal(0)}


def test_the_client_is_owed_on_the_credit_side() -> None:
    made = issued([LineAmounts(1, Decimal(600), Decimal(450))])

    owed = [each.amount for each in made if each.account == LedgerAccount.CLIENT_CREDIT]
    cost = [each.amount for each in made if each.account == LedgerAccount.PENALTY_COST]
    assert (owed, sum(cost)) == ([Decimal(-600)], Decimal(150))
