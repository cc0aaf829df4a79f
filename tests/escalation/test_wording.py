"""Lines of a list as sentences of a letter."""

import pytest

from escalation.wording import as_sentence


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Hank Rey wrote", "Hank Rey wrote."),
        ("Placed in “Software”", "Placed in “Software”."),
        ("It does not work: node 2", "It does not work: node 2."),
        ("It works.", "It works."),
        ("Is it back?", "Is it back?"),
        ("He says: “it works.”", "He says: “it works.”"),
        ("Il dit : « ça marche ! »", "Il dit : « ça marche ! »"),
        ("", ""),
    ],
)
def test_a_line_gets_a_full_stop_unless_it_ends_already(line: str, sentence: str) -> None:
    assert as_sentence(line) == sentence
