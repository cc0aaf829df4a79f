"""The ear of the room: below, an outage is about to be shown to the publisher."""

from datetime import datetime
from typing import Any

from contracts.use_cases.propose_responsibility import about_to_be_shared
from tickets.use_cases.tell_outage import share_incident


def connect() -> None:
    """Connect the bell, once per process; what it does is done in the ringer's transaction."""
    about_to_be_shared.connect(share_too, dispatch_uid="tickets.share_too")


def share_too(*, reference: str, at: datetime, **_bell: Any) -> None:
    """Let the publisher see the incident as it sees the outage."""
    share_incident(reference, at=at)
