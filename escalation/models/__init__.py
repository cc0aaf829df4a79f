"""Tables of the escalation room, gathered for Django."""

from escalation.models.clock_difference import ClockDifference
from escalation.models.followed import Followed
from escalation.models.notification import Notification

__all__ = ["ClockDifference", "Followed", "Notification"]
