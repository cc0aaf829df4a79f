"""The words of incidents: queues, states, moves, audiences, kinds of event."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Queue(models.TextChoices):
    """Whose work it is; the vendor behind it follows from the agreement."""

    HARDWARE = "hardware", _("Hardware")
    SOFTWARE = "software", _("Software")
    TRIAGE = "triage", _("To sort")


class LessonSource(models.TextChoices):
    """What taught where an incident belongs."""

    ROUTED = "routed", _("Re-routed by hand")
    RETURNED = "returned", _("Returned as “not software”")
    RESOLVED = "resolved", _("Cause at resolution")


class ChangeOfRouter(models.TextChoices):
    """Why another version of the classifier routes."""

    PROMOTED = "promoted", _("A challenger was better")
    CHOSEN = "chosen", _("Chosen by an operator")
    ROLLED_BACK = "rolled_back", _("Rolled back")


class Status(models.TextChoices):
    OPEN = "open", pgettext_lazy("status", "Open")
    WAITING = "waiting", _("Waiting for the client")
    RESTORED = "restored", _("Restored")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")


UNFINISHED = (Status.OPEN, Status.WAITING, Status.RESTORED)
UNRESTORED = (Status.OPEN, Status.WAITING)


class Channel(models.TextChoices):
    """By which door an incident came."""

    BROWSER = "browser", _("Browser")
    API = "api", _("API")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    MONITORING = "monitoring", _("Monitoring")


class Audience(models.TextChoices):
    """Who may read a comment; the widest comes first, and none is ever widened."""

    CLIENT = "client", pgettext_lazy("audience", "Client")
    VENDORS = "vendors", _("Both vendors")
    INTERNAL = "internal", _("My company only")


class Standing(models.TextChoices):
    """How a person stands to one incident."""

    CLIENT = "client", pgettext_lazy("standing", "Client")
    OWNER = "owner", _("Owner")
    PARTNER = "partner", _("Partner at work")
    ONLOOKER = "onlooker", _("Partner no longer at work")


class Action(models.TextChoices):
    """What can be done to an incident; the values are the names in the API."""

    ASSIGN = "assign", _("Assign")
    ROUTE = "route", _("Re-route")
    WAIT = "wait", _("Wait for the client")
    ANSWER = "answer", _("Resume work")
    RESTORE = "restore", _("Mark restored")
    NOT_RESTORED = "not-restored", _("It is not restored")
    CONFIRM = "confirm", _("Yes, it works")
    RESOLVE = "resolve", _("Resolve")
    REOPEN = "reopen", _("Reopen")
    CLOSE = "close", _("Close")
    IMPACT = "impact", _("Change the impact")
    CALL = "call", _("Log a call")
    THIRD_PARTY = "third-party", _("With a third party")
    BACK = "back", _("Back with us")
    MISMATCH = "mismatch", _("Note a mismatch")
    COMMENT = "comment", _("Write")


class LegState(models.TextChoices):
    """The states of an escalation, the publisher's leg of an incident."""

    REQUESTED = "requested", _("To be acknowledged")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    IN_PROGRESS = "in_progress", _("In progress")
    RESOLVED = "resolved", _("Resolved")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_LEG = (LegState.REQUESTED, LegState.ACKNOWLEDGED, LegState.IN_PROGRESS)


