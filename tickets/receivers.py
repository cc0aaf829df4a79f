"""The ear of the room: below, an outage is about to be held, or shown to the publisher."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from contracts.models import User
from contracts.use_cases.propose_responsibility import about_to_be_shared
from contracts.use_cases.write_outage import about_to_be_held, lines_named
from tickets.selectors.story import lines_not_read
from tickets.use_cases.tell_outage import hold_incident, share_incident


def connect() -> None:
    """Connect the bells, once per process; what they do is done in the ringer's transaction."""
    about_to_be_held.connect(hold_too, dispatch_uid="tickets.hold_too")
    about_to_be_shared.connect(share_too, dispatch_uid="tickets.share_too")
    lines_named.connect(look_for_lines, dispatch_uid="tickets.look_for_lines")


def hold_too(*, reference: str, **_bell: Any) -> None:
    """Hold the incident before its outage, as whoever moves the incident does."""
    hold_incident(reference)


def share_too(*, reference: str, at: datetime, **_bell: Any) -> None:
    """Let the publisher see the incident as it sees the outage."""
    share_incident(reference, at=at)


def look_for_lines(
    *, reference: str, events: Sequence[int], by: User, **_bell: Any
) -> Sequence[int]:
    """Return the lines of an incident that are named and not there for a person to read."""
    return lines_not_read(reference, events, user=by)
