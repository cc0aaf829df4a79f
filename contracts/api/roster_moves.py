"""What is done to a roster over REST: rotations, changes, swaps, notes; and calendar links."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.access import roster_for
from contracts.api import bodies
from contracts.api import roster_shapes as shapes
from contracts.api.frame import Operation
from contracts.api.roster_documents import link_document
from contracts.api.rosters import OfRosters
from contracts.choices import Cycle, SwapAction
from contracts.models import DutyFeed, DutySwap, Roster, RosterOverride, Rotation
from contracts.rest import Data, Said
from contracts.rules.duty import Hours
from contracts.use_cases.hand_over_duty import leave_note
from contracts.use_cases.issue_feed import issue_feed, revoke_feed
from contracts.use_cases.keep_roster import (
    TurnsTaken,
    add_rotation,
    end_rotation,
    replace_rotation,
)
from contracts.use_cases.override_duty import Period, cancel_override, override_duty
from contracts.use_cases.swap_duty import answer_swap, ask_swap


class MovesRoster(OfRosters):
    """An operation that answers with the roster as it then stands."""

    document = shapes.RosterRead
    filters = frozenset()

    def act_on(self, pk: int, act: Callable[[Roster, datetime], object]) -> Response:
        roster = roster_for(self.user, pk)

        def acted() -> Said:
            act(roster, timezone.now())
            return self.shown(pk)

        return self.once(acted)


class Rotations(MovesRoster):
    """The rotations of a roster."""

    body = shapes.NewRotation

    def post(self, request: Request, pk: int) -> Response:
        """Lay a rotation under those that the roster has; it counts where they have nobody."""
        roster_for(self.user, pk)
        turns = _turns(self.read(shapes.NewRotation))
        return self.act_on(pk, lambda roster, at: add_rotation(roster, turns, by=self.user, at=at))


class ReplaceRotation(MovesRoster):
    """Another rotation in the place of one."""

    body = shapes.NewRotation

    def post(self, request: Request, pk: int, rotation: int) -> Response:
        """Let another rotation take one's place at its first hand-over; the past stays."""
        held = _of(Rotation, roster_for(self.user, pk), rotation)
        turns = _turns(self.read(shapes.NewRotation))
        return self.act_on(pk, lambda _, at: replace_rotation(held, turns, by=self.user, at=at))


class EndRotation(MovesRoster):
    """The end of a rotation."""

    body = shapes.RotationEnd

    def post(self, request: Request, pk: int, rotation: int) -> Response:
        """End a rotation; what it leaves open is a gap unless another has somebody."""
        held = _of(Rotation, roster_for(self.user, pk), rotation)
        ends_at = self.read(shapes.RotationEnd)["ends_at"]
        return self.act_on(
            pk, lambda _, at: end_rotation(held, ends_at=ends_at or at, by=self.user, at=at)
        )


class Overrides(MovesRoster):
    """Changes of duty."""

    body = shapes.NewPeriod

    def post(self, request: Request, pk: int) -> Response:
        """Put somebody on duty for a period, whoever's turn it is."""
        roster_for(self.user, pk)
        period = Period(**self.read(shapes.NewPeriod))
        return self.act_on(pk, lambda found, at: override_duty(found, period, by=self.user, at=at))


class CancelOverride(MovesRoster):
    """The end of a change of duty."""

    body = bodies.NoWords

    def post(self, request: Request, pk: int, override: int) -> Response:
        """Give what is left of a period back to whoever's turn it is."""
        held = _of(RosterOverride, roster_for(self.user, pk), override)
        self.read(bodies.NoWords)
        return self.act_on(pk, lambda _, at: cancel_override(held, by=self.user, at=at))


class Swaps(MovesRoster):
    """Swaps of duty."""

    body = shapes.NewPeriod

    def post(self, request: Request, pk: int) -> Response:
        """Ask a colleague to take a period of one's own duty."""
        roster_for(self.user, pk)
        period = Period(**self.read(shapes.NewPeriod))
        return self.act_on(pk, lambda found, at: ask_swap(found, period, by=self.user, at=at))


class AnswerSwap(MovesRoster):
    """What becomes of a swap."""

    body = bodies.NoWords
    action: SwapAction = SwapAction.ACCEPT

    def post(self, request: Request, pk: int, swap: int) -> Response:
        """Accept or decline what one is asked, or withdraw what one has asked."""
        held = _of(DutySwap, roster_for(self.user, pk), swap)
        self.read(bodies.NoWords)
        return self.act_on(pk, lambda _, at: answer_swap(held, self.action, by=self.user, at=at))


class Notes(MovesRoster):
    """Hand-over notes."""

    body = shapes.NewNote

    def post(self, request: Request, pk: int) -> Response:
        """Leave a note for whoever is on duty next."""
        roster_for(self.user, pk)
        text = self.read(shapes.NewNote)["text"]
        return self.act_on(pk, lambda found, at: leave_note(found, text=text, by=self.user, at=at))


class DutyLinks(Operation):
    """The caller's calendar links."""

    is_hidden_from_some = True
    body = shapes.NewLink
    document = shapes.Links
    made = shapes.LinkRead
    creates = True

    def get(self, request: Request) -> Response:
        """List one's links; none says its secret any more."""
        if not self.user.organisation.is_vendor:
            raise Http404
        self.refuse_unknown()
        return Response(
            {"results": [link_document(each) for each in self.user.duty_feeds.standing()]}
        )

    def post(self, request: Request) -> Response:
        """Make a link to one's own duty or to a roster; its address is answered this once."""
        if not self.user.organisation.is_vendor:
            raise Http404
        chosen = self.read(shapes.NewLink)["roster"]
        roster = roster_for(self.user, chosen) if chosen is not None else None
        secrets: list[str] = []

        def act() -> Said:
            feed, secret = issue_feed(roster, by=self.user, at=timezone.now())
            secrets.append(secret)
            return Said(link_document(feed), 201)

        answer = self.once(act)
        for secret in secrets:  # never in what is kept to be said again
            address = reverse("contracts:duty-feed", args=[secret])
            answer.data = answer.data | {"url": request.build_absolute_uri(address)}
        answer["Cache-Control"] = "no-store"
        return answer


class RevokeDutyLink(Operation):
    """The end of a calendar link."""

    body = bodies.NoWords
    document = shapes.LinkRead

    def post(self, request: Request, link: int) -> Response:
        """Revoke one of one's own links for good."""
        feed = get_object_or_404(DutyFeed, pk=link, owner=self.user)
        self.read(bodies.NoWords)

        def act() -> Said:
            revoke_feed(feed, by=self.user, at=timezone.now())
            return Said(link_document(feed))

        return self.once(act)


def _turns(said: Data) -> TurnsTaken:
    hours = said.pop("hours")
    cycle = Cycle(said.pop("cycle"))
    return TurnsTaken(**said, cycle=cycle, hours=Hours(**hours) if hours else None)


def _of(model: Any, roster: Roster, pk: int) -> Any:
    """Return what belongs to a roster.

    :raises Http404: there is no such thing, or it is another roster's.
    """
    return get_object_or_404(model.objects.select_related("roster"), roster=roster, pk=pk)
