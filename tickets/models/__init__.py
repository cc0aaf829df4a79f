"""Tables of the tickets room, gathered for Django."""

from tickets.models.conversation import Attachment, Comment
from tickets.models.custody import Custody
from tickets.models.desk import Draft
from tickets.models.escalation import Escalation
from tickets.models.event import IncidentEvent, Unfollowed
from tickets.models.incident import Incident
from tickets.models.lesson import Lesson
from tickets.models.received_mail import ReceivedMail
from tickets.models.router import RouterChange, RouterTrial, RouterVersion

__all__ = [
    "Attachment",
    "Comment",
    "Custody",
    "Draft",
    "Escalation",
    "Incident",
    "IncidentEvent",
    "Lesson",
    "ReceivedMail",
    "RouterChange",
    "RouterTrial",
    "RouterVersion",
    "Unfollowed",
]
