"""The words of news: consequences of an event, states of a delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsequenceName(models.TextChoices):
    """What can follow from an event; each is claimed by itself."""

    ESCALATE = "escalate", _("Escalate to the publisher")
    NOTIFY = "notify", _("Tell the people concerned")
    PLAN = "plan", _("Plan what is due")


class DueKind(models.TextChoices):
    """What is done about an incident as time passes."""

    CLIMB = "climb", _("Climb one level")
    CALL_MANAGERS = "call_managers", _("Call both duty managers")
    WARN = "warn", _("Warn of a promise")
    TELL_MISSED = "tell_missed", _("Tell that a promise was missed")


class DueOutcome(models.TextChoices):
    """How something that was due ended."""

    DONE = "done", _("Done")
    NOBODY = "nobody", _("Done, with nobody on duty")
    OVERTAKEN = "overtaken", _("Overtaken by a later one")
    NOT_WANTED = "not_wanted", _("No longer to be done")


class Medium(models.TextChoices):
    """By what way news reaches a person outside the portal."""

    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")


class DispatchState(models.TextChoices):
    """Where what leaves for a person stands."""

    GATHERING = "gathering", _("Gathering news")
    PENDING = "pending", _("To be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("No longer to be sent")


class NewsGroup(models.TextChoices):
    """Kinds of news as a person tells them apart who chooses what to be told of."""

    CALL = "call", _("Escalations to which I am called")
    INCIDENT = "incident", _("New incidents for me or my queue")
    MESSAGE = "message", _("Messages")
    STATE = "state", _("How an incident goes on")
    ESCALATION = "escalation", _("How an escalation goes on")
    DEADLINE = "deadline", _("Deadlines that come near or pass")
    REGISTER = "register", _("Systems and their revisions")
    CONTRACT = "contract", _("Contracts and guarantee requests")


class Sending(models.TextChoices):
    """How an attempt to send went."""

    SENT = "sent", _("Sent")
    NOT_DUE = "not-due", _("Not due")
    REFUSED = "refused", _("Refused")
    UNREACHABLE = "unreachable", _("No server")
    TAKEN = "taken", _("Another worker has it")


class LapseKind(models.TextChoices):
    """What should have happened and did not."""

    UNESCALATED = "unescalated", _("A software incident without an escalation")
    UNFOLLOWED = "unfollowed", _("An event that nobody followed")
    UNTOLD = "untold", _("News of the register that nobody followed")
    UNSENT = "unsent", _("An e-mail overdue")
    UNCALLED = "uncalled", _("A call of a webhook overdue")
    CLOCK = "clock", _("A deadline that its timeline does not give")
    OVERDUE = "overdue", _("A due action that nobody did")
    UNPLANNED = "unplanned", _("A running incident whose deadlines nobody planned")
    CLIMBED_TWICE = "climbed-twice", _("An escalation that climbed twice to one level")
    UNREADABLE = "unreadable", _("An incident under hours that nobody can read")
    NOBODY_ON_DUTY = "nobody-on-duty", _("A level with a roster, and nobody on duty")


class Decision(models.TextChoices):
    """What an operator decides on deadlines that the calendar gives otherwise than stored."""

    TAKEN = "take", _("The new deadline was taken")
    LEFT = "leave", _("The deadline was left as promised")


class Sweep(models.TextChoices):
    """What beat starts again and again; each notes when it last ran to its end."""

    FOLLOW = "follow", _("Follow events")
    DUE = "due", _("Do what is due")
    MAIL = "mail", _("Send e-mails")
    AUDIT = "audit", _("Audit")
    NEWS = "news", _("Follow the news of the register")
    REMIND = "remind", _("Say which answers are overdue")
    CLOSE = "close", _("Close what nobody has disputed")
    GAPS = "gaps", _("Say which gaps in rosters come")
    CHECK = "check", _("Check all deadlines that run")
    CALL = "call", _("Call webhooks")
    SHARES = "shares", _("Say which answers on outages are due")
    DEEM = "deem", _("Let silence agree where it may")
    MONTHS = "months", _("Say which months are over")
    LEARN = "learn", _("Learn from corrections of the router")
    KEYS = "keys", _("Forget the keys of old requests")
    SESSIONS = "sessions", _("Forget old sessions")
