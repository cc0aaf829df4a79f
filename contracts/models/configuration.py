"""Configurations: a client's platforms, each a series of jointly signed revisions.

A name is unique per client and agreement, which a trigger holds: a constraint per client would
tell one vendor of another's systems.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind
from contracts.models.folded import folded
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
                return self.filter(
                    first_proposed_at__isnull=False,
                    contract__agreement__publisher_id=user.organisation_id,
                )
            case _:
                return self.none()

    def in_use(self) -> Self:
        return self.filter(retired_at__isnull=True)

    def retired(self) -> Self:
        return self.filter(retired_at__isnull=False)

    def sharing_fee(self) -> Self:
        """Keep those that bear a part of their contract's fee: in use, and seen by both vendors."""
        return self.in_use().filter(first_proposed_at__isnull=False)


class Configuration(models.Model):
    """One supported platform of a client under a contract, such as “Payroll, Nanterre”."""

    name = models.CharField(_("name"), max_length=120, help_text=_("What it does for the client."))
    client = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="configurations",
        verbose_name=_("client"),
    )
    contract = models.ForeignKey(
        "contracts.Contract",
        on_delete=models.PROTECT,
        related_name="configurations",
        verbose_name=_("contract"),
    )
    host = models.CharField(_("main host"), max_length=60, blank=True)
    site = models.CharField(_("site"), max_length=120, blank=True)
    fee_share = models.DecimalField(
        _("share of the contract’s fee"), max_digits=7, decimal_places=6, default=0
    )
    first_proposed_at = models.DateTimeField(
        _("first proposed"),
        null=True,
        blank=True,
        help_text=_("From then on both vendors see it, for good."),
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    folded = folded("name", "host", "site")

    objects = ConfigurationQuerySet.as_manager()

    class Meta:
        verbose_name = _("configuration")
        ordering = ["client", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fee_share__gte=0, fee_share__lte=1),
                name="configuration_bears_a_share_of_the_fee",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def bears_fee(self) -> bool:
        """Whether it bears a part of its contract's fee: in use, and seen by both vendors."""
        return self.retired_at is None and self.first_proposed_at is not None
