"""Where an answer by e-mail ends and what it quotes begins; in doubt, nothing is cut."""

import re

_ATTRIBUTION = re.compile(
    r"""^[ \t>]*(?:
        (?:On|Le|Am)\b[^\n]{0,300}(?:\n[^\n]{0,300})?\b(?:wrote|a\s+écrit|schrieb)\s*:
        |[^\n]{0,200}\b(?:wrote|a\s+écrit|écrivait)\s*:
    )[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
_FORWARDED_BELOW = re.compile(
    r"^[ \t]*-{2,}[ \t]*(?:Original Message|Message d['’]origine|Original-Nachricht)[ \t]*-{2,}"
    r"[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_HEADERS_BELOW = re.compile(
    r"^(?:_{10,}\n+)?\*?(?:De|From)[ \t]*:[^\n]+\n"
    r"(?:[^\n:]{1,20}:[^\n]*\n){1,5}?"
    r"\*?(?:Objet|Subject)[ \t]*:",
    re.MULTILINE,
)


def without_quotation(text: str) -> str:
    """Return what was written above the mail that is answered.

    A text with answers between the quoted lines, or with nothing above them, stays whole.
    """
    for cut in (_FORWARDED_BELOW, _HEADERS_BELOW):
        found = cut.search(text)
        if found and text[: found.start()].strip():
            return text[: found.start()].strip()
    for found in _ATTRIBUTION.finditer(text):
        above, below = text[: found.start()].strip(), text[found.end() :]
        if above and _is_quoted_throughout(below):
            return above
    return text.strip()


def _is_quoted_throughout(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return bool(lines) and all(line.startswith(">") for line in lines)
