"""The agreement of a manufacturer and a publisher for one country."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind, SplitMethod
from contracts.models.codes import country_code, currency_code
from contracts.models.user import User


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: never a client, each vendor its own (domain.md)."""
        if user.kind == Kind.MANUFACTURER:
            return self.filter(manufacturer_id=user.organisation_id)
        if user.kind == Kind.PUBLISHER:
            return self.filter(publisher_id=user.organisation_id)
        return self.none()


class Agreement(models.Model):
    """Two vendors guarantee platforms together, in one country and one currency."""

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    manufacturer = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="agreements_made",
        verbose_name=_("manufacturer"),
    )
    publisher = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="agreements_published",
        verbose_name=_("publisher"),
    )
    country = models.CharField(_("country"), max_length=2, validators=[country_code])
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    split_method = models.CharField(
        _("split method"), max_length=12, choices=SplitMethod, default=SplitMethod.PROPORTIONAL
    )
    names_holder_to_client = models.BooleanField(
        _("the client reads which vendor has the incident"), default=True
    )
    wrong_hardware_cost = models.PositiveSmallIntegerField(
        _("cost of a wrong “hardware”"), default=20, help_text=_("In minutes lost.")
    )
    wrong_software_cost = models.PositiveSmallIntegerField(
        _("cost of a wrong “software”"), default=20, help_text=_("In minutes lost.")
    )
    triage_cost = models.PositiveSmallIntegerField(
        _("cost of a needless triage"),
        default=6,
        help_text=_("In minutes lost; the router sends to triage where a guess would cost more."),
    )
    products = models.ManyToManyField(
        "contracts.Product",
        blank=True,
        related_name="agreements",
        verbose_name=_("products in scope"),
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gt=models.F("starts_on")),
                name="agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(manufacturer=models.F("publisher")),
                name="agreement_binds_two_organisations",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    triage_cost__lt=models.F("wrong_hardware_cost"),
                )
                & models.Q(triage_cost__lt=models.F("wrong_software_cost")),
                name="sorting_costs_less_than_a_mistake",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class EscalationLevel(models.Model):
    """A step of the publisher's escalation: who is told, and how long after the one before."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="levels", verbose_name=_("agreement")
    )
    number = models.PositiveSmallIntegerField(_("level"))
    name = models.CharField(_("name"), max_length=60)
    wait_minutes = models.PositiveIntegerField(
        _("wait in minutes"), help_text=_("How long this level has before the next one is told.")
    )

    class Meta:
        verbose_name = _("escalation level")
        verbose_name_plural = _("escalation levels")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="escalation_level_once_per_agreement"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="escalation_levels_count_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(wait_minutes__gte=1), name="escalation_level_has_some_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"