class LegAction(models.TextChoices):
    """What can be done to an escalation; the values are the names in the API."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    CASE = "case", _("Give the case number")
    START = "start", _("Start work")
    RESOLVE = "resolve", _("Resolve")
    RETURN = "return", _("Hand back")
    RAISE = "raise", _("Raise one level")
    MANAGER = "manager", _("Name the critical-situation manager")


class Outside(models.TextChoices):
    """Why an incident lies outside the guarantee; information, never a refusal."""

    NO_REVISION = "activation", _("the configuration is not in force yet")
    NO_CONFIGURATION = "no-configuration", _("the system is not known yet")
    DATES = "dates", _("the contract does not run on that day")
    HOURS = "hours", _("these hours are not covered by the contract")


class MailFault(models.TextChoices):
    """Why an e-mail did not name its system; information, never a refusal."""

    MISTYPED = "mistyped", _("this support number has a typing error")
    UNKNOWN = "unknown", _("none of the client’s systems has this support number")
    REVOKED = "revoked", _("this support number was revoked")
    SEVERAL_NUMBERS = "several-numbers", _("these support numbers are of several systems")
    NO_NUMBER = "no-number", _("no support number, and the client has several systems")


class Due(models.TextChoices):
    """What is owed next, and by when."""

    RESPOND = "respond", _("Call back")
    ACKNOWLEDGE = "acknowledge", pgettext_lazy("owed", "Acknowledge")
    NEWS = "news", pgettext_lazy("owed", "Next news")
    RESTORE = "restore", _("Restore")
    NOTHING = "nothing", _("Nothing")


class Holder(models.TextChoices):
    """In whose court an incident is."""

    MANUFACTURER = "manufacturer", _("Manufacturer")
    PUBLISHER = "publisher", _("Publisher")
    JOINT = "joint", _("Joint")
    THIRD_PARTY = "third_party", _("Third party")
    CLIENT = "client", pgettext_lazy("standing", "Client")


class EventKind(models.TextChoices):
    """What can happen to an incident; each is a line of its timeline."""

    OPENED = "incident.opened", _("Opened")
    ROUTED = "incident.routed", _("Routed")
    HANDED_OVER = "incident.handed_over", _("Handed over")
    CALLED = "incident.called", _("Call to the client")
    CAUSE_STATED = "incident.cause_stated", _("Cause stated")
    ASSIGNED = "incident.assigned", _("Assigned")
    MOVED = "incident.moved", _("Moved")
    CONFIRMED = "incident.confirmed", _("Confirmed by the client")
    MISMATCH_MARKED = "incident.mismatch_marked", _("Configuration mismatch")
    MAIL_READ = "incident.mail_read", _("E-mail read")
    IMPACT_CHANGED = "incident.impact_changed", _("Impact changed")
    SHARED = "incident.shared", _("Shown to the publisher")
    TO_THIRD_PARTY = "incident.to_third_party", _("Handed to a third party")
    FROM_THIRD_PARTY = "incident.from_third_party", _("Back from a third party")
    PRIORITY_FORCED = "incident.priority_forced", _("Priority forced")
    PRIORITY_FREED = "incident.priority_freed", _("Priority no longer forced")
    COMMENTED = "comment.added", _("Message")
    REQUESTED = "escalation.requested", _("Escalation requested")
    ACKNOWLEDGED = "escalation.acknowledged", _("Escalation acknowledged")
    CASE_GIVEN = "escalation.case_given", _("Case number given")
    STARTED = "escalation.started", _("Work started")
    RETURNED = "escalation.returned", _("Escalation returned")
    JOINED = "escalation.joined", _("Joint bridge opened")
    RAISED = "escalation.raised", _("Escalation raised")
    CLIMBED = "escalation.climbed", _("Escalation climbed")
    MANAGERS_CALLED = "escalation.managers_called", _("Duty managers called")
    MANAGER_NAMED = "escalation.manager_named", _("Critical-situation manager named")
    PROMISE_WARNED = "incident.promise_warned", _("Promise at risk")
    PROMISE_MISSED = "incident.promise_missed", _("Promise missed")
    DEADLINE_MOVED = "incident.deadline_moved", _("Deadline moved with the calendar")
    DEADLINE_KEPT = "incident.deadline_kept", _("Deadline kept against the calendar")
    LEG_RESOLVED = "escalation.resolved", _("Escalation resolved")
    WITHDRAWN = "escalation.withdrawn", _("Escalation withdrawn")
