"""Terms: the dated versions of what a contract promises, each approved by both vendors.

What the database itself refuses beyond the constraints here stands in the migrations: terms that
change after their proposal, terms in force without both approvals.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self

from django.contrib.postgres.fields import DateRangeField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Impact, Kind, TermsState
from contracts.models.one_at_a_time import one_at_a_time
from contracts.models.user import User
from contracts.rules.approval import last_day_to_approve

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
_BEYOND = Decimal(10) ** 10
"""More than an amount here can be."""
_ENDED = [TermsState.REFUSED, TermsState.WITHDRAWN, TermsState.RESCINDED]


class TermsQuerySet(models.QuerySet["Terms"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: a client what was agreed; what is offered, the vendors.

        What was agreed and then rescinded, a client was told of: it stays readable. A draft exists
        only inside the transaction that writes it.
        """
        match user.kind:
            case Kind.CLIENT:
                agreed = Q(state__in=[TermsState.APPROVED, TermsState.RESCINDED])
                return self.filter(agreed, contract__client_id=user.organisation_id)
            case Kind.MANUFACTURER:
                return self.filter(contract__agreement__manufacturer_id=user.organisation_id)
            case Kind.PUBLISHER:
                return self.filter(contract__agreement__publisher_id=user.organisation_id)
            case _:
                return self.none()

    def approved(self) -> Self:
        return self.filter(state=TermsState.APPROVED)

    def with_promises(self) -> Self:
        """Fetch in a fixed number of queries all that deadlines and hours are read from."""
        return self.select_related("coverage").prefetch_related(
            "targets", "coverage__windows", "coverage__exceptions"
        )

    def whole(self) -> Self:
        """Fetch in a fixed number of queries all that was promised, money too."""
        return self.with_promises().prefetch_related("bands")


class Terms(models.Model):
    """One version of a contract's promises; the next one is an amendment from its day on."""

    contract = models.ForeignKey(
        "contracts.Contract",
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("contract"),
    )
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=9, choices=TermsState, default=TermsState.DRAFT)
    effective_on = models.DateField(_("effective from"))
    ends_on = models.DateField(
        _("contract ends on"), null=True, blank=True, help_text=_("Last day.")
    )
    in_force = DateRangeField(  # type: ignore[misc]  # the stubs know no empty range
        _("in force"), null=True, blank=True
    )
    note = models.TextField(_("note"), blank=True)

    coverage = models.ForeignKey(
        "contracts.Coverage", on_delete=models.PROTECT, verbose_name=_("coverage")
    )
    availability_target = models.DecimalField(
        _("availability target in percent"), max_digits=7, decimal_places=4, validators=PERCENT
    )
    monthly_fee = models.DecimalField(_("monthly fee"), max_digits=12, decimal_places=2)
    penalty_cap = models.DecimalField(
        _("monthly cap in percent of the fee"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    annual_cap = models.DecimalField(
        _("annual cap"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    contest_days = models.PositiveSmallIntegerField(_("days to contest"), default=15)
    answer_days = models.PositiveSmallIntegerField(_("days to answer a change notice"), default=5)
    maintenance_notice_days = models.PositiveSmallIntegerField(
        _("days to announce maintenance before"), default=5
    )
    responsibility_days = models.PositiveSmallIntegerField(
        _("days to answer a proposal of responsibility"), default=10
    )
    is_silence_agreement = models.BooleanField(
        _("responsibility deemed agreed without an answer"), default=False
    )
    degraded_is_outage = models.BooleanField(
        _("what works badly counts as an outage"), default=False
    )
    pauses_while_waiting = models.BooleanField(
        _("clocks pause while the client is waited for"), default=True
    )
    not_restored_within = models.DurationField(
        _("delay to say that it is not restored"), help_text=_("Hours after the restoration.")
    )

    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Nobody, where they were carried over from before versions were kept."),
        verbose_name=_("proposed by"),
    )
    author = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("whose offer"),
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

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="terms_numbered_once"),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state=TermsState.PROPOSED),
                name="one_open_offer_per_contract",
            ),
            one_at_a_time("one_version_of_terms_on_any_day", of="contract", during="in_force"),
            models.CheckConstraint(
                condition=Q(in_force__isnull=False, state=TermsState.APPROVED)
                | Q(in_force__isnull=True) & ~Q(state=TermsState.APPROVED),
                name="approved_terms_have_their_days",
            ),
            models.CheckConstraint(
                condition=Q(in_force__isnull=True)
                | Q(in_force__isempty=False, in_force__startswith=F("effective_on")),
                name="terms_hold_from_their_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, ended_at__isnull=False, ended_by__isnull=False)
                | ~Q(state__in=_ENDED) & Q(ended_at=None, ended_by=None),
                name="terms_ended_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TermsState.REFUSED, TermsState.RESCINDED]) | ~Q(reason=""),
                name="terms_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("effective_on")),
                name="terms_end_after_they_start",
            ),
            models.CheckConstraint(
                condition=Q(availability_target__gt=0, availability_target__lte=100),
                name="terms_target_a_possible_availability",
            ),
            models.CheckConstraint(
                condition=Q(monthly_fee__gte=0)
                & (Q(annual_cap__isnull=True) | Q(annual_cap__gte=0)),
                name="terms_amounts_are_not_negative",
            ),
            models.CheckConstraint(  # PostgreSQL holds NaN for greater than any number
                condition=Q(monthly_fee__lt=_BEYOND)
                & (Q(annual_cap__isnull=True) | Q(annual_cap__lt=_BEYOND)),
                name="terms_amounts_are_numbers",
            ),
            models.CheckConstraint(
                condition=Q(penalty_cap__gte=0, penalty_cap__lte=100),
                name="terms_cap_at_most_the_whole_fee",
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, not_restored_within__gt=timedelta()),
                name="terms_leave_some_time_to_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def is_too_late(self, at: datetime) -> bool:
        """Tell whether an approval would promise, at an instant, something for a day gone by."""
        amends = self.contract.approved_at is not None
        until = last_day_to_approve(self.effective_on, amends=amends)
        return self.contract.day_of(at) > until

    def target_for(self, impact: str) -> "Target | None":
        """Return the promise for an impact, from the prefetched targets where there are some."""
        return next((each for each in self.targets.all() if each.impact == impact), None)


