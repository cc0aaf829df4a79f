"""Revisions over REST: propose one, read them, lay two side by side, and talk about one."""

from datetime import datetime
from typing import ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.access import revision_for
from contracts.api import bodies, shapes
from contracts.api.attainable_shapes import attainable_document, holds_document, standby_in
from contracts.api.documents import configuration_document
from contracts.api.frame import Listing, Operation
from contracts.api.history import (
    comment_document,
    difference_document,
    revision_document,
    whole_document,
)
from contracts.api.items import items_from
from contracts.choices import RevisionAudience, RevisionState
from contracts.difference_words import lines_of
from contracts.models import Configuration, Revision, RevisionComment
from contracts.rest import Data, Said
from contracts.rules.differences import difference
from contracts.selectors import configurations_at, items_of
from contracts.selectors.attainable import attainable_of
from contracts.use_cases.comment_on_revision import comment_on_revision
from contracts.use_cases.draft_revision import Plan
from contracts.use_cases.propose_revision import propose_revision


class OfRevision(Operation):
    """An operation on one numbered revision, which the caller may see."""

    def revision(self, key: str, revision: int) -> Revision:
        return revision_for(self.user, self.configuration(key).pk, revision)

    def shown(self, key: str, revision: int) -> Said:
        """Return a revision as it is now, with its items and its mark."""
        found = self.revision(key, revision)
        document = whole_document(found, list(items_of(found)), reader=self.user, at=timezone.now())
        return self.marked(document | {"attainable": holds_document(attainable_of(found))})


class Revisions(Listing, OfRevision):
    """The revisions of a configuration that the caller may see."""

    body = bodies.NewRevision
    document = shapes.RevisionInHistory
    made = shapes.OneRevision
    creates = True
    keys = ("-number",)
    filters = frozenset({"at"})
    parameters: ClassVar[dict[str, type]] = {"at": datetime}

    def get(self, request: Request, key: str) -> Response:
        """List them, the newest first; with ``at`` only the one in force at that instant."""
        found = self.configuration(key)
        rows = Revision.objects.visible_to(self.user).with_signatures()
        rows = rows.filter(configuration=found).exclude(state=RevisionState.DRAFT)
        asked = self.asked_at()
        rows = rows if asked is None else rows.in_force_at(asked)
        at = timezone.now()
        return self.page(rows, lambda each: revision_document(each, reader=self.user, at=at))

    def post(self, request: Request, key: str) -> Response:
        """Propose the next state of a configuration; a client's is its change notice."""
        found = self.configuration(key)
        said = self.read(bodies.NewRevision)
        return self.on_state(
            found, read=lambda: self._configuration(found), act=lambda: self._propose(found, said)
        )

    def _configuration(self, found: Configuration) -> Said:
        at = timezone.now()
        shown = configurations_at(self.user, at).get(pk=found.pk)
        return self.marked(configuration_document(shown, at=at))

    def _propose(self, found: Configuration, said: Data) -> Said:
        items = items_from(said["items"], of=found, by=self.user)
        standby = standby_in(said["groups"]) if "groups" in said else None
        plan = Plan(said["note"], said["effective_at"], said["way_back"], standby)
        made = propose_revision(found, items, plan, by=self.user, at=timezone.now())
        answer = self.shown(str(found.pk), made.number or 0)
        place = [found.pk, made.number]
        address = reverse("contracts-api:revision", place, request=self.request)
        return Said(answer.body, 201, answer.headers | {"Location": address})


class OneRevision(OfRevision):
    """A revision; its ETag serves If-None-Match here and If-Match where it is acted upon."""

    document = shapes.OneRevision

    def get(self, request: Request, key: str, revision: int) -> Response:
        """Read a revision with its items."""
        said = self.shown(key, revision)
        self.refuse_unknown()
        return said.response()


class Comments(Listing, OfRevision):
    """What was said about a revision, as far as the caller may read it."""

    body = bodies.NewRevisionComment
    document = shapes.RevisionComment
    creates = True
    keys = ()

    def get(self, request: Request, key: str, revision: int) -> Response:
        """List the messages, oldest first."""
        found = self.revision(key, revision)
        rows = RevisionComment.objects.readable_by(self.user).filter(revision=found)
        return self.page(rows.select_related("author__organisation"), comment_document)

    def post(self, request: Request, key: str, revision: int) -> Response:
        """Write to both vendors, or to the client too."""
        found = self.revision(key, revision)
        said = self.read(bodies.NewRevisionComment)

        def act() -> Said:
            audience = RevisionAudience(said["audience"])
            at = timezone.now()
            comment = comment_on_revision(found, audience, body=said["body"], by=self.user, at=at)
            return Said(comment_document(comment), 201)

        return self.on_state(found.configuration, read=lambda: self.shown(key, revision), act=act)


class Differences(OfRevision):
    """What changed from one revision to another."""

    document = shapes.Difference

    def get(self, request: Request, key: str, revision: int, other: int) -> Response:
        """Lay two revisions side by side, item by item; the first is taken as the older one."""
        before, after = self.revision(key, revision), self.revision(key, other)
        self.refuse_unknown()
        lines = [lines_of(of) for of in (before, after)]
        document = difference_document(before, after, difference(*lines))
        figures = [self._figure(each) for each in (before, after)]
        return Response(
            document | {"attainable": dict(zip(("before", "after"), figures, strict=True))}
        )

    def _figure(self, of: Revision) -> Data | None:
        figure = attainable_of(of)
        if figure is None:
            return None
        currency = of.configuration.contract.agreement.currency
        return attainable_document(figure, reader=self.user, currency=currency)
