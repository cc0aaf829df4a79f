"""The promise to a client: service level, coverage, targets, penalty bands."""

from datetime import datetime, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.choices import Impact, Kind
from contracts.models.user import User

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: a client its own, each vendor its agreements'."""
        match user.kind:
            case Kind.CLIENT:
                return self.filter(client_id=user.organisation_id)
            case Kind.MANUFACTURER:
                return self.filter(agreement__manufacturer_id=user.organisation_id)
            case Kind.PUBLISHER:
                return self.filter(agreement__publisher_id=user.organisation_id)
            case _:
                return self.none()

    def with_terms(self) -> Self:
        """Fetch in a fixed number of queries all that a promise is read from."""
        return self.select_related(
            "client", "coverage", "agreement__manufacturer", "agreement__publisher"
        ).prefetch_related("targets", "coverage__windows")


class Contract(models.Model):
    """What both vendors of an agreement promise to one client; approved by both."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    client = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, related_name="contracts"
    )
    agreement = models.ForeignKey(
        "contracts.Agreement", on_delete=models.PROTECT, related_name="contracts"
    )
    coverage = models.ForeignKey("contracts.Coverage", on_delete=models.PROTECT)
    availability_target = models.DecimalField(
        _("availability target in percent"), max_digits=7, decimal_places=4, validators=PERCENT
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True, help_text=_("Last day."))
    monthly_fee = models.DecimalField(_("monthly fee"), max_digits=12, decimal_places=2)
    penalty_cap = models.DecimalField(
        _("monthly cap in percent of the fee"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    annual_cap = models.DecimalField(
        _("annual cap"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    contest_days = models.PositiveSmallIntegerField(_("days to contest"), default=15)
    answer_days = models.PositiveSmallIntegerField(_("days to answer a change notice"), default=5)
    pauses_while_waiting = models.BooleanField(
        _("clocks pause while the client is waited for"), default=True
    )
    not_restored_within = models.DurationField(
        _("delay to say that it is not restored"), help_text=_("Hours after the restoration.")
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(availability_target__gt=0, availability_target__lte=100),
                name="contract_targets_a_possible_availability",
            ),
            models.CheckConstraint(
                condition=models.Q(monthly_fee__gte=0), name="contract_fee_is_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(penalty_cap__gte=0, penalty_cap__lte=100),
                name="contract_caps_at_most_the_whole_fee",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def target_for(self, impact: str) -> "Target | None":
        """Return the promise for an impact, from the prefetched targets where there are some."""
        return next((each for each in self.targets.all() if each.impact == impact), None)

    def is_running(self, at: datetime) -> bool:
        """Tell whether an instant lies in the contract's days, in its coverage's time zone."""
        day = at.astimezone(self.coverage.zone()).date()
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Target(models.Model):
    """For one impact: within how much covered time somebody starts, restores, gives news."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="targets")
    impact = models.CharField(_("impact"), max_length=8, choices=Impact)
    respond_within = models.DurationField(_("respond within"))
    restore_within = models.DurationField(_("restore within"), null=True, blank=True)
    news_every = models.DurationField(_("news every"), null=True, blank=True)

    class Meta:
        verbose_name = _("target")
        ordering = ["contract", "respond_within"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "impact"], name="one_target_per_contract_and_impact"
            ),
            models.CheckConstraint(
                condition=models.Q(respond_within__gt=timedelta())
                & (models.Q(restore_within__isnull=True) | models.Q(restore_within__gt=timedelta()))
                & (models.Q(news_every__isnull=True) | models.Q(news_every__gt=timedelta())),
                name="target_leaves_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.impact}"


class PenaltyBand(models.Model):
    """Below an availability, a percent of the month's fee is owed."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="bands")
    below = models.DecimalField(
        _("below, in percent"), max_digits=7, decimal_places=4, validators=PERCENT
    )
    percent = models.DecimalField(
        _("percent of the fee"), max_digits=5, decimal_places=2, validators=PERCENT
    )

    class Meta:
        verbose_name = _("penalty band")
        ordering = ["contract", "-below"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "below"], name="one_penalty_band_per_threshold"
            ),
            models.CheckConstraint(
                condition=models.Q(below__gt=0, below__lte=100, percent__gt=0, percent__lte=100),
                name="penalty_band_is_in_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"< {self.below} %: {self.percent} %"
