"""What belongs to a person's desk: drafts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """Text that somebody has typed and not sent; one per person, place and audience."""

    user = models.ForeignKey("contracts.User", on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=60)
    body = models.TextField()
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("draft")
        constraints = [
            models.UniqueConstraint(fields=["user", "place"], name="one_draft_per_person_and_place")
        ]

    def __str__(self) -> str:
        return self.place
