"""Text folded for comparison: lower case, no accents, no ligatures, plain quotes and dashes.

Both the search and the classifier read folded text, so `Écran éteint`, `ecran eteint` and
`ÉCRAN ÉTEINT` are one. Folding a folded text changes nothing.
"""

import unicodedata

_LOOKALIKES = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "′": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "″": '"',
        "«": '"',
        "»": '"',
        "‹": "'",
        "›": "'",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
    }
)


def fold(text: str) -> str:
    """Return the text as the machine compares it; the length may change."""
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = text.casefold().translate(_LOOKALIKES)
    while (again := _fold_once(folded)) != folded:  # a few letters need two turns; all settle
        folded = again
    return folded


def words_of(text: str) -> list[str]:
    """Split text into folded words of letters and digits.

    What is stored and what is searched for are split here alike, so that PostgreSQL sees nothing
    in ``SRV-PAYR-01`` but three words, whatever it would make of hyphens, slashes and signs.
    """
    kept = (letter if letter.isalnum() else " " for letter in fold(text))
    return "".join(kept).split()


def _fold_once(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.casefold().translate(_LOOKALIKES)
