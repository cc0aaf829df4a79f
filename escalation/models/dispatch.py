"""What leaves for a person by one medium: some pieces of news, claimed and retried as one."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from escalation.choices import DispatchState, Medium
from escalation.rules.backoff import LEASE, PAUSES

UNFINISHED = (DispatchState.GATHERING, DispatchState.PENDING, DispatchState.SENDING)
TROUBLED = (DispatchState.PENDING, DispatchState.SENDING, DispatchState.FAILED)

_CLOCKS_DIFFER_BY = timedelta(minutes=1)
"""Clocks of two machines that are right never differ by so much."""


def new_key() -> str:
    """Draw the name under which a dispatch leaves, however often it is sent again."""
    return f"news-{uuid4().hex}"


def _too_far_ahead_of(at: datetime) -> Q:
    """Tell what no clock that is right would have put off so far: begun, leased, tried again."""
    ahead = at + _CLOCKS_DIFFER_BY
    begun = Q(attempts=0, opened_at__gt=ahead)
    leased = Q(state=DispatchState.SENDING, due_at__gt=ahead + LEASE)
    tried = (
        Q(state=DispatchState.PENDING, is_urgent=True, attempts=attempts, due_at__gt=ahead + pause)
        for attempts, pause in enumerate(PAUSES, 1)
    )
    return reduce(or_, tried, begun | leased)


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def unsent_at(self, at: datetime) -> Self:
        """Keep what should have left by an instant."""
        return self.filter(state__in=UNFINISHED, due_at__lte=at)

    def to_send_at(self, at: datetime) -> Self:
        """Keep what is to leave, what a worker that died has left behind among it.

        What a clock put off that was ahead, and went back since, does not wait until it is reached
        again; quiet hours and the ceiling are judged anew when it is claimed.
        """
        return self.filter(Q(due_at__lte=at) | _too_far_ahead_of(at), state__in=UNFINISHED)

    def sent_since(self, since: datetime, *, at: datetime) -> Self:
        """Keep what left after an instant, until another.

        What is noted as sent later than that left before the clock was set back, nobody knows when.
        """
        sent = self.filter(state=DispatchState.SENT, sent_at__gt=since)
        return sent.filter(sent_at__lte=at + _CLOCKS_DIFFER_BY)

    def failing(self) -> Self:
        """Keep what has failed: given up, or to be tried again."""
        return self.filter(failing_since__isnull=False, state__in=TROUBLED)

    def in_trouble(self) -> Self:
        """Keep what has failed, unless something has left since for the same person."""
        later = Dispatch.objects.filter(
            recipient=OuterRef("recipient"),
            medium=OuterRef("medium"),
            state=DispatchState.SENT,
            sent_at__gte=OuterRef("failing_since"),
        )
        return self.failing().exclude(Exists(later))


class Dispatch(models.Model):
    """A mail, or a call of a webhook: the outbox row of one recipient and one medium."""

    recipient = models.ForeignKey(
        "contracts.User",
        on_delete=models.CASCADE,
        related_name="dispatches",
        verbose_name=_("recipient"),
    )
    medium = models.CharField(_("medium"), max_length=8, choices=Medium, default=Medium.EMAIL)
    state = models.CharField(
        _("state"), max_length=9, choices=DispatchState, default=DispatchState.PENDING
    )
    is_urgent = models.BooleanField(_("at once"), default=False)
    key = models.CharField(max_length=60, unique=True, default=new_key, editable=False)
    opened_at = models.DateTimeField(_("first news"))
    due_at = models.DateTimeField(_("due"))
    held_at = models.DateTimeField(_("held by the ceiling since"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.PositiveIntegerField(default=0, editable=False)
    """Counts the claims: who holds an older one must neither send nor note anything."""
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "medium"],
                condition=Q(state=DispatchState.GATHERING),
                name="one_dispatch_gathers_per_person_and_medium",
            ),
            models.CheckConstraint(
                condition=~Q(state=DispatchState.GATHERING) | Q(is_urgent=False, attempts=0),
                name="nothing_urgent_or_tried_gathers",
            ),
            models.CheckConstraint(
                condition=Q(state=DispatchState.SENT, sent_at__isnull=False)
                | (~Q(state=DispatchState.SENT) & Q(sent_at__isnull=True)),
                name="sent_dispatch_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=DispatchState.FAILED) | Q(failing_since__isnull=False),
                name="failed_dispatch_says_since_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["medium", "due_at"],
                name="dispatch_due",
                condition=Q(state__in=UNFINISHED),
            ),
            models.Index(
                fields=["recipient", "medium", "-sent_at"],
                name="dispatch_sent",
                condition=Q(state=DispatchState.SENT),
            ),
            models.Index(
                fields=["id"],
                name="dispatch_failing",
                condition=Q(failing_since__isnull=False, state__in=TROUBLED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.medium} {self.key}"
