"""Rescissions: agreed terms that both vendors undo before the day on which they begin.

What the database itself refuses beyond the constraints here stands in the migrations: a rescission
by one vendor alone, one of terms that have begun, a confirmed one taken back.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.terms import Terms


class Rescission(models.Model):
    """What one vendor asks and the other confirms: that agreed terms never begin.

    Until it is confirmed whoever asked may take it back: the row goes, the journal keeps it.
    """

    terms = models.OneToOneField(Terms, on_delete=models.PROTECT, related_name="rescission")
    organisation = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who asks"),
    )
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey("contracts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    confirmed_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("rescission")
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="rescission_has_a_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="rescission_confirmed_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="nobody_rescinds_for_both_vendors",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.terms_id} {self.asked_at:%Y-%m-%d}"
