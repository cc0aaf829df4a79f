from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import Impact
from tickets.rules.chain import GENESIS, seal

AT = datetime(2026, 11, 23, 8, 42, 7, 5, tzinfo=UTC)
LINE: Mapping[str, Any] = {
    "incident": 100001,
    "sequence": 3,
    "kind": "comment.added",
    "at": AT,
    "by": 7,
    "organisation": 2,
    "audience": "client",
    "detail": {"comment": "é", "files": 0},
}


def test_a_seal_is_sixty_four_digits_like_the_genesis() -> None:
    assert len(seal(GENESIS, LINE)) == len(GENESIS) == 64


@pytest.mark.parametrize("changed", sorted(LINE))
def test_a_change_of_any_part_shows(changed: str) -> None:
    other = {**LINE, changed: "something else"}

    assert seal(GENESIS, other) != seal(GENESIS, LINE)


def test_a_line_put_elsewhere_shows() -> None:
    assert seal(seal(GENESIS, LINE), LINE) != seal(GENESIS, LINE)


def test_the_order_of_fields_does_not_matter() -> None:
    assert seal(GENESIS, dict(reversed(list(LINE.items())))) == seal(GENESIS, LINE)


def test_one_instant_in_two_zones_is_one_seal() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=2)))

    assert seal(GENESIS, {**LINE, "at": elsewhere}) == seal(GENESIS, LINE)


def test_a_word_of_choices_seals_as_its_value() -> None:
    assert seal(GENESIS, {"to": Impact.OUTAGE}) == seal(GENESIS, {"to": "outage"})


@given(one=st.text(), other=st.text())
def test_texts_seal_alike_only_if_they_are_alike(one: str, other: str) -> None:
    is_same = seal(GENESIS, {"detail": one}) == seal(GENESIS, {"detail": other})

    assert is_same == (one == other)
