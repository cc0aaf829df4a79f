"""The title of an incident that nobody gave one."""

TITLE_LENGTH = 80


def first_words(text: str) -> str:
    """Return a title from a description: its first words, cut between two of them."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-") + "…"
