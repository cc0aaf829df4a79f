"""Tables of the tickets room, gathered for Django."""

from tickets.models.conversation import Attachment, Comment
from tickets.models.desk import Draft
from tickets.models.escalation import Escalation
from tickets.models.event import IncidentEvent, Unfollowed
from tickets.models.incident import Incident
from tickets.models.received_mail import ReceivedMail

__all__ = [
    "Attachment",
    "Comment",
    "Draft",
    "Escalation",
    "Incident",
    "IncidentEvent",
    "ReceivedMail",
    "Unfollowed",
]
