"""Texts that repeat one another."""

from tickets.training.corpus import HARDWARE, Example
from tickets.training.likeness import Copies

KNOWN = Example(
    "a-1", "le voyant du disque trois clignote en orange depuis ce matin", "fr", HARDWARE, "reports"
)


def test_a_text_said_again_is_a_copy_and_another_is_not() -> None:
    copies = Copies([KNOWN])

    assert KNOWN.text in copies
    assert KNOWN.text.upper() + " !!!" in copies
    assert f"{KNOWN.text} vers neuf heures" in copies
    assert f"Bonjour, {' et encore '.join('abcdefgh')} : {KNOWN.text} {'merci ' * 40}" in copies
    assert "le voyant du disque trois est vert" not in copies
    assert "" not in copies


def test_half_a_text_is_a_copy_and_so_is_one_with_letters_strewn_in() -> None:
    copies = Copies([KNOWN])
    words = KNOWN.text.split()

    assert " ".join(words[:8]) in copies
    assert " x ".join(words) in copies
    assert "le disque trois fait du bruit dans la baie du fond" not in copies


def test_a_short_text_is_compared_as_a_whole() -> None:
    copies = Copies([Example("a-2", "disque mort", "fr", HARDWARE, "reports")])

    assert "Disque mort" in copies
    assert "disque neuf" not in copies
