"""Stored deadlines that the timeline does not give: alarms, which nothing repairs by itself.

An operator decides on each, with a reason, or a check finds that it no longer holds.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from escalation.choices import Decision
from tickets.choices import Due


class ClockDifference(models.Model):
    """What is stored on an incident and what its timeline gives; settled once a check agrees."""

    incident = models.ForeignKey("tickets.Incident", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Due)
    stored = models.DateTimeField(null=True)
    replayed = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=5, choices=Decision, blank=True, default="")
    decided_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("difference of a clock")
        verbose_name_plural = _("differences of clocks")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "kind"],
                condition=Q(settled_at__isnull=True),
                name="one_open_difference_of_each_clock",
            ),
            models.CheckConstraint(
                condition=~Q(stored=models.F("replayed")), name="a_difference_differs"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, reason="")
                | Q(
                    decision__in=Decision.values,
                    decided_by__isnull=False,
                    settled_at__isnull=False,
                )
                & ~Q(reason=""),
                name="a_difference_is_decided_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}: {self.stored} / {self.replayed}"
