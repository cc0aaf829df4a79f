"""Under which contract a configuration stood, from when until when."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.models.one_at_a_time import one_at_a_time


class PlacementQuerySet(models.QuerySet["Placement"]):
    def at(self, instant: datetime) -> Self:
        return self.filter(during__contains=instant)


class Placement(models.Model):
    """A stretch of time in which a configuration stood under one contract.

    The configuration names its contract of today too, by which lists are made; the database holds
    the two together.
    """

    configuration = models.ForeignKey(
        "contracts.Configuration",
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("configuration"),
    )
    contract = models.ForeignKey(
        "contracts.Contract",
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("contract"),
    )
    during = DateTimeRangeField(_("during"))

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        ordering = ["configuration", "during"]
        constraints = [
            one_at_a_time("under_one_contract_at_any_instant", of="configuration", during="during"),
            models.CheckConstraint(
                condition=models.Q(during__isempty=False), name="placement_lasts_some_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.configuration_id} {self.contract_id}"
