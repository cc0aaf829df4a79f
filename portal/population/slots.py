"""Slots: places in the text of a mould that each copy fills with something of its own.

A row becomes one template for the % operator, so that casting a copy is hardly more than filling
in a dictionary.
"""

import re

_NUMBER, _TEXT = re.compile('"?\ue000([^\ue001]+)\ue001"?'), re.compile("\ue002([^\ue003]+)\ue003")


def number(name: str) -> str:
    """Return a slot for a number; in JSON it loses its quotes."""
    return f"\ue000{name}\ue001"


def text(name: str) -> str:
    """Return a slot for text, which may stand among other text."""
    return f"\ue002{name}\ue003"


def template(written: str) -> str:
    """Turn what was written with slots into a template for the % operator."""
    return _TEXT.sub(r"%(\1)s", _NUMBER.sub(r"%(\1)s", written.replace("%", "%%")))
