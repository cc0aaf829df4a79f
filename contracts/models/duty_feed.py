"""Calendar links: each a secret of one person's, shown once, stored hashed, revocable."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.models.roster import Roster


class DutyFeedQuerySet(models.QuerySet["DutyFeed"]):
    def standing(self) -> Self:
        """Keep what was not revoked."""
        return self.filter(revoked_at__isnull=True)


class DutyFeed(models.Model):
    """A link under which a calendar reads its owner's duty, or a whole roster if it names one."""

    owner = models.ForeignKey(
        "contracts.User",
        on_delete=models.CASCADE,
        related_name="duty_feeds",
        verbose_name=_("person"),
    )
    roster = models.ForeignKey(
        Roster, on_delete=models.CASCADE, null=True, blank=True, related_name="feeds"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("begins with"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("created"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = DutyFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.owner} ({self.hint}…)"
