"""The heartbeat: a watcher outside is called each minute while all is well, and misses the call."""

import logging
from datetime import datetime
from http.client import HTTPException
from urllib.request import Request, urlopen

from django.conf import settings

from escalation.choices import LapseKind
from escalation.lapses_of_time import silent_sweeps
from escalation.selectors import lapses

logger = logging.getLogger(__name__)

_PATIENCE = 5.0  # seconds
_OF_PEOPLE = frozenset({LapseKind.NOBODY_ON_DUTY, LapseKind.CLOCK, LapseKind.UNREADABLE})
"""Lapses of people, not of the machinery: they do not silence the heart.

Among them the deadlines that wait, after a calendar's upgrade, for somebody to decide on them, and
the hours that wait for somebody to mend them.
"""


def beat_heart(*, at: datetime) -> bool:
    """Call the watcher's address if everything runs; returns whether it was reached.

    Nobody is called without an address. Whatever the other side does, nothing is raised.
    """
    if not settings.HEARTBEAT_URL:
        return False
    if ailments := ailments_at(at):
        logger.error("no heartbeat: %s", ", ".join(ailments))
        return False
    try:
        asked = Request(settings.HEARTBEAT_URL)  # noqa: S310  http or https: the settings see to it
        with urlopen(asked, timeout=_PATIENCE):  # noqa: S310
            return True
    except (OSError, HTTPException, ValueError) as unreachable:
        logger.warning("the heartbeat was not heard: %s", unreachable)
        return False


def ailments_at(at: datetime) -> list[str]:
    """Return the sweeps that did not come to their end lately, and the kinds of what is undone."""
    silent = [str(sweep) for sweep in silent_sweeps(at=at)]
    undone = {str(lapse.kind) for lapse in lapses(at=at) if lapse.kind not in _OF_PEOPLE}
    return silent + sorted(undone)
