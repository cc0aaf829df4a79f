"""Tables of the escalation room, gathered for Django."""

from escalation.models.clock_difference import ClockDifference
from escalation.models.dispatch import Dispatch
from escalation.models.due_action import DueAction
from escalation.models.followed import Followed
from escalation.models.habits import NewsChoice, QuietHours, Webhook
from escalation.models.last_run import LastRun
from escalation.models.notification import Notification

__all__ = [
    "ClockDifference",
    "Dispatch",
    "DueAction",
    "Followed",
    "LastRun",
    "NewsChoice",
    "Notification",
    "QuietHours",
    "Webhook",
]
