"""A vendor's approval of terms: both must stand before anything is promised by them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.models.terms import Terms


class Approval(models.Model):
    """A vendor's approval of terms: one per vendor, each by its own manager."""

    terms = models.ForeignKey(
        Terms, on_delete=models.PROTECT, related_name="approvals", verbose_name=_("terms")
    )
    organisation = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, verbose_name=_("organisation")
    )
    approved_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"))

    class Meta:
        verbose_name = _("approval")
        ordering = ["approved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["terms", "organisation"], name="one_approval_per_vendor"
            ),
            models.UniqueConstraint(
                fields=["terms", "approved_by"], name="nobody_approves_for_both_vendors"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.approved_at:%Y-%m-%d}"