class Target(models.Model):
    """For one impact: within how much covered time somebody starts, restores, gives news."""

    terms = models.ForeignKey(
        Terms, on_delete=models.CASCADE, related_name="targets", verbose_name=_("terms")
    )
    impact = models.CharField(_("impact"), max_length=8, choices=Impact)
    respond_within = models.DurationField(_("respond within"))
    restore_within = models.DurationField(_("restore within"), null=True, blank=True)
    news_every = models.DurationField(_("news every"), null=True, blank=True)

    class Meta:
        verbose_name = _("target")
        ordering = ["terms", "respond_within"]
        constraints = [
            models.UniqueConstraint(
                fields=["terms", "impact"], name="one_target_per_terms_and_impact"
            ),
            models.CheckConstraint(
                condition=models.Q(respond_within__gt=timedelta())
                & (models.Q(restore_within__isnull=True) | models.Q(restore_within__gt=timedelta()))
                & (models.Q(news_every__isnull=True) | models.Q(news_every__gt=timedelta())),
                name="target_leaves_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.terms_id} {self.impact}"


class PenaltyBand(models.Model):
    """Below an availability, a percent of the month's fee is owed."""

    terms = models.ForeignKey(
        Terms, on_delete=models.CASCADE, related_name="bands", verbose_name=_("terms")
    )
    below = models.DecimalField(
        _("below, in percent"), max_digits=7, decimal_places=4, validators=PERCENT
    )
    percent = models.DecimalField(
        _("percent of the fee"), max_digits=5, decimal_places=2, validators=PERCENT
    )

    class Meta:
        verbose_name = _("penalty band")
        verbose_name_plural = _("penalty bands")
        ordering = ["terms", "-below"]
        constraints = [
            models.UniqueConstraint(
                fields=["terms", "below"], name="one_penalty_band_per_threshold"
            ),
            models.CheckConstraint(
                condition=models.Q(below__gt=0, below__lte=100, percent__gt=0, percent__lte=100),
                name="penalty_band_is_in_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"< {self.below} %: {self.percent} %"
