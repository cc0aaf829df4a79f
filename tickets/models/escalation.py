"""The publisher's leg of an incident: created by a worker, forced to high, one open at a time."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind
from contracts.models import User
from tickets.choices import OPEN_LEG, LegState


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: vendors theirs; a client reads plain words instead."""
        if user.kind == Kind.PUBLISHER:
            return self.filter(incident__publisher_id=user.organisation_id)
        if user.kind == Kind.MANUFACTURER:
            return self.filter(incident__manufacturer_id=user.organisation_id)
        return self.none()

    def open(self) -> Self:
        return self.filter(state__in=OPEN_LEG)

    def for_rows(self) -> Self:
        """Fetch what a row of an incident shows of its leg, and no more."""
        engineer = [f"engineer__organisation__{field}" for field in ("kind", "name", "short_name")]
        return self.select_related("engineer__organisation").only(
            "incident", "state", "is_joint", "requested_at", "engineer__name", *engineer
        )

    def with_incident(self) -> Self:
        """Fetch what an escalation shows of its incident and its people, in two queries."""
        return self.select_related(
            "incident__client",
            "incident__agreement",
            "incident__item__product",
            "engineer",
            "duty_owner",
            "duty_partner",
            "acknowledged_by",
            "critical_manager",
        ).prefetch_related("incident__escalations")


class Escalation(models.Model):
    """The work of the publisher on a software incident (domain.md, Escalation)."""

    incident = models.ForeignKey(
        "tickets.Incident", on_delete=models.PROTECT, related_name="escalations"
    )
    routing_event = models.OneToOneField(
        "tickets.IncidentEvent", on_delete=models.PROTECT, related_name="escalation"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=LegState, default=LegState.REQUESTED
    )
    support_number = models.CharField(_("support number"), max_length=30)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    policy = models.JSONField(_("frozen policy"), default=list)
    is_joint = models.BooleanField(_("joint bridge"), default=False)
    case_number = models.CharField(_("publisher’s case number"), max_length=40, blank=True)
    engineer = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    duty_owner = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    duty_partner = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    critical_manager = models.ForeignKey(
        "contracts.User",
        verbose_name=_("critical-situation manager"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("requested"))
    acknowledge_due_at = models.DateTimeField(_("to be acknowledged before"))
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Where it stood then: what climbs after counts from it. Empty in what was acknowledged before
    # levels climbed by themselves.
    acknowledged_level = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    reason = models.TextField(_("reason or cause"), blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("escalation")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(state__in=OPEN_LEG),
                name="one_open_escalation_per_incident",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=OPEN_LEG) & Q(ended_at__isnull=True))
                | (~Q(state__in=OPEN_LEG) & Q(ended_at__isnull=False)),
                name="escalation_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="escalation_acknowledged_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state=LegState.REQUESTED)
                | Q(state__in=[LegState.RETURNED, LegState.WITHDRAWN])
                | Q(acknowledged_at__isnull=False),
                name="escalation_at_work_was_acknowledged",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1), name="escalation_level_counts_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_LEG

    @property
    def level_name(self) -> str:
        return str(self._step.get("name", ""))

    @property
    def has_roster(self) -> bool:
        """Whether the publisher keeps a roster for this level; older policies do not say."""
        return bool(self._step.get("has_roster"))

    @property
    def _step(self) -> Mapping[str, Any]:
        return next((row for row in self.policy if row["number"] == self.level), {})
