"""Underpinning targets: the publisher's promise to the manufacturer, in dated versions.

One vendor's manager proposes a version, the other's agrees; no client ever reads of it. What the
database itself refuses beyond the constraints here stands in the migrations: a version that
changes after its proposal, one that a vendor agrees with alone. Source: domain.md, Time.
"""

from datetime import timedelta
from typing import Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Impact, UnderpinningState
from contracts.models.agreement import Agreement
from contracts.models.one_at_a_time import one_at_a_time
from contracts.models.user import User

_ENDED = [UnderpinningState.REFUSED, UnderpinningState.WITHDRAWN]


class UnderpinningQuerySet(models.QuerySet["Underpinning"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: the two vendors, each under its own agreements."""
        return self.filter(agreement__in=Agreement.objects.visible_to(user))

    def agreed(self) -> Self:
        return self.filter(state=UnderpinningState.AGREED)

    def whole(self) -> Self:
        """Fetch in a fixed number of queries all that was promised, and by whom."""
        people = ("proposed_by__organisation", "agreed_by__organisation", "ended_by__organisation")
        return self.select_related("coverage", *people).prefetch_related(
            "targets", "coverage__windows", "coverage__exceptions"
        )


class Underpinning(models.Model):
    """One version of the publisher's promise; the next one takes its place from its day on."""

    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        related_name="underpinnings",
        verbose_name=_("agreement"),
    )
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=9, choices=UnderpinningState, default=UnderpinningState.DRAFT
    )
    valid_from = models.DateField(_("valid from"))
    in_force = DateRangeField(  # type: ignore[misc]  # the stubs know no empty range
        _("in force"), null=True, blank=True
    )
    coverage = models.ForeignKey(
        "contracts.Coverage", on_delete=models.PROTECT, related_name="+", verbose_name=_("coverage")
    )
    note = models.TextField(_("note"), blank=True)
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    author = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("whose proposal"),
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    ended_at = models.DateTimeField(_("refused or withdrawn"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = UnderpinningQuerySet.as_manager()

    class Meta:
        verbose_name = _("underpinning targets")
        verbose_name_plural = _("underpinning targets")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="underpinning_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state=UnderpinningState.PROPOSED),
                name="one_open_underpinning_per_agreement",
            ),
            models.UniqueConstraint(fields=["coverage"], name="underpinning_has_its_own_hours"),
            one_at_a_time("one_underpinning_on_any_day", of="agreement", during="in_force"),
            models.CheckConstraint(
                condition=Q(
                    state=UnderpinningState.AGREED,
                    in_force__isnull=False,
                    agreed_at__isnull=False,
                    agreed_by__isnull=False,
                )
                | ~Q(state=UnderpinningState.AGREED)
                & Q(in_force=None, agreed_at=None, agreed_by=None),
                name="underpinning_agreed_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(in_force__isnull=True)
                | Q(in_force__isempty=False, in_force__startswith=F("valid_from")),
                name="underpinning_holds_from_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(reason="")
                | ~Q(state__in=_ENDED) & Q(ended_at=None, ended_by=None, reason=""),
                name="underpinning_ended_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class UnderpinningTarget(models.Model):
    """For one impact: within how much covered time the publisher has started, has restored."""

    underpinning = models.ForeignKey(
        Underpinning,
        on_delete=models.CASCADE,
        related_name="targets",
        verbose_name=_("underpinning targets"),
    )
    impact = models.CharField(_("impact"), max_length=8, choices=Impact)
    respond_within = models.DurationField(_("respond within"))
    restore_within = models.DurationField(_("restore within"), null=True, blank=True)
    round_the_clock = models.BooleanField(
        _("round the clock"),
        default=False,
        help_text=_("Whatever the hours of these targets are."),
    )

    class Meta:
        verbose_name = _("underpinning target")
        ordering = ["underpinning", "respond_within"]
        constraints = [
            models.UniqueConstraint(
                fields=["underpinning", "impact"], name="one_underpinning_target_per_impact"
            ),
            models.CheckConstraint(
                condition=Q(respond_within__gt=timedelta())
                & (Q(restore_within__isnull=True) | Q(restore_within__gte=F("respond_within"))),
                name="underpinning_target_leaves_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.underpinning_id} {self.impact}"
