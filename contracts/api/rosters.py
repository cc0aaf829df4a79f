"""Duty rosters over REST: for their vendor; of the other's only who is on duty."""

from datetime import datetime, timedelta

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.access import roster_for, searchable
from contracts.api import roster_documents as documents
from contracts.api import roster_shapes as shapes
from contracts.api.frame import Listing, Operation
from contracts.models import Agreement, Roster
from contracts.rest import Data, Instant, Said, wrong
from contracts.selectors.duty import LONGEST_SHIFT, board_of
from contracts.selectors.rosters import (
    AHEAD,
    line_of,
    lines_of,
    overrides_to_come,
    rosters_of,
    rosters_of_the_other_vendor,
    rotations_standing,
    swaps_waiting,
)
from contracts.use_cases.keep_roster import open_roster

_USUAL, _MOST = timedelta(days=14), timedelta(days=366)
_FURTHEST = timedelta(days=3_660)
_MOST_NOTES = 10


class OfRosters(Operation):
    """An operation on rosters, of which only vendors' people know."""

    filters = frozenset({"from", "to"})

    def shown(self, pk: int, status: int = 200) -> Said:
        """Return a roster in full, with its shifts of the span that is asked for."""
        address = reverse("contracts-api:roster", [pk], request=self.request)
        document = self.document_of(roster_for(self.user, pk))
        return Said(document, status, {"Location": address})

    def document_of(self, roster: Roster) -> Data:
        at = timezone.now()
        begins_at, ends_at = self.span(at)
        now = board_of(roster, begins_at=at - LONGEST_SHIFT, ends_at=at + AHEAD, asked_at=at)
        span = board_of(roster, begins_at=begins_at, ends_at=ends_at, asked_at=at)
        return documents.line_document(line_of(now, at=at)) | {
            "rotations": [
                documents.rotation_document(each) for each in rotations_standing(roster, at=at)
            ],
            "overrides": [
                documents.override_document(each) for each in overrides_to_come(roster, at=at)
            ],
            "swaps": [documents.swap_document(each) for each in swaps_waiting(roster, at=at)],
            "notes": [
                documents.note_document(each)
                for each in roster.notes.select_related("by")[:_MOST_NOTES]
            ],
            "shifts": [documents.shift_document(each) for each in span.shifts(begins_at, ends_at)],
        }

    def span(self, at: datetime) -> tuple[datetime, datetime]:
        """Return the span of which shifts are asked.

        :raises Invalid: no instants, or more than a year, or too far away.
        """
        begins_at = self._instant("from") or at
        if abs(begins_at - at) > _FURTHEST:
            raise wrong("from", _("This is too far away."))
        ends_at = self._instant("to") or begins_at + _USUAL
        if not timedelta(0) < ends_at - begins_at <= _MOST:
            raise wrong("to", _("It ends after it begins, and within a year."))
        return begins_at, ends_at

    def _instant(self, name: str) -> datetime | None:
        asked = self.request.query_params.get(name)
        if not asked:
            return None
        try:
            return Instant().run_validation(asked.replace(" ", "+"))  # type: ignore[no-any-return]
        except serializers.ValidationError as fault:
            sentence = _("Say an instant with its offset: 2026-11-24T08:30:00+01:00, or Z.")
            raise wrong(name, sentence) from fault


class Rosters(Listing, OfRosters):
    """The rosters of the caller's company."""

    body = shapes.NewRoster
    document = shapes.RosterLine
    made = shapes.RosterRead
    filters = frozenset()
    creates = True
    is_hidden_from_some = True

    def get(self, request: Request) -> Response:
        """List rosters, with who is on duty now and the gaps of six weeks."""
        lines = {
            each.roster.pk: each for each in lines_of(rosters_of(self.user), at=timezone.now())
        }
        rows = Roster.objects.filter(pk__in=lines).order_by("id")
        return self.page(rows, lambda each: documents.line_document(lines[each.pk]))

    def post(self, request: Request) -> Response:
        """Open a roster for a level of an agreement, as a manager of one of its vendors."""
        said = self.read(shapes.NewRoster)
        return self.once(lambda: self._open(said))

    def _open(self, said: Data) -> Said:
        if not self.user.organisation.is_vendor:
            raise Http404
        visible = Agreement.objects.visible_to(self.user)
        agreement = visible.filter(reference=searchable(said["agreement"])).first()
        if agreement is None:
            raise wrong("agreement", _("There is no such agreement."))
        made = open_roster(
            agreement,
            level=said["level"],
            time_zone=said["time_zone"],
            by=self.user,
            at=timezone.now(),
        )
        return self.shown(made.pk, 201)


class OneRoster(OfRosters):
    """A roster of the caller's company."""

    document = shapes.RosterRead
    parameters = {"from": datetime, "to": datetime}

    def get(self, request: Request, pk: int) -> Response:
        """Read a roster, with its shifts of a span: two weeks from now unless one is asked for."""
        roster = roster_for(self.user, pk)
        self.refuse_unknown()
        return Response(self.document_of(roster))


class OnDutyNow(Operation):
    """Who is on duty now, at the caller's vendor and at those it works with."""

    document = shapes.OnDutyNow
    is_hidden_from_some = True

    def get(self, request: Request) -> Response:
        """Read who is on duty now; a client reads nothing of it."""
        if not self.user.organisation.is_vendor:
            raise Http404
        self.refuse_unknown()
        at = timezone.now()
        lines = lines_of(rosters_of(self.user), at=at)
        lines += lines_of(rosters_of_the_other_vendor(self.user), at=at)
        return Response({"results": [documents.on_duty_document(each) for each in lines]})
