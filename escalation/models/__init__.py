"""Tables of the escalation room, gathered for Django."""

from escalation.models.clock_difference import ClockDifference
from escalation.models.dispatch import Dispatch
from escalation.models.followed import Followed
from escalation.models.habits import NewsChoice, QuietHours, Webhook
from escalation.models.notification import Notification

__all__ = [
    "ClockDifference",
    "Dispatch",
    "Followed",
    "NewsChoice",
    "Notification",
    "QuietHours",
    "Webhook",
]
