"""The ledger: append-only double entry of what the vendors and the client owe each other.

What the database itself refuses beyond the constraints here stands in the migrations: a change, a
table that is emptied, a posting that comes later than its entry, an entry that does not sum to
zero, another currency than the statement's, a line of another statement, the reversal of a
document, a document that is booked otherwise than its lines say, a payment or a reimbursement on
another account than its own, a statement in another state than the ledger says.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind, LedgerAccount, LedgerAct
from contracts.models.codes import currency_code
from contracts.models.correction import Correction
from contracts.models.statement import Statement, StatementLine
from contracts.models.user import User


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: never a client, each vendor its own agreements'."""
        if user.kind == Kind.MANUFACTURER:
            return self.filter(statement__agreement__manufacturer_id=user.organisation_id)
        if user.kind == Kind.PUBLISHER:
            return self.filter(statement__agreement__publisher_id=user.organisation_id)
        return self.none()


class LedgerEntry(models.Model):
    """One act, booked once; its postings sum to zero."""

    act = models.CharField(_("act"), max_length=13, choices=LedgerAct)
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="entries", verbose_name=_("statement")
    )
    correction = models.OneToOneField(
        Correction, on_delete=models.PROTECT, null=True, related_name="entry"
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversal"
    )
    round = models.PositiveIntegerField(
        _("round"), default=1, help_text=_("Of payments: the how manieth of this statement.")
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by whom")
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "act", "round"],
                condition=~Q(act__in=[LedgerAct.CORRECTION, LedgerAct.REVERSAL]),
                name="act_booked_once_per_statement",
            ),
            models.CheckConstraint(
                condition=~Q(act=LedgerAct.ISSUE) | Q(round=1), name="statement_issued_once"
            ),
            models.CheckConstraint(
                condition=Q(act=LedgerAct.CORRECTION, correction__isnull=False)
                | ~Q(act=LedgerAct.CORRECTION) & Q(correction=None),
                name="ledger_entry_of_a_correction_names_it",
            ),
            models.CheckConstraint(
                condition=Q(act=LedgerAct.REVERSAL, reverses__isnull=False) & ~Q(reason="")
                | ~Q(act=LedgerAct.REVERSAL) & Q(reverses=None),
                name="reversal_names_what_it_reverses_and_why",
            ),
            models.CheckConstraint(
                condition=Q(act__in=LedgerAct.values), name="ledger_entry_is_of_a_known_act"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.statement_id}"


class LedgerPosting(models.Model):
    """A signed amount on an account for a line of a statement: a debit is above zero."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="postings")
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(_("account"), max_length=20, choices=LedgerAccount)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("posting")
        ordering = ["entry", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="posting_moves_something"),
            models.CheckConstraint(
                condition=Q(account__in=LedgerAccount.values),
                name="posting_stands_on_a_known_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
