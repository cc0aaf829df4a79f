"""The words of news: consequences of an event, states of a delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsequenceName(models.TextChoices):
    """What can follow from an event; each is claimed by itself."""

    ESCALATE = "escalate", _("Escalate to the publisher")
    NOTIFY = "notify", _("Tell the people concerned")


class MailState(models.TextChoices):
    """Where the e-mail of a notification stands."""

    PENDING = "pending", _("To be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("No longer to be sent")


class Sending(models.TextChoices):
    """How an attempt to send an e-mail went."""

    SENT = "sent", _("Sent")
    NOT_DUE = "not-due", _("Not due")
    REFUSED = "refused", _("Refused")
    UNREACHABLE = "unreachable", _("No server")


class LapseKind(models.TextChoices):
    """What should have happened and did not."""

    UNESCALATED = "unescalated", _("A software incident without an escalation")
    UNFOLLOWED = "unfollowed", _("An event that nobody followed")
    UNTOLD = "untold", _("News of the register that nobody followed")
    UNSENT = "unsent", _("An e-mail overdue")
    CLOCK = "clock", _("A deadline that its timeline does not give")
