from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from contracts.choices import RevisionAction, RevisionState
from contracts.rules.sign_off import (
    ROWS,
    Row,
    Standing,
    actions_open,
    effective_instant,
    missing_signatures,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BOTH = {"manufacturer", "publisher"}
STANDINGS = [Standing(*each) for each in product((False, True), repeat=4)]
NOTHING: frozenset[str] = frozenset()


def _of_draft(who: Standing) -> Collection[str]:
    return {"edit", "propose"} if who.is_author else NOTHING


def _of_proposed(who: Standing) -> Collection[str]:
    signs = who.is_vendor and who.is_manager and not who.has_signed
    withdraws = {"withdraw"} if who.is_author else set()
    return {"comment"} | withdraws | ({"sign", "refuse"} if signs else set())


def _of_signed(who: Standing) -> Collection[str]:
    return {"comment", "withdraw"} if who.is_vendor and who.is_manager else {"comment"}


def _of_ended(_who: Standing) -> Collection[str]:
    return {"comment"}


EXPECTED = {
    RevisionState.DRAFT: _of_draft,
    RevisionState.PROPOSED: _of_proposed,
    RevisionState.SIGNED: _of_signed,
    RevisionState.REFUSED: _of_ended,
    RevisionState.WITHDRAWN: _of_ended,
}
"""What domain.md says that people may do, in words of its own: not read from the table."""


@pytest.mark.parametrize("who", STANDINGS, ids=str)
@pytest.mark.parametrize("state", RevisionState)
def test_each_may_do_what_the_domain_says(state: RevisionState, who: Standing) -> None:
    assert actions_open(state, who, has_begun=False) == EXPECTED[state](who)


@pytest.mark.parametrize("who", STANDINGS, ids=str)
def test_nobody_withdraws_what_is_in_force(who: Standing) -> None:
    assert actions_open(RevisionState.SIGNED, who, has_begun=True) == {"comment"}


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.action}-{'-'.join(sorted(row.sources))}"
)
def test_each_row_is_open_to_somebody_and_each_condition_counts(row: Row) -> None:
    for state in row.sources:
        may = [who for who in STANDINGS if row.action in EXPECTED[state](who)]
        assert may
        for who in may:
            assert who.is_author or not row.by_author
            assert who.is_vendor or not row.by_vendor
            assert who.is_manager or not row.by_manager


def test_every_move_has_a_row() -> None:
    assert {row.action for row in ROWS} == set(RevisionAction)


@pytest.mark.parametrize(
    ("signed_by", "missing"),
    [
        ([], BOTH),
        (["manufacturer"], {"publisher"}),
        (["publisher"], {"manufacturer"}),
        (["publisher", "manufacturer"], set()),
        (["manufacturer", "manufacturer"], {"publisher"}),
        (["client", "platform"], BOTH),
    ],
)
def test_both_vendors_have_to_sign(signed_by: Collection[str], missing: set[str]) -> None:
    assert missing_signatures(signed_by) == missing


@pytest.mark.parametrize("hours", [-5, 0, 5])
def test_it_comes_into_force_at_the_later_of_its_date_and_the_last_signature(hours: int) -> None:
    wanted = NOON + timedelta(hours=hours)

    found = effective_instant(effective_at=wanted, last_signed_at=NOON)

    assert found == max(wanted, NOON)
