"""Under which contract a configuration stood, from when until when."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _


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
            # No btree_gist: equality of an id is written as an overlap of one-element ranges.
            ExclusionConstraint(
                name="under_one_contract_at_any_instant",
                expressions=[
                    (
                        Func(
                            F("configuration_id"),
                            F("configuration_id"),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(during__isempty=False), name="placement_lasts_some_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.configuration_id} {self.contract_id}"
