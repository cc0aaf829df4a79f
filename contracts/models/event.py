"""The journal of promises, append-only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.choices import EventKind


class ContractEvent(models.Model):
    """Something that happened to a contract, a configuration or a token; never changed."""

    kind = models.CharField(_("kind"), max_length=40, choices=EventKind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    configuration = models.ForeignKey(
        "contracts.Configuration", on_delete=models.PROTECT, null=True, related_name="events"
    )
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("contract event")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
