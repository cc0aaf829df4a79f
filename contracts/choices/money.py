"""The words of money: outages, whose they were, maintenance."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Party(models.TextChoices):
    """Whose responsibility an outage can be, in percent that sum to a hundred."""

    MANUFACTURER = "manufacturer", _("Manufacturer")
    PUBLISHER = "publisher", _("Publisher")
    CLIENT = "client", pgettext_lazy("organisation", "Client")
    THIRD_PARTY = "third_party", _("Third party")


class OutageSource(models.TextChoices):
    """What told of an outage."""

    INCIDENT = "incident", pgettext_lazy("source of an outage", "Incident")
    HAND = "hand", pgettext_lazy("source of an outage", "Recorded by hand")
    MONITORING = "monitoring", pgettext_lazy("source of an outage", "Monitoring")


class OutageState(models.TextChoices):
    """How far the vendors are about whose an outage was; `contracts.rules.outages` moves it."""

    RECORDED = "recorded", pgettext_lazy("outage", "Nothing proposed yet")
    PROPOSED = "proposed", pgettext_lazy("outage", "Waits for the publisher")
    COUNTERED = "countered", pgettext_lazy("outage", "Waits for the manufacturer")
    TO_SETTLE = "to_settle", pgettext_lazy("outage", "To be settled by a manager of each")
    AGREED = "agreed", pgettext_lazy("outage", "Agreed")
    VOID = "void", pgettext_lazy("outage", "Was no outage")


class RoundKind(models.TextChoices):
    """What was said in one step of the vendors' talk about responsibility."""

    PROPOSED = "proposed", pgettext_lazy("responsibility", "Proposed")
    COUNTERED = "countered", pgettext_lazy("responsibility", "Countered")
    ACCEPTED = "accepted", pgettext_lazy("responsibility", "Accepted")
    OFFERED = "offered", pgettext_lazy("responsibility", "A manager’s word to settle")
    SETTLED = "settled", pgettext_lazy("responsibility", "Settled")
    DEEMED = "deemed", pgettext_lazy("responsibility", "Deemed agreed")


class OutageAction(models.TextChoices):
    """What people do with an outage; `contracts.rules.outages` says when and who."""

    CORRECT = "correct", pgettext_lazy("outage", "Correct the interval")
    PROPOSE = "propose", pgettext_lazy("outage", "Propose")
    ACCEPT = "accept", pgettext_lazy("outage", "Accept")
    COUNTER = "counter", pgettext_lazy("outage", "Counter")
    SETTLE = "settle", pgettext_lazy("outage", "Settle")
    TAKE_BACK = "take-back", pgettext_lazy("outage", "Take back")


class MaintenanceState(models.TextChoices):
    """What became of a proposed window of maintenance."""

    PROPOSED = "proposed", pgettext_lazy("maintenance", "Proposed")
    ACCEPTED = "accepted", pgettext_lazy("maintenance", "Accepted by all")
    REFUSED = "refused", pgettext_lazy("maintenance", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("maintenance", "Withdrawn")


class MaintenanceAction(models.TextChoices):
    """What people do with a proposed window; `contracts.rules.maintenance` says when and who."""

    ACCEPT = "accept", pgettext_lazy("maintenance", "Accept")
    REFUSE = "refuse", pgettext_lazy("maintenance", "Refuse")
    WITHDRAW = "withdraw", pgettext_lazy("maintenance", "Withdraw")


class MonthBar(models.TextChoices):
    """Why a month cannot be issued yet (domain.md, Statement)."""

    NOT_OVER = "not_over", _("The month is not over.")
    LASTS = "lasts", _("An outage lasts still.")
    UNKNOWN = "unknown", _("Of a stretch it is not known whether the service was down.")
    NOT_AGREED = "not_agreed", _("Whose responsibility an outage was is not agreed.")
    NO_ZONE = "no_zone", _("Nobody can read the contract’s time zone.")
    NO_HOURS = "no_hours", _("Nobody can read the contract’s hours.")
    NOT_SHARED = "not_shared", _("The shares of the fee do not sum to all of it.")


class Period(models.TextChoices):
    """Over which stretch an availability is told."""

    TODAY = "today", _("Today")
    MONTH = "month", _("This month")
    QUARTER = "quarter", _("This quarter")
    YEAR = "year", _("This year")
    ROLLING = "rolling", _("The last 30 days")
