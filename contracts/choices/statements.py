"""The words of money: states of a statement, accounts of the ledger, acts that are booked."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CutBy(models.TextChoices):
    """Which cap cut the penalties of a month last (domain.md, Statement, step 5)."""

    NONE = "none", pgettext_lazy("cap", "No cap")
    MONTHLY = "monthly", pgettext_lazy("cap", "Monthly cap")
    ANNUAL = "annual", pgettext_lazy("cap", "Annual cap")


class StatementState(models.TextChoices):
    """How far the money of an issued month has come; a draft is reckoned anew, never stored."""

    ISSUED = "issued", pgettext_lazy("statement", "Issued")
    PAID = "paid", pgettext_lazy("statement", "Paid")
    REIMBURSED = "reimbursed", pgettext_lazy("statement", "Reimbursed")


class StatementAction(models.TextChoices):
    """What people do with the statement of a month; `contracts.rules.settling` says when."""

    ISSUE = "issue", pgettext_lazy("statement", "Issue")
    PAY = "pay", pgettext_lazy("statement", "Record the payment")
    REIMBURSE = "reimburse", pgettext_lazy("statement", "Record the reimbursement")
    CONTEST = "contest", pgettext_lazy("statement", "Contest")
    DECIDE = "decide", pgettext_lazy("statement", "Decide")


class ContestDecision(models.TextChoices):
    """What became of a client's contest of a line."""

    ACCEPTED = "accepted", pgettext_lazy("contest", "Accepted")
    REFUSED = "refused", pgettext_lazy("contest", "Refused")


class LedgerAccount(models.TextChoices):
    """The accounts of the manufacturer's book, in which each posting stands."""

    CLIENT_CREDIT = "client_credit", pgettext_lazy("ledger", "Owed to the client")
    PENALTY_COST = "penalty_cost", pgettext_lazy("ledger", "Cost of penalties")
    PUBLISHER_RECEIVABLE = "publisher_receivable", pgettext_lazy("ledger", "Due from the publisher")
    CASH = "cash", pgettext_lazy("ledger", "Cash")


class LedgerAct(models.TextChoices):
    """The acts that are booked, each once."""

    ISSUE = "issue", pgettext_lazy("ledger", "Statement issued")
    CORRECTION = "correction", pgettext_lazy("ledger", "Correction issued")
    PAYMENT = "payment", pgettext_lazy("ledger", "Paid to the client")
    REIMBURSEMENT = "reimbursement", pgettext_lazy("ledger", "Reimbursed by the publisher")
    REVERSAL = "reversal", pgettext_lazy("ledger", "Reversal")
