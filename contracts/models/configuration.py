"""Configurations: a client's platforms, as series of immutable, jointly signed revisions."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind, RevisionState
from contracts.models.user import User


class ConfigurationQuerySet(models.QuerySet["Configuration"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: a client its own; a publisher what was proposed to it."""
        match user.kind:
            case Kind.CLIENT:
                return self.filter(client_id=user.organisation_id)
            case Kind.MANUFACTURER:
                return self.filter(contract__agreement__manufacturer_id=user.organisation_id)
            case Kind.PUBLISHER:
                proposed = Revision.objects.filter(configuration=models.OuterRef("pk")).exclude(
                    state=RevisionState.DRAFT
                )
                return self.filter(
                    models.Exists(proposed),
                    contract__agreement__publisher_id=user.organisation_id,
                )
            case _:
                return self.none()

    def in_use(self) -> Self:
        return self.filter(retired_at__isnull=True)


class Configuration(models.Model):
    """One supported platform of a client under a contract, such as “Payroll, Nanterre”."""

    name = models.CharField(_("name"), max_length=120, help_text=_("What it does for the client."))
    client = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, related_name="configurations"
    )
    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="configurations"
    )
    host = models.CharField(_("main host"), max_length=60, blank=True)
    site = models.CharField(_("site"), max_length=120, blank=True)
    fee_share = models.DecimalField(
        _("share of the contract’s fee"), max_digits=7, decimal_places=6, default=1
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    objects = ConfigurationQuerySet.as_manager()

    class Meta:
        verbose_name = _("configuration")
        ordering = ["client", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "name"], name="configuration_named_once_per_client"
            ),
            models.CheckConstraint(
                condition=Q(fee_share__gte=0, fee_share__lte=1),
                name="configuration_bears_a_share_of_the_fee",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RevisionQuerySet(models.QuerySet["Revision"]):
    def in_force_at(self, at: datetime) -> Self:
        return self.filter(in_force__contains=at)


class Revision(models.Model):
    """One written state of a configuration; its items never change once it is proposed."""

    configuration = models.ForeignKey(
        Configuration, on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=9, choices=RevisionState, default=RevisionState.DRAFT
    )
    note = models.TextField(_("note"), blank=True)
    effective_at = models.DateTimeField(_("effective from"))
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_force = DateTimeRangeField(  # type: ignore[misc]  # the stubs know no empty range
        _("in force"), null=True, blank=True
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        ordering = ["configuration", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["configuration", "number"], name="revision_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["configuration"],
                condition=Q(state=RevisionState.PROPOSED),
                name="one_open_proposal_per_configuration",
            ),
            # No btree_gist: equality of an id is written as an overlap of one-element ranges.
            ExclusionConstraint(
                name="one_revision_in_force_at_any_instant",
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
                    ("in_force", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(in_force__isnull=True) | Q(state=RevisionState.SIGNED),
                name="only_a_signed_revision_is_in_force",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by__isnull=True)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="revision_proposed_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"R{self.number}"


class RevisionItem(models.Model):
    """A product in a revision: how many, which serial number, where, what for."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey("contracts.Product", on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    serial_number = models.CharField(_("serial number"), max_length=60, blank=True)
    host = models.CharField(_("host name"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=80, blank=True)
    site = models.CharField(_("site"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("item")
        ordering = ["revision", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="revision_item_counts_at_least_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"


class SignOff(models.Model):
    """A vendor's signature under a revision: one per vendor, each by its own manager."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="sign_offs")
    organisation = models.ForeignKey("contracts.Organisation", on_delete=models.PROTECT)
    signed_by = models.ForeignKey("contracts.User", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("signature")
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "organisation"], name="one_signature_per_vendor"
            ),
            models.UniqueConstraint(
                fields=["revision", "signed_by"], name="nobody_signs_for_both_vendors"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.signed_at:%Y-%m-%d}"
