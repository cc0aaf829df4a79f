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


def _fold_once(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.casefold().translate(_LOOKALIKES)
