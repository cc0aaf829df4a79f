"""Plays the stories through the use cases, step by step in the order of time, as people did.

Nothing waits for a worker: each event is followed at once, and its e-mails count as sent long ago.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from contracts.models import UnfollowedNews
from escalation import receivers
from escalation.choices import DispatchState
from escalation.models import Dispatch, DueAction, Notification
from escalation.use_cases.follow_event import follow_event
from escalation.use_cases.follow_register import follow_register
from escalation.use_cases.sweep_due import do_due
from portal.demo.build import Ground
from portal.demo.habits import leave_one_undelivered
from portal.demo.script import Step, Story
from tickets.choices import Queue
from tickets.models import Incident, IncidentEvent, Unfollowed
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.open_incident import IncidentReport, open_incident

_CALL = timedelta(minutes=3)
_SORTED_AFTER = timedelta(minutes=2)
_READ_AFTER = timedelta(hours=20)
_SORTERS = {"Compaq": "ines", "HP": "rachid"}
_REASONS = {
    Queue.SOFTWARE: "Symptôme logiciel : le matériel répond normalement.",
    Queue.HARDWARE: "Symptôme matériel, vu avec le client.",
    Queue.TRIAGE: "Rien ne désigne un côté plutôt que l’autre : à trier avec le client.",
}

Turn = tuple[datetime, int, Callable[[datetime], Any]]


@contextmanager
def without_workers() -> Iterator[None]:
    """Keep the bells from calling workers: whoever plays follows the events himself."""
    receivers.disconnect()
    try:
        yield
    finally:
        receivers.connect()


class Stage:
    """Where the stories are played; turns are taken in the order of their instants."""

    def __init__(self, ground: Ground, *, now: datetime) -> None:
        self._ground = ground
        self._now = now
        self._turns: list[Turn] = []
        self._counted = 0
        self._opened: list[int] = []

    def play(self, stories: Sequence[Story]) -> Iterator[Incident]:
        """Play all stories to the present; yields each incident when it is opened."""
        self._tell_of_the_register()
        for story in stories:
            self._await(story.opened_at(self._now), partial(self._open, story))
        while self._turns:
            at, _order, take = heapq.heappop(self._turns)
            self._let_time_pass(at)
            opened = take(at)
            if isinstance(opened, Incident):
                yield opened
        self._let_time_pass(self._now)
        self._read_old_news()
        leave_one_undelivered()

    def _let_time_pass(self, until: datetime) -> None:
        """Do what falls due until an instant, each at its own, as the sweep does."""
        theirs = DueAction.objects.filter(incident__in=self._opened).select_related("incident")
        while due := theirs.due_at(until).first():
            do_due(due.pk, at=due.due_at)
            self._follow(due.incident, due.due_at)

    def _await(self, at: datetime, take: Callable[[datetime], Any]) -> None:
        if at > self._now:
            raise ValueError(f"a step lies {at - self._now} in the future")
        self._counted += 1
        heapq.heappush(self._turns, (at, self._counted, take))

    def _open(self, story: Story, at: datetime) -> Incident:
        platform = self._ground.platforms[story.on]
        reporter = self._ground.people[story.by]
        incident = open_incident(
            IncidentReport(
                contract=platform.contract,
                configuration=platform,
                title=story.title,
                description=story.text,
                impact=story.impact,
                channel=story.channel,
                down_since=None if story.down is None else at - timedelta(minutes=story.down),
                contact_name=story.caller or reporter.name,
                contact_phone=story.phone or reporter.phone,
                on_behalf_of=story.caller,
                called_at=at - _CALL if story.caller else None,
                external_reference=story.external,
            ),
            by=reporter,
            at=at,
        )
        self._opened.append(incident.pk)
        self._follow(incident, at)
        if story.queue not in {None, incident.queue}:
            self._await(at + _SORTED_AFTER, partial(self._sort, incident.pk, story.queue))
        for each in story.steps:
            self._await(at + each.after, partial(self._step, incident.pk, story, each))
        return incident

    def _sort(self, pk: int, queue: Queue, at: datetime) -> None:
        """Bring it where it belongs when the classifier was not sure enough."""
        incident = self._look_at(pk)
        sorter = self._ground.people[_SORTERS[incident.agreement.manufacturer.short_name]]
        route_incident(incident, queue=queue, reason=_REASONS[queue], by=sorter, at=at)
        self._follow(incident, at)

    def _step(self, pk: int, story: Story, step: Step, at: datetime) -> None:
        incident = self._look_at(pk)
        step.act(incident, self._ground.people[step.by or story.by], at)
        self._follow(incident, at)

    def _look_at(self, pk: int) -> Incident:
        return Incident.objects.select_related("agreement__manufacturer").get(pk=pk)

    def _follow(self, incident: Incident, at: datetime) -> None:
        """Draw what follows until nothing new is in the outbox, and count the mails as sent."""
        waiting = Unfollowed.objects.filter(event__incident=incident).order_by("event_id")
        while ids := list(waiting.values_list("event_id", flat=True)):
            for event_id in ids:
                if not follow_event(event_id, at=at):
                    raise RuntimeError(f"event {event_id} has consequences that cannot be drawn")
        _count_as_sent(Dispatch.objects.filter(mailed__incident=incident), at)
        told = UnfollowedNews.objects.filter(event__detail__reference=incident.reference)
        for event_id in list(told.order_by("pk").values_list("event_id", flat=True)):
            _follow_news(event_id, at)

    def _tell_of_the_register(self) -> None:
        """Draw what follows from how contracts and platforms came to be, each at its instant."""
        platforms = self._ground.platforms.values()
        waiting = UnfollowedNews.objects.filter(
            Q(event__configuration__in=platforms)
            | Q(event__contract__in=[each.contract_id for each in platforms])
            | Q(event__configuration=None, event__contract=None)
        )
        for event_id, at in list(waiting.order_by("pk").values_list("event_id", "at")):
            _follow_news(event_id, at)

    def _read_old_news(self) -> None:
        """Everybody has read yesterday's news, and all of an incident on which they acted since."""
        acted = IncidentEvent.objects.filter(
            incident=OuterRef("incident"), by=OuterRef("recipient"), at__gte=OuterRef("at")
        )
        ours = Notification.objects.unread().filter(recipient__in=self._ground.people.values())
        ours.filter(Q(at__lt=self._now - _READ_AFTER) | Exists(acted)).update(read_at=self._now)


def _follow_news(event_id: int, at: datetime) -> None:
    """Draw what follows from an event of the register, and count the mails as sent."""
    if not follow_register(event_id, at=at):
        raise RuntimeError(f"event {event_id} of the register cannot be followed")
    _count_as_sent(Dispatch.objects.filter(mailed__contract_event=event_id), at)


def _count_as_sent(dispatches: QuerySet[Dispatch], at: datetime) -> None:
    waiting = dispatches.filter(state__in=[DispatchState.GATHERING, DispatchState.PENDING])
    waiting.update(state=DispatchState.SENT, sent_at=at, attempts=1)
