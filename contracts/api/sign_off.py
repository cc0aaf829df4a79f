"""The moves of a revision over REST: one row per move, its body and the use case it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from contracts.api import bodies, shapes
from contracts.api.revisions import OfRevision
from contracts.choices import RevisionAction
from contracts.models import Revision, User
from contracts.rest import Body, Data, Said
from contracts.use_cases.end_revision import refuse_revision, withdraw_revision
from contracts.use_cases.sign_off_revision import sign_off_revision


@dataclass(frozen=True)
class Row:
    """A move as programs make it."""

    action: RevisionAction
    body: type[Body]
    perform: Callable[[Revision, Data, User, datetime], object]


MOVES = (
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


class MoveRevision(OfRevision):
    """A move of a revision."""

    document = shapes.OneRevision
    row: Row | None = None

    @property
    def carried_out(self) -> Row:
        if self.row is None:  # pragma: no cover - the addresses give each its row
            raise AssertionError("a move without its row")
        return self.row

    @property
    def body(self) -> type[Serializer[object]]:
        return self.carried_out.body

    @property
    def summary(self) -> str:
        return str(self.carried_out.action.label)

    def post(self, request: Request, key: str, revision: int) -> Response:
        """Carry it out, where it is open to the caller; the answer is the revision after it."""
        found = self.revision(key, revision)
        row, at = self.carried_out, timezone.now()
        said = self.read(row.body)

        def act() -> Said:
            row.perform(found, said, self.user, at)
            return self.shown(key, revision)

        return self.on_state(found.configuration, read=lambda: self.shown(key, revision), act=act)
