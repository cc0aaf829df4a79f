"""The moves of a revision over REST: one row per move, its body and the use case it calls."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api import bodies, shapes
from contracts.api.revisions import OfRevision
from contracts.choices import RevisionAction
from contracts.models import Revision
from contracts.rest import Move, Row, Said
from contracts.use_cases.end_revision import refuse_revision, withdraw_revision
from contracts.use_cases.sign_off_revision import sign_off_revision

MOVES: tuple[Row[Revision], ...] = (
    Row(
        RevisionAction.SIGN,
        bodies.NoWords,
        lambda it, said, by, at: sign_off_revision(it, by=by, at=at),
    ),
    Row(
        RevisionAction.REFUSE,
        bodies.EndRevision,
        lambda it, said, by, at: refuse_revision(it, **said, by=by, at=at),
    ),
    Row(
        RevisionAction.WITHDRAW,
        bodies.EndRevision,
        lambda it, said, by, at: withdraw_revision(it, **said, by=by, at=at),
    ),
)


class MoveRevision(Move[Revision], OfRevision):
    """A move of a revision."""

    document = shapes.OneRevision

    def post(self, request: Request, key: str, revision: int) -> Response:
        """Carry it out, where it is open to the caller; the answer is the revision after it."""
        found = self.revision(key, revision)
        row, at = self.carried_out, timezone.now()
        said = self.read(row.body)

        def act() -> Said:
            row.perform(found, said, self.user, at)
            return self.shown(key, revision)

        return self.on_state(found.configuration, read=lambda: self.shown(key, revision), act=act)
