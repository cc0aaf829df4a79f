"""What a person is told, in the portal and by e-mail: one outbox row per event and recipient."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models import User
from escalation.choices import MailState
from tickets.models import Incident, IncidentEvent


class NotificationQuerySet(models.QuerySet["Notification"]):
    def readable_by(self, user: User) -> Self:
        """Keep what this person was told and may still read, by the policy of incidents."""
        return self.filter(
            recipient=user,
            incident__in=Incident.objects.visible_to(user).order_by().values("pk"),
            event__in=IncidentEvent.objects.readable_by(user).order_by().values("pk"),
        )

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def to_send_at(self, at: datetime) -> Self:
        """Keep e-mails that are due: pending, or left behind by a worker that died."""
        return self.filter(
            mail_state__in=[MailState.PENDING, MailState.SENDING], mail_due_at__lte=at
        )


class Notification(models.Model):
    """News of one event for one person; unread until they have seen it."""

    recipient = models.ForeignKey(
        "contracts.User", on_delete=models.CASCADE, related_name="notifications"
    )
    event = models.ForeignKey("tickets.IncidentEvent", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(
        "tickets.Incident", on_delete=models.PROTECT, related_name="notifications"
    )
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mail_state = models.CharField(
        _("e-mail"), max_length=8, choices=MailState, default=MailState.PENDING
    )
    mail_due_at = models.DateTimeField()
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_sent_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient"], name="each_person_told_once_per_event"
            ),
            models.CheckConstraint(
                condition=(Q(mail_state=MailState.SENT) & Q(mail_sent_at__isnull=False))
                | (~Q(mail_state=MailState.SENT) & Q(mail_sent_at__isnull=True)),
                name="sent_mail_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "-id"],
                name="notification_unread",
                condition=Q(read_at__isnull=True),
            ),
            models.Index(fields=["recipient", "-id"], name="notification_of_person"),
            models.Index(
                fields=["mail_due_at"],
                name="notification_mail_due",
                condition=Q(mail_state__in=[MailState.PENDING, MailState.SENDING]),
            ),
            models.Index(
                fields=["id"],
                name="notification_mail_failed",
                condition=Q(mail_state=MailState.FAILED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.event_id}"
