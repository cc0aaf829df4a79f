"""How much of a long text is read, and which languages are ours."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tickets.rules.features import READ_AT_THE_END, READ_AT_THE_START, part_left_out, shortened
from tickets.rules.language import is_of_a_neighbour
from tickets.training.corpus import own_reports

MOST = READ_AT_THE_START + READ_AT_THE_END


@given(word=st.integers(1, 90), shift=st.integers(0, 90), count=st.integers(0, 6_000))
@example(word=6, shift=0, count=6_000)
def test_a_cut_spares_the_words(word: int, shift: int, count: int) -> None:
    words = " ".join(["x" * shift, *["w" * word] * count])

    read = shortened(words)

    assert {len(each) for each in read.split()} <= {shift, word}
    assert len(read) <= MOST + 1
    assert shortened(read) == read


def test_a_run_of_letters_without_end_is_cut_anywhere() -> None:
    endless = "x" * 50_000

    assert part_left_out(endless) == (READ_AT_THE_START, len(endless) - READ_AT_THE_END)
    assert shortened(shortened(endless)) == shortened(endless)


@pytest.mark.parametrize("length", [0, 1, MOST])
def test_what_is_short_is_read_whole(length: int) -> None:
    assert part_left_out("x" * length) == (length, length)


@pytest.mark.parametrize(
    "text",
    [
        "Il server non parte più dopo l'aggiornamento",
        "Nach dem Update startet der Dienst nicht mehr",
        "No puedo abrir el correo desde ayer, está muy lento",
        "Het batterij lampje brandt rood op de controller",
        "O servidor não liga depois da atualização, mas tem luz",
    ],
)
def test_a_neighbours_language_is_told(text: str) -> None:
    assert is_of_a_neighbour(text)


def test_no_report_of_ours_is_taken_for_a_neighbours() -> None:
    assert [each.text for each in own_reports() if is_of_a_neighbour(each.text)] == []
