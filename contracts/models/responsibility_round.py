"""The vendors’ talk about whose an outage was: append-only, a trigger sees to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import RoundKind
from contracts.models.outage import Outage


class ResponsibilityRound(models.Model):
    """One step of the vendors' talk about whose an outage was; never changed.

    ``version`` is that of the segments with the percentages that it is about; ``events`` are the
    numbers of the lines of the incident's timeline that are named as evidence.
    """

    outage = models.ForeignKey(
        Outage, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("outage")
    )
    number = models.PositiveIntegerField(_("round"))
    kind = models.CharField(_("kind"), max_length=9, choices=RoundKind)
    version = models.PositiveIntegerField(_("version of the segments"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by whom"),
    )
    organisation = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    evidence = models.TextField(_("evidence"), blank=True)
    events = models.JSONField(_("lines of the timeline"), default=list, blank=True)

    class Meta:
        verbose_name = _("round about responsibility")
        verbose_name_plural = _("rounds about responsibility")
        ordering = ["outage", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["outage", "number"], name="responsibility_round_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RoundKind.values),
                name="responsibility_round_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind=RoundKind.DEEMED, by=None, organisation=None)
                | ~Q(kind=RoundKind.DEEMED) & Q(by__isnull=False, organisation__isnull=False),
                name="responsibility_round_is_somebodys_unless_deemed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outage_id} #{self.number} {self.kind}"
