"""The timeline of incidents, append-only and sealed; and the news nobody has followed yet."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind
from contracts.models import User
from tickets.choices import Audience, EventKind


def readable(user: User, of: str = "") -> Q:
    """Compile who may read a line or a comment of a visible incident (domain.md, conversation).

    ``of`` leads to the line.
    """
    is_internal = Q((f"{of}audience", Audience.INTERNAL))
    own = is_internal & Q((f"{of}organisation_id", user.organisation_id))
    if user.kind == Kind.CLIENT:
        return Q((f"{of}audience", Audience.CLIENT)) | own
    if user.organisation.is_vendor:
        return Q((f"{of}audience__in", [Audience.CLIENT, Audience.VENDORS])) | own
    return Q((f"{of}pk__in", []))


class IncidentEventQuerySet(models.QuerySet["IncidentEvent"]):
    def readable_by(self, user: User) -> Self:
        return self.filter(readable(user))


class IncidentEvent(models.Model):
    """A line of the timeline: who, when, what; never changed, never deleted (a trigger refuses)."""

    incident = models.ForeignKey(
        "tickets.Incident", on_delete=models.PROTECT, related_name="events"
    )
    sequence = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=40, choices=EventKind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    audience = models.CharField(_("read by"), max_length=8, choices=Audience)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = IncidentEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        ordering = ["incident", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "sequence"], name="event_has_its_place_in_the_timeline"
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.INTERNAL) | Q(organisation__isnull=False),
                name="internal_event_belongs_to_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.sequence} {self.kind}"


class Unfollowed(models.Model):
    """The outbox: an event whose consequences are not all drawn; written with it, deleted after."""

    event = models.OneToOneField(IncidentEvent, on_delete=models.CASCADE, primary_key=True)
    at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("event to follow")
        verbose_name_plural = _("events to follow")
        indexes = [models.Index(fields=["tries", "at"], name="unfollowed_least_tried")]

    def __str__(self) -> str:
        return str(self.event_id)
