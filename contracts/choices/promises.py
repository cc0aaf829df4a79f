"""The words of promises: kinds of organisation, impacts, priorities, states of a revision."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What an organisation is in the deal (domain.md, Parties and people)."""

    CLIENT = "client", pgettext_lazy("organisation", "Client")
    MANUFACTURER = "manufacturer", _("Manufacturer")
    PUBLISHER = "publisher", _("Publisher")
    PLATFORM = "platform", _("Platform operator")


class Role(models.TextChoices):
    """A member works incidents; a manager also signs, approves and settles."""

    MEMBER = "member", _("Member")
    MANAGER = "manager", _("Manager")


class Language(models.TextChoices):
    """The languages in which the portal speaks; each is named in itself."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UsualHours(models.TextChoices):
    """Hours that many platforms need; what they are stands in `contracts.rules.usual_hours`."""

    ALWAYS = "always", _("Round the clock, 7 days a week")
    OFFICE = "office", _("Monday–Friday, 08:00–18:00")
    TWO_HALVES = "two-halves", _("Monday–Friday, 09:00–12:00 and 14:00–18:00")
    SHOP = "shop", _("Monday–Saturday, 08:00–20:00")
    DAILY = "daily", _("Every day, 07:00–22:00")


class Impact(models.TextChoices):
    """What the client says is happening; everything promised hangs on it."""

    OUTAGE = "outage", _("Everything is down")
    DEGRADED = "degraded", _("It works badly")
    AT_RISK = "at_risk", _("It works, but it is at risk")
    QUESTION = "question", _("I have a question")


class Promised(models.TextChoices):
    """What is promised within a delay, to a client and by the publisher beneath it."""

    RESPOND = "respond", pgettext_lazy("promise", "Somebody has started")
    RESTORE = "restore", pgettext_lazy("promise", "The service is restored")


class Priority(models.TextChoices):
    """Derived from the impact or forced by the support number; never edited by hand."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class ProductKind(models.TextChoices):
    HARDWARE = "hardware", _("Hardware")
    SOFTWARE = "software", _("Software")


class SplitMethod(models.TextChoices):
    """How the publisher's share of a penalty is computed (domain.md, Statement, step 6)."""

    PROPORTIONAL = "proportional", _("Proportional")
    BUT_FOR = "but_for", _("But for")
    SHAPLEY = "shapley", _("Shapley")


