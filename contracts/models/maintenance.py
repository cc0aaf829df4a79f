"""Maintenance: windows that leave committed time, if both vendors and the client accept in time.

Source: domain.md, Availability, penalty, reimbursement.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind, MaintenanceState
from contracts.models.user import User

_ENDED = [MaintenanceState.REFUSED, MaintenanceState.WITHDRAWN]


class MaintenanceQuerySet(models.QuerySet["Maintenance"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: of the systems of its client, or of its agreements."""
        match user.kind:
            case Kind.CLIENT:
                return self.filter(configuration__client_id=user.organisation_id)
            case Kind.MANUFACTURER:
                return self.filter(
                    configuration__contract__agreement__manufacturer_id=user.organisation_id
                )
            case Kind.PUBLISHER:
                return self.filter(
                    configuration__first_proposed_at__isnull=False,
                    configuration__contract__agreement__publisher_id=user.organisation_id,
                )
            case _:
                return self.none()

    def counting(self) -> Self:
        """Keep those that leave committed time: announced in time, accepted by all beforehand."""
        return self.filter(
            state=MaintenanceState.ACCEPTED,
            is_announced_in_time=True,
            accepted_at__lte=F("begins_at"),
        )

    def whole(self) -> Self:
        """Fetch in a fixed number of queries its system, its parties and who has accepted it."""
        return self.select_related(
            "configuration__client",
            "configuration__contract__agreement__manufacturer",
            "configuration__contract__agreement__publisher",
            "proposed_by",
            "author",
            "ended_by__organisation",
        ).prefetch_related("acceptances__organisation", "acceptances__accepted_by")


class Maintenance(models.Model):
    """A window of work on a configuration; whose proposal it is has accepted it by that."""

    configuration = models.ForeignKey(
        "contracts.Configuration",
        on_delete=models.PROTECT,
        related_name="maintenance",
        verbose_name=_("configuration"),
    )
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    note = models.TextField(_("what is done"))
    state = models.CharField(
        _("state"), max_length=9, choices=MaintenanceState, default=MaintenanceState.PROPOSED
    )
    notice_days = models.PositiveSmallIntegerField(
        _("days to announce it before"), help_text=_("By the contract, when it was proposed.")
    )
    is_announced_in_time = models.BooleanField(_("announced in time"))
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
    accepted_at = models.DateTimeField(_("accepted by all"), null=True, blank=True)
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

    objects = MaintenanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("maintenance")
        verbose_name_plural = _("maintenance")
        ordering = ["-begins_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MaintenanceState.values),
                name="maintenance_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="maintenance_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="maintenance_says_what_is_done"),
            models.CheckConstraint(
                condition=Q(state=MaintenanceState.ACCEPTED, accepted_at__isnull=False)
                | ~Q(state=MaintenanceState.ACCEPTED) & Q(accepted_at=None),
                name="maintenance_accepted_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(reason="")
                | ~Q(state__in=_ENDED) & Q(ended_at=None, ended_by=None, reason=""),
                name="maintenance_ended_by_somebody_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["configuration", "begins_at"], name="maintenance_of_a_configuration"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.configuration_id} {self.begins_at:%Y-%m-%d %H:%M}"

    @property
    def counts(self) -> bool:
        """Whether it leaves committed time: announced in time, accepted by all beforehand."""
        return (
            self.state == MaintenanceState.ACCEPTED
            and self.is_announced_in_time
            and self.accepted_at is not None
            and self.accepted_at <= self.begins_at
        )


class MaintenanceAcceptance(models.Model):
    """One party's word that the window suits it; never changed."""

    maintenance = models.ForeignKey(
        Maintenance,
        on_delete=models.PROTECT,
        related_name="acceptances",
        verbose_name=_("maintenance"),
    )
    organisation = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    accepted_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted"))

    class Meta:
        verbose_name = _("acceptance of maintenance")
        verbose_name_plural = _("acceptances of maintenance")
        ordering = ["accepted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["maintenance", "organisation"], name="maintenance_accepted_once_by_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.maintenance_id} {self.organisation_id}"
