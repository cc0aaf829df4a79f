"""How a revision stands at an instant, in the words of domain.md: some follow from time alone."""

from datetime import datetime

from contracts.choices import RevisionState
from contracts.models import Revision

IN_FORCE, SUPERSEDED = "in_force", "superseded"
_SIGNED = RevisionState.SIGNED.value
STATES = (
    (RevisionState.PROPOSED, "Proposed"),
    (RevisionState.SIGNED, "Signed by both vendors, not in force yet"),
    (IN_FORCE, "In force"),
    (SUPERSEDED, "Another took its place"),
    (RevisionState.REFUSED, "Refused"),
    (RevisionState.WITHDRAWN, "Withdrawn"),
)
"""Those that a program can meet: nobody but its author knows of a draft."""


def standing_at(revision: Revision, at: datetime) -> str:
    """Return the state of a revision, true at that instant whether a worker ran or not."""
    if revision.state != RevisionState.SIGNED:
        return revision.state
    in_force = revision.in_force
    if not in_force:  # another was signed before it began
        return SUPERSEDED
    if at in in_force:
        return IN_FORCE
    is_over = in_force.upper is not None and in_force.upper <= at
    return SUPERSEDED if is_over else _SIGNED
