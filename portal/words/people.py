"""How people and parties are shown when there is room for a letter or two."""

from typing import Final

LETTERLESS: Final = "•"


def initials_of(name: str) -> str:
    """Return the initials of the first and the last word of a name: IC for Inès Caron."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    ends = words if len(words) < 2 else [words[0], words[-1]]  # noqa: PLR2004
    return "".join(word[0] for word in ends).upper()


def letter_of(kind: str, name: str) -> str:
    """Return the letter on a party's tile; a client has a dot, since clients are many."""
    if kind in {"manufacturer", "publisher"}:
        return name[:1].upper() or LETTERLESS
    return LETTERLESS
