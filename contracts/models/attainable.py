"""What a configuration can hold: how reliable products are, how parts stand by, and the figure.

The figure is reckoned when a revision is proposed, and stands in what is signed. What the database
itself refuses beyond the constraints here stands in the migrations: either that changes after the
proposal. Source: domain.md, Configuration; the vendors alone read of money and of products.
"""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import AttainableMethod, NotReckoned
from contracts.models.product import Product
from contracts.models.revision import Revision
from contracts.rules.figures_of_products import LONGEST_REPAIR, MOST_HOURS, NAME_LENGTH


class Reliability(models.Model):
    """How often a product fails and how long its repair takes, as its vendor states it."""

    product = models.OneToOneField(
        Product,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="reliability",
        verbose_name=_("product"),
    )
    mtbf_hours = models.PositiveIntegerField(
        _("MTBF in hours"),
        help_text=_("On average from the end of a repair to the next failure."),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
    )
    mttr = models.DurationField(
        _("MTTR, hands on"),
        help_text=_("How long a repair takes once somebody has started."),
        validators=[MinValueValidator(timedelta()), MaxValueValidator(LONGEST_REPAIR)],
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where the figures come from.")
    )

    class Meta:
        verbose_name = _("reliability of a product")
        verbose_name_plural = _("reliability of products")
        ordering = ["product"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mtbf_hours__gte=1, mtbf_hours__lte=MOST_HOURS)
                & Q(mttr__gte=timedelta(), mttr__lte=LONGEST_REPAIR),
                name="reliability_is_possible",
            )
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.mtbf_hours} h"


class Redundancy(models.Model):
    """How many parts of a group are needed, and how long it takes until another takes over.

    ``name``: the role of the group's items; without a role, their product's name.
    """

    revision = models.ForeignKey(
        Revision,
        on_delete=models.CASCADE,
        related_name="redundancies",
        verbose_name=_("revision"),
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    needed = models.PositiveIntegerField(
        _("needed"), help_text=_("0 where the service does without.")
    )
    failover = models.DurationField(_("failover"), default=timedelta)

    class Meta:
        verbose_name = _("redundancy")
        verbose_name_plural = _("redundancies")
        ordering = ["revision", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "name"], name="one_redundancy_per_revision_and_group"
            ),
            models.CheckConstraint(
                condition=Q(failover__gte=timedelta()),
                name="redundancy_takes_over_in_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.needed}"


class Attainable(models.Model):
    """The availability that a proposed revision can hold; without one, why there is none.

    Availabilities in percent, rounded down. ``detail``: the blocks, what holds them back, and the
    share of months that reach the target, for the vendors; ``missing``: products without figures.
    """

    revision = models.OneToOneField(
        Revision,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="attainable",
        verbose_name=_("revision"),
    )
    reckoned_at = models.DateTimeField(_("reckoned"))
    reason = models.CharField(
        _("why there is no figure"), max_length=13, choices=NotReckoned, blank=True
    )
    missing = models.JSONField(_("products without figures"), default=list)
    method = models.CharField(_("method"), max_length=9, choices=AttainableMethod, blank=True)
    availability = models.DecimalField(
        _("attainable availability"), max_digits=9, decimal_places=6, null=True
    )
    least = models.DecimalField(_("at least"), max_digits=9, decimal_places=6, null=True)
    most = models.DecimalField(_("at most"), max_digits=9, decimal_places=6, null=True)
    target = models.DecimalField(
        _("availability target in percent"), max_digits=7, decimal_places=4, null=True
    )
    weakest = models.CharField(_("weakest item"), max_length=NAME_LENGTH * 2, blank=True)
    yearly_penalty = models.DecimalField(
        _("expected yearly penalty"), max_digits=14, decimal_places=2, null=True
    )
    penalty_least = models.DecimalField(_("at least"), max_digits=14, decimal_places=2, null=True)
    penalty_most = models.DecimalField(_("at most"), max_digits=14, decimal_places=2, null=True)
    detail = models.JSONField(_("in detail"), default=dict)

    class Meta:
        verbose_name = _("attainable availability")
        verbose_name_plural = _("attainable availabilities")
        ordering = ["revision"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reason="",
                    availability__isnull=False,
                    least__isnull=False,
                    most__isnull=False,
                    target__isnull=False,
                    yearly_penalty__isnull=False,
                )
                & ~Q(method="")
                | ~Q(reason="") & Q(availability=None, least=None, most=None, yearly_penalty=None),
                name="attainable_is_reckoned_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(availability__isnull=True)
                | Q(
                    least__gte=0,
                    least__lte=F("availability"),
                    availability__lte=F("most"),
                    most__lte=100,
                ),
                name="attainable_lies_in_its_interval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.availability or self.reason}"
