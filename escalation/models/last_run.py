"""When each sweep last ran to its end: a row each, for the health page and the heartbeat."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from escalation.choices import Sweep


class LastRun(models.Model):
    """The last run of one sweep; its row is written over by the next."""

    sweep = models.CharField(_("sweep"), max_length=8, choices=Sweep, primary_key=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("last run")

    def __str__(self) -> str:
        return self.sweep