class RevisionState(models.TextChoices):
    """The states that are stored; *in force* and *superseded* follow from the range of time."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RevisionAction(models.TextChoices):
    """What people do with a revision; `contracts.rules.sign_off` says when and who."""

    EDIT = "edit", _("Edit")
    PROPOSE = "propose", _("Propose")
    SIGN = "sign", _("Sign")
    REFUSE = "refuse", _("Refuse")
    WITHDRAW = "withdraw", _("Withdraw")
    COMMENT = "comment", _("Comment")


class AttainableMethod(models.TextChoices):
    """How the attainable availability of a revision was reckoned."""

    CLOSED = "closed", pgettext_lazy("attainable availability", "In closed form")
    SIMULATED = "simulated", pgettext_lazy("attainable availability", "By simulation")


class NotReckoned(models.TextChoices):
    """Why there is no attainable availability of a configuration."""

    NOTHING = "nothing", _("It has no items yet.")
    NO_FIGURES = "no_figures", _("How often some products fail is not known.")
    NO_TERMS = "no_terms", _("Its contract promises nothing yet.")
    NEVER_COVERED = "never_covered", _("Its contract has no hours in the year that follows.")
    TOO_MUCH = "too_much", _("It has too many parts, or they fail too often, to be reckoned.")


class RevisionAudience(models.TextChoices):
    """Who reads a comment on a revision."""

    VENDORS = "vendors", _("Both vendors")
    ALL = "all", _("Both vendors and the client")


class TermsState(models.TextChoices):
    """The states that are stored; *in force* and *past* follow from the range of days."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", pgettext_lazy("terms", "Proposed")
    APPROVED = "approved", pgettext_lazy("terms", "Approved")
    REFUSED = "refused", pgettext_lazy("terms", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("terms", "Withdrawn")
    RESCINDED = "rescinded", pgettext_lazy("terms", "Rescinded")


class UnderpinningState(models.TextChoices):
    """What became of a version of the publisher's promise to the manufacturer."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", pgettext_lazy("underpinning targets", "Proposed")
    AGREED = "agreed", pgettext_lazy("underpinning targets", "Agreed")
    REFUSED = "refused", pgettext_lazy("underpinning targets", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("underpinning targets", "Withdrawn")


class UnderpinningAction(models.TextChoices):
    """What people do with a proposed version; `contracts.rules.underpinning` says who."""

    AGREE = "agree", pgettext_lazy("underpinning targets", "Agree")
    REFUSE = "refuse", pgettext_lazy("underpinning targets", "Refuse")
    WITHDRAW = "withdraw", pgettext_lazy("underpinning targets", "Withdraw")


class ContractStanding(models.TextChoices):
    """How a contract stands on a day; it follows from its terms and its days."""

    PROPOSED = "proposed", _("Waits for approval")
    NOT_AGREED = "not_agreed", _("Not agreed")
    TO_COME = "to_come", _("To come")
    IN_FORCE = "in_force", pgettext_lazy("contract", "In force")
    ENDED = "ended", pgettext_lazy("contract", "Ended")


class TermsAction(models.TextChoices):
    """What people do with terms; `contracts.rules` says in approval and rescission when and who."""

    APPROVE = "approve", _("Approve")
    REFUSE = "refuse", _("Refuse")
    WITHDRAW = "withdraw", _("Withdraw")
    RESCIND = "rescind", _("Rescind")
    TAKE_BACK = "take-back", _("Take back the request to rescind")


class RescissionStep(models.TextChoices):
    """The two steps in which both vendors undo what both have approved, and the way back."""

    ASK = "ask", _("Ask to rescind before it begins")
    CONFIRM = "confirm", _("Confirm the rescission")
    TAKE_BACK = "take-back", _("Take back the request to rescind")


class RescissionBar(models.TextChoices):
    """What stands against undoing terms, whoever wants it."""

    NOT_AGREED = "not_agreed", _("Both vendors have not approved these terms, or they ended.")
    BEGUN = "begun", _("These terms have begun: amend the contract instead.")
    FIRST = "first", _("These are the contract’s first terms: they are amended, not rescinded.")
    BUILT_UPON = "built_upon", _("Later terms stand upon these: end those first.")


class GuaranteeState(models.TextChoices):
    """What became of a client's request for a guarantee."""

    ASKED = "asked", pgettext_lazy("guarantee request", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("guarantee request", "Answered with a contract")
    REFUSED = "refused", pgettext_lazy("guarantee request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("guarantee request", "Withdrawn")


class GuaranteeAction(models.TextChoices):
    """What people do with a request; `contracts.rules.guarantee` says when and who."""

    ANSWER = "answer", _("Answer with a contract")
    REFUSE = "refuse", _("Refuse")
    WITHDRAW = "withdraw", _("Withdraw")


class PassportState(models.TextChoices):
    """What is told of a priority passport to whoever holds it."""

    VALID = "valid", pgettext_lazy("priority passport", "Valid")
    EXPIRED = "expired", pgettext_lazy("priority passport", "Expired")
    REVOKED = "revoked", pgettext_lazy("priority passport", "Revoked")
    NOT_GENUINE = "not_genuine", pgettext_lazy("priority passport", "Not genuine")


class Cycle(models.TextChoices):
    """How often those who take turns on duty hand over."""

    WEEKLY = "weekly", _("Every week")
    DAILY = "daily", _("Every day")


class SwapState(models.TextChoices):
    """What became of somebody's wish that a colleague takes their duty."""

    ASKED = "asked", pgettext_lazy("duty swap", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("duty swap", "Accepted")
    DECLINED = "declined", pgettext_lazy("duty swap", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("duty swap", "Withdrawn")


class SwapAction(models.TextChoices):
    """What is done to a swap that waits for its answer."""

    ACCEPT = "accept", pgettext_lazy("duty swap", "Accept")
    DECLINE = "decline", pgettext_lazy("duty swap", "Decline")
    WITHDRAW = "withdraw", pgettext_lazy("duty swap", "Withdraw")
