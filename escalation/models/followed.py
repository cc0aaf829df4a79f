"""Which consequence of which event has been drawn; unique, so that none is drawn twice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from escalation.choices import ConsequenceName


class Followed(models.Model):
    """A consequence that was carried out, written in the transaction of its effect."""

    event = models.ForeignKey(
        "tickets.IncidentEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contract_event = models.ForeignKey(
        "contracts.ContractEvent",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    consequence = models.CharField(max_length=20, choices=ConsequenceName)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("followed event")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "consequence"], name="each_consequence_drawn_once_per_event"
            ),
            models.UniqueConstraint(
                fields=["contract_event", "consequence"],
                name="each_consequence_drawn_once_per_news",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=True) ^ Q(contract_event__isnull=True),
                name="followed_of_one_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id or self.contract_event_id} {self.consequence}"
