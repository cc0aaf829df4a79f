"""French typography: the spaces that must not break, fine where French printers have them fine."""

import re

NO_BREAK = "\u00a0"
FINE = "\u202f"
SPACES = f"[ {NO_BREAK}{FINE}]"
UNITS = r"min|h|s|j|jours?|mois|ans?|[kKMGT]?[oB]|pt|€|%"
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" +([?!;])"), rf"{FINE}\1"),
    (re.compile(r"(?<=\w)([?!])(?=\s|$)"), rf"{FINE}\1"),
    (re.compile(rf"«{SPACES}*"), f"«{FINE}"),
    (re.compile(rf"(?<=\S){SPACES}*»"), f"{FINE}»"),
    (re.compile(r" +:(?=\s|$)"), f"{NO_BREAK}:"),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), FINE),
    (re.compile(rf"(?<=\d) (?=(?:{UNITS})(?!\w))"), NO_BREAK),
    (re.compile(rf"(?<=\d{NO_BREAK}h) (?=\d)"), NO_BREAK),
    (re.compile(r"\b([nN]°) "), rf"\1{NO_BREAK}"),
)


def typeset_french(text: str) -> str:
    """Put French spacing into a sentence; typing it twice changes nothing."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text
