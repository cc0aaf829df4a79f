"""Stored deadlines that the timeline does not give: alarms, which nothing repairs by itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.choices import Due


class ClockDifference(models.Model):
    """What is stored on an incident and what its timeline gives; settled once a check agrees."""

    incident = models.ForeignKey("tickets.Incident", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Due)
    stored = models.DateTimeField(null=True)
    replayed = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}: {self.stored} / {self.replayed}"
