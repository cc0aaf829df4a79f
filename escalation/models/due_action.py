"""What is to be done about an incident at an instant: rows that workers claim, no far message."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from escalation.choices import DueKind, DueOutcome

CALLING = (DueKind.CLIMB, DueKind.CALL_MANAGERS)
"""What calls somebody to an escalation; it goes before what only tells of a promise."""

_TRIES_AHEAD = 3


class DueActionQuerySet(models.QuerySet["DueAction"]):
    def undone(self) -> Self:
        return self.filter(done_at=None, cancelled_at=None)

    def due_at(self, at: datetime) -> Self:
        """Keep what is still to be done and whose instant has come, the longest due first."""
        return self.undone().filter(due_at__lte=at).order_by("due_at", "pk")

    def in_turn(self) -> Self:
        """Order them so that none that fails for ever keeps the others waiting: by their tries.

        What calls somebody is a few tries ahead of the rest, in a long queue too. What is due is
        little beside what is still to come: it is found by its index, and sorted.
        """
        behind = Case(When(kind__in=CALLING, then=Value(0)), default=Value(_TRIES_AHEAD))
        return self.order_by(F("tries") + behind, "due_at", "pk")


class DueAction(models.Model):
    """A deadline and what happens at it, once: its key is unique within the incident.

    What is no longer wanted is cancelled, and revived where it is wanted again; what was done stays
    done (domain.md, Escalation).
    """

    incident = models.ForeignKey(
        "tickets.Incident", on_delete=models.PROTECT, related_name="due_actions"
    )
    escalation = models.ForeignKey(
        "tickets.Escalation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="due_actions",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=DueKind)
    key = models.CharField(_("deadline"), max_length=40)
    due_at = models.DateTimeField(_("due"))
    tries = models.PositiveIntegerField(_("tries"), default=0)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=DueOutcome, blank=True)

    objects = DueActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("due action")
        verbose_name_plural = _("due actions")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "key"], name="nothing_is_due_twice_for_one_deadline"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="due_action_is_not_both_done_and_cancelled",
            ),
            models.CheckConstraint(
                condition=(Q(outcome="") & Q(done_at__isnull=True) & Q(cancelled_at__isnull=True))
                | (~Q(outcome="") & ~(Q(done_at__isnull=True) & Q(cancelled_at__isnull=True))),
                name="due_action_that_ended_says_how",
            ),
        ]
        indexes = [
            # What the sweep looks at: never a closed incident, whatever their number.
            models.Index(
                fields=["due_at", "id"],
                name="due_action_undone",
                condition=Q(done_at__isnull=True, cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.key}"

    @property
    def is_undone(self) -> bool:
        return self.done_at is None and self.cancelled_at is None

    def end(self, outcome: DueOutcome, at: datetime) -> None:
        """Say how it ended, without saving it; what is not wanted is cancelled, all else done."""
        self.outcome = outcome
        if outcome == DueOutcome.NOT_WANTED:
            self.cancelled_at = at
        else:
            self.done_at = at
