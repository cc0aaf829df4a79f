"""The unique number of a client and its configuration; issued once, never reused."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.rules.support_numbers import groups_of, written


class SupportNumber(models.Model):
    """Eight random digits, unique over all countries, with their two check digits."""

    digits = models.CharField(_("ten digits"), max_length=10, unique=True)
    country = models.CharField(_("country"), max_length=2)
    configuration = models.OneToOneField(
        "contracts.Configuration",
        on_delete=models.PROTECT,
        related_name="support_number",
        verbose_name=_("configuration"),
    )
    issued_at = models.DateTimeField(_("issued"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("support number")
        verbose_name_plural = _("support numbers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digits__regex=r"^[0-9]{10}$"),
                name="support_number_is_ten_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True)
                | models.Q(revoked_at__gte=models.F("issued_at")),
                name="support_number_revoked_after_it_was_issued",
            ),
        ]

    def __str__(self) -> str:
        return written(self.digits, country=self.country)

    @property
    def ended_at(self) -> datetime | None:
        """When it was revoked; one that was to count from a later instant, with its system."""
        if self.revoked_at is None:
            return None
        return min(self.revoked_at, self.configuration.retired_at or self.revoked_at)

    @property
    def groups(self) -> tuple[str, str, str]:
        """The digits in the groups in which they are read aloud."""
        return groups_of(self.digits)

    def with_revision(self, revision: int | None) -> str:
        """Write the number with a revision: ``FR-7402-9183-63/R4``."""
        return written(self.digits, country=self.country, revision=revision)
