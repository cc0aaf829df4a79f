"""When people left a company, or could not sign in any more: what is theirs there ends with it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Departure(models.Model):
    """From when until when somebody was not of a company any more, or could not sign in.

    A trigger writes it, whichever way a person is changed, by the database's own clock. So who
    was on duty before stays known.
    """

    person = models.ForeignKey(
        "contracts.User", on_delete=models.CASCADE, related_name="departures"
    )
    organisation = models.ForeignKey(
        "contracts.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    left_at = models.DateTimeField(_("left"))
    back_at = models.DateTimeField(_("back"), null=True, blank=True)

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["person", "left_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(back_at__isnull=True) | Q(back_at__gte=F("left_at")),
                name="nobody_is_back_before_they_left",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(back_at__isnull=True),
                name="left_once_until_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.left_at:%Y-%m-%d %H:%M}"
