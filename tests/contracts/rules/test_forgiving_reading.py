"""Typed and dictated in every way that people do: the same number, or told as mistyped."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.support_numbers import (
    Mistyped,
    NotANumber,
    is_surely_number,
    looks_like_number,
    numbers_in,
    read_number,
    with_check_digits,
    written,
)
from tests.contracts.rules.test_dictation import english_pair, french_pair

NUMBER = "7402918363"
bodies = st.integers(0, 10**8 - 1).map(lambda number: f"{number:08d}")
digits_of_numbers = bodies.map(with_check_digits)

_GROUPINGS: tuple[Sequence[int], ...] = ((4, 4, 2), (2,) * 5, (10,), (1,) * 10, (4, 6), (8, 2))
_SEPARATORS = ("-", " ", ".", " - ", "\u00a0", "\u202f", "–", "—", "\u2011", "/", " . ", "  ", "·")
_FRAMES = (
    "{}",
    "  {}  ",
    "mon numéro est {} merci",
    "My number is {}, thanks",
    "N° {}",
    "no. {}",
    "[{}]",
    "«\u202f{}\u202f»",
    "{} : serveur en panne",
)
_FRENCH = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _grouped(digits: str, sizes: Sequence[int], separator: str) -> str:
    groups, start = [], 0
    for size in sizes:
        groups.append(digits[start : start + size])
        start += size
    return separator.join(groups)


def _full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if each.isdigit() else each for each in text)


def _with_letters(text: str) -> str:
    return text.replace("0", "O").replace("1", "l")


_DRESSES: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, _full_width)


@st.composite
def renderings(draw: st.DrawFn) -> Callable[[str], str]:
    """Draw a way of typing or dictating any number."""
    country = draw(st.sampled_from(["", "FR-", "fr-", "FR ", "Fr", "fr ", "FR\u00a0"]))
    how = draw(st.sampled_from(["typed", "one by one", "pairs"]))
    frame = draw(st.sampled_from(_FRAMES))
    revision = draw(st.sampled_from(["", "/R4", " R4", " rev 4", " révision 4"]))
    sizes = draw(st.sampled_from(_GROUPINGS))
    separator = draw(st.sampled_from(_SEPARATORS))
    dress = draw(st.sampled_from(_DRESSES))
    words = draw(st.sampled_from([_FRENCH, _ENGLISH]))
    pair = draw(st.sampled_from([french_pair, english_pair]))

    def render(digits: str) -> str:
        if how == "typed":
            text = country + _grouped(digits, sizes, separator) + revision
        elif how == "one by one":
            text = f"{country.strip('-')} {' '.join(words[int(each)] for each in digits)}"
        else:
            said = [pair(int(digits[start : start + 2])) for start in range(0, 10, 2)]
            text = f"{country.strip('-')} {', '.join(said)}"
        return dress(frame.format(text))

    return render


@given(digits=digits_of_numbers, render=renderings())
def test_any_rendering_reads_back_to_the_same_number(
    digits: str, render: Callable[[str], str]
) -> None:
    typed = render(digits)

    assert read_number(typed).digits == digits
    assert looks_like_number(typed)


@given(
    digits=digits_of_numbers,
    render=renderings(),
    place=st.integers(0, 9),
    shift=st.integers(1, 9),
)
def test_a_wrong_digit_is_told_as_mistyped_however_it_is_rendered(
    digits: str, render: Callable[[str], str], place: int, shift: int
) -> None:
    wrong = str((int(digits[place]) + shift) % 10)
    slip = digits[:place] + wrong + digits[place + 1 :]

    with pytest.raises(Mistyped):
        read_number(render(slip))


@given(digits=digits_of_numbers, render=renderings(), place=st.integers(0, 8))
def test_swapped_neighbours_are_told_as_mistyped_however_they_are_rendered(
    digits: str, render: Callable[[str], str], place: int
) -> None:
    slip = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if slip == digits:
        return

    with pytest.raises(Mistyped):
        read_number(render(slip))


@pytest.mark.parametrize("typed", ["74 02 91 38 63", "sept quatre zéro deux 91 83 36"])
def test_swapped_pairs_and_mixed_dictation_are_told_too(typed: str) -> None:
    with pytest.raises(Mistyped):
        read_number(typed)


@given(digits=digits_of_numbers, sizes=st.sampled_from(_GROUPINGS), country=st.booleans())
def test_letters_for_the_digits_that_they_look_like_are_forgiven(
    digits: str, sizes: Sequence[int], country: bool
) -> None:
    prefix = "FR-" if country else ""
    lettered = prefix + _with_letters(_grouped(digits, sizes, " "))
    if sum(each.isdigit() for each in lettered) < 5:
        return

    assert read_number(lettered).digits == digits


@pytest.mark.parametrize(
    "typed",
    [
        "FR-74O2-9I83-63",
        "FR74O29l8363",
        "fr 74 02 91 83 63",
        "F R 7402 9183 63",
        "f.r. 7402918363",
        "sept quatre zéro deux tiret neuf un huit trois tiret six trois",
        "soixante-quatorze zéro deux quatre-vingt-onze quatre-vingt-trois soixante-trois",
        "septante-quatre zéro deux nonante et un huitante-trois soixante-trois",
        "seventy-four oh two ninety-one eighty-three sixty-three",
        "74 zéro deux 91 83 63",
        "le numéro de 7402918363",
        "[INC-100001] FR-7402-9183-63 : panne",
        "FR-7402-9183-63 2000 Advanced Server",
        "FR-7402-9183-63 un disque sur deux",
        "74 02 91 83 63, 2 disques",
        "sept quatre zéro deux neuf un huit trois six trois, un serveur en panne",
        "7402\u200b9183\u00ad63",
    ],
)
def test_what_people_really_type_is_read(typed: str) -> None:
    assert read_number(typed).digits == NUMBER


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("BE-7402-9183-63", "BE"),
        ("be 7402 9183 63", "BE"),
        ("mon numéro est BE-7402-9183-63 merci", "BE"),
        ("le numéro de 7402 9183 63", ""),
        ("my number is 7402 9183 63", ""),
        ("No 7402 9183 63", ""),
        ("NO-7402-9183-63", "NO"),
    ],
)
def test_a_country_is_told_from_a_short_word(typed: str, country: str) -> None:
    assert read_number(typed).country == country


def test_several_numbers_are_read_in_their_order() -> None:
    other = written(with_check_digits("12345678"), country="FR")

    found = numbers_in(f"{other} puis FR-7402-9183-63/R2, et encore {other}")

    assert [each.digits for each in found] == [with_check_digits("12345678"), NUMBER]
    assert found[1].revision == 2


@pytest.mark.parametrize("typed", ["192.168.10.12", "28/11/2026", "Windows 2000 SP1", "12 34 56"])
def test_addresses_and_dates_are_no_numbers(typed: str) -> None:
    with pytest.raises(NotANumber):
        read_number(typed)
    assert not looks_like_number(typed)


@pytest.mark.parametrize("typed", ["appeler 01 99 00 24 24", "tél. 0199002424"])
def test_a_phone_number_among_words_is_not_held_for_one(typed: str) -> None:
    assert not looks_like_number(typed)
    assert not is_surely_number(typed)


@given(st.text(alphabet="0123456789-OIl frR/.é neufzrodx", max_size=60))
def test_near_misses_are_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        digits = read_number(text).digits
    except (Mistyped, NotANumber):
        return
    assert with_check_digits(digits[:8]) == digits
