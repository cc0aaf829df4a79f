"""Dictated, typed, mistyped: every slip of one finger is told as a slip."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.support_numbers import (
    Mistyped,
    NotANumber,
    TypedNumber,
    is_surely_number,
    looks_like_number,
    read_number,
    with_check_digits,
    written,
)

bodies = st.integers(0, 10**8 - 1).map(lambda number: f"{number:08d}")


def _many_numbers() -> list[str]:
    draw = random.Random(7402)  # noqa: S311  the same ones each time
    return [with_check_digits(f"{draw.randrange(10**8):08d}") for _ in range(300)]


def _wrong_digits(digits: str) -> Iterator[str]:
    for place, right in enumerate(digits):
        for digit in "0123456789":
            if digit != right:
                yield digits[:place] + digit + digits[place + 1 :]


def _swaps(digits: str) -> Iterator[str]:
    for place in range(len(digits) - 1):
        left, right = digits[place], digits[place + 1]
        if left != right:
            yield digits[:place] + right + left + digits[place + 2 :]


def _is_told_as_mistyped(text: str) -> bool:
    try:
        read_number(text)
    except Mistyped:
        return looks_like_number(text)
    return False


def test_the_example_of_the_domain_stands() -> None:
    assert read_number("FR-7402-9183-63/R4") == TypedNumber("7402918363", "FR", 4)


@given(bodies)
def test_check_digits_leave_one_modulo_ninety_seven(body: str) -> None:
    assert int(with_check_digits(body)) % 97 == 1


def test_every_wrong_digit_of_many_numbers_is_told() -> None:
    numbers = _many_numbers()

    unnoticed = [
        (digits, slip)
        for digits in numbers
        for slip in _wrong_digits(digits)
        if not _is_told_as_mistyped(written(slip, country="FR"))
    ]

    assert unnoticed == []


def test_every_swap_of_neighbours_of_many_numbers_is_told() -> None:
    numbers = _many_numbers()

    unnoticed = [
        (digits, slip)
        for digits in numbers
        for slip in _swaps(digits)
        if not _is_told_as_mistyped(written(slip, country="FR"))
    ]

    assert unnoticed == []


@pytest.mark.parametrize(
    "typed",
    [
        "FR-7402-9183-63",
        "fr 7402 9183 63",
        "7402918363",
        "FR7402918363",
        " FR-7402.9183.63 ",
        "FR–7402–9183–63",
        "fr-74 02-91 83-63",
    ],
)
def test_it_is_read_however_it_is_typed(typed: str) -> None:
    assert read_number(typed).digits == "7402918363"


@pytest.mark.parametrize(
    "suffix", ["/R4", " r4", "-R4", "/rev 4", " révision 4", " RÉV 4", "/R-4", "/REV.4"]
)
def test_a_revision_may_follow(suffix: str) -> None:
    assert read_number("FR-7402-9183-63" + suffix).revision == 4


@pytest.mark.parametrize("typed", ["FR-7402-9183-6", "FR-7402-9183-631", "7402 918 63"])
def test_a_digit_too_few_or_too_many_is_a_slip(typed: str) -> None:
    assert _is_told_as_mistyped(typed)


@pytest.mark.parametrize(
    "typed", ["", "bonjour", "INC-204817", "12", "SRX001012345678", "7402", "٧٤٠٢٩١٨٣٦٣"]
)
def test_what_is_nothing_like_it_is_no_number(typed: str) -> None:
    with pytest.raises(NotANumber):
        read_number(typed)
    assert not looks_like_number(typed)


@pytest.mark.parametrize(
    "typed",
    ["FR-7402-9183-00", "FR-7402-9183-6", "FR 7402 9183 631", "7402 9183 00", "FR-7402-9183-00/R4"],
)
def test_a_slip_that_can_be_nothing_else_is_sure(typed: str) -> None:
    assert is_surely_number(typed)


@pytest.mark.parametrize("typed", ["8500 2000", "HP 8500 2000", "7402 918 63", "bonjour"])
def test_what_may_be_a_model_or_a_year_is_not_sure(typed: str) -> None:
    assert not is_surely_number(typed)


@given(body=bodies, country=st.sampled_from(["FR", "DE", "BE"]), revision=st.integers(1, 9999))
def test_what_is_written_is_read_again(body: str, country: str, revision: int) -> None:
    digits = with_check_digits(body)

    found = read_number(written(digits, country=country, revision=revision))

    assert found == TypedNumber(digits, country, revision)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        digits = read_number(text).digits
    except (Mistyped, NotANumber):
        return
    assert digits.isascii()
    assert len(digits) == 10


@pytest.mark.parametrize("body", ["1234567", "123456789", "1234567x", "１２３４５６７８", ""])
def test_check_digits_are_of_eight_digits_only(body: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        with_check_digits(body)
