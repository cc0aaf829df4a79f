"""The title of an incident that nobody gave one, and a report as the router reads it."""

TITLE_LENGTH = 80


def first_words(text: str) -> str:
    """Return a title from a description: its first words, cut between two of them."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-") + "…"


def read_by_router(title: str, description: str) -> str:
    """Return the text of a report: title and description, or what was described alone.

    A title made of its first words would say the beginning twice. Routing and learning read the
    same, so that a lesson is of the very text that was routed.
    """
    is_made = title.strip() == first_words(description)
    return description.strip() if is_made else f"{title.strip()}\n{description.strip()}".strip()
