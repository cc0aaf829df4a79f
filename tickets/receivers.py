"""The ear of the room: below, an outage is about to be held, or shown to the publisher."""

from datetime import datetime
from typing import Any

from contracts.use_cases.propose_responsibility import about_to_be_shared
from contracts.use_cases.write_outage import about_to_be_held
from tickets.use_cases.tell_outage import hold_incident, share_incident


def connect() -> None:
    """Connect the bells, once per process; what they do is done in the ringer's transaction."""
    about_to_be_held.connect(hold_too, dispatch_uid="tickets.hold_too")
    about_to_be_shared.connect(share_too, dispatch_uid="tickets.share_too")


def hold_too(*, reference: str, **_bell: Any) -> None:
    """Hold the incident before its outage, as whoever moves the incident does."""
    hold_incident(reference)


def share_too(*, reference: str, at: datetime, **_bell: Any) -> None:
    """Let the publisher see the incident as it sees the outage."""
    share_incident(reference, at=at)
