"""The closed form of what a configuration can hold."""

from dataclasses import replace
from math import comb, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.reliability import (
    Block,
    Part,
    block_unavailability,
    gains_of,
    unavailability_of,
)

HOUR = 3600
A_BILLIONTH = 1e-9


def part(count: int = 1, *, mtbf: float = 1_000, down: float = 5, name: str = "part") -> Part:
    return Part(name, count, mtbf * HOUR, int(down * HOUR), down * HOUR)


def block(*parts: Part, needed: int = 1, failover: int = 0, name: str = "block") -> Block:
    return Block(name, parts or (part(),), needed, failover)


hours = st.floats(0.1, 100_000)
repairs = st.floats(0, 500)


@st.composite
def parts(draw: st.DrawFn) -> Part:
    return part(draw(st.integers(1, 5)), mtbf=draw(hours), down=draw(repairs))


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    some = tuple(draw(st.lists(parts(), min_size=1, max_size=3)))
    count = sum(each.count for each in some)
    return Block("block", some, draw(st.integers(1, count)))


def test_one_part_is_up_for_its_mtbf_of_every_mtbf_and_repair() -> None:
    assert unavailability_of([block()]) == pytest.approx(5 / 1_005, rel=A_BILLIONTH)


@given(st.lists(blocks(), max_size=4))
def test_a_series_is_up_as_long_as_the_product_of_its_blocks(some: list[Block]) -> None:
    product = 1.0
    for each in some:
        product *= 1 - block_unavailability(each)

    assert 1 - unavailability_of(some) == pytest.approx(product, abs=1e-12)


@given(st.lists(parts(), min_size=1, max_size=4))
def test_parts_side_by_side_are_up_as_long_as_the_best_of_them_at_least(some: list[Part]) -> None:
    best = min(each.unavailability for each in some)

    assert block_unavailability(Block("x", tuple(some), 1)) <= best + 1e-15


@given(st.integers(1, 12), hours, repairs)
def test_of_like_parts_the_chances_are_binomial(count: int, mtbf: float, down: float) -> None:
    like = part(count, mtbf=mtbf, down=down)
    down_now, up_now = like.unavailability, 1 - like.unavailability
    for needed in range(1, count + 1):
        too_many = sum(
            comb(count, each) * down_now**each * up_now ** (count - each)
            for each in range(count - needed + 1, count + 1)
        )

        found = block_unavailability(block(like, needed=needed))

        assert found == pytest.approx(too_many, rel=1e-8, abs=1e-300)


@given(st.integers(1, 8), st.integers(0, 7), hours, repairs)
def test_needing_more_is_never_better_and_having_more_never_worse(
    needed: int, spare: int, mtbf: float, down: float
) -> None:
    def lost(count: int, needed: int) -> float:
        return block_unavailability(block(part(count, mtbf=mtbf, down=down), needed=needed))

    here = lost(needed + spare, needed)
    barely = 1e-12

    assert lost(needed + spare + 1, needed) <= here * (1 + barely) + 1e-300
    assert here <= lost(needed + spare + 1, needed + 1) * (1 + barely) + 1e-300


@given(st.lists(blocks(), min_size=1, max_size=4))
def test_order_changes_nothing(some: list[Block]) -> None:
    shuffled = [replace(each, parts=tuple(reversed(each.parts))) for each in reversed(some)]

    assert unavailability_of(shuffled) == pytest.approx(unavailability_of(some), rel=A_BILLIONTH)


def test_perfect_parts_never_go_down() -> None:
    perfect = [block(part(mtbf=inf)), block(part(3, down=0), needed=3)]

    assert unavailability_of(perfect) == 0


def test_a_failover_is_lost_each_time_one_that_carries_fails() -> None:
    pair = part(2)
    is_up = 1 - pair.unavailability
    lost = 90 / (1_000 * HOUR) * is_up**2 + pair.unavailability**2

    found = block_unavailability(block(pair, failover=90))

    assert found == pytest.approx(lost, rel=A_BILLIONTH)


def test_where_all_are_needed_nothing_fails_over() -> None:
    assert block_unavailability(block(part(2), needed=2, failover=90)) == block_unavailability(
        block(part(2), needed=2)
    )


def test_unlike_parts_that_take_over_have_no_closed_form() -> None:
    unlike = (part(name="a"), part(mtbf=9, name="b"))

    assert not block(*unlike, failover=9).has_closed_form
    assert block(*unlike).has_closed_form
    assert block(part(2), failover=9).has_closed_form


def test_the_weakest_is_what_would_gain_most() -> None:
    some = [block(part(mtbf=500, name="weak")), block(part(2, name="pair"))]

    gains = {part.name: gain for _block, part, gain in gains_of(some)}

    assert max(gains, key=lambda each: gains[each]) == "weak"
    assert gains["weak"] == pytest.approx(
        unavailability_of(some) - unavailability_of(some[1:]), rel=A_BILLIONTH
    )


def test_thousands_of_parts_stay_exact() -> None:
    many = part(5_000, mtbf=1_000_000, down=1)
    expected = 1 - (1 - many.unavailability) ** 5_000

    assert block_unavailability(block(many, needed=5_000)) == pytest.approx(expected, rel=1e-9)
