"""Refuse an act on money that is not any more what was read."""

from django.utils.translation import gettext as _

from contracts.rules.refusal import Stale


def refuse_if_changed(mark: str, seen: str | None) -> None:
    """Look, under the lock of the act, whether what was read still holds.

    ``seen``: the mark that was read; None where nothing says what was.

    :raises Stale: it has changed.
    """
    if seen is not None and seen != mark:
        raise Stale(_("It has changed since you read it. Read it again, then decide."))
