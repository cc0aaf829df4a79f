"""Notes: the credit or debit that corrects an issued statement, line by line; never changed.

What the database itself refuses beyond the constraints here stands in the migrations, as of
statements: one without an accepted contest of its statement, lines of another one, none that
changes, between the vendors alone a line that moves what the client is owed, more taken back than
was owed.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind
from contracts.models.statement import Contest, Statement, StatementLine
from contracts.models.user import User


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: the notes of the statements that they see.

        A client sees none that moves between the vendors alone.
        """
        seen = self.filter(statement__in=Statement.objects.visible_to(user))
        return seen.filter(is_between_vendors=False) if user.kind == Kind.CLIENT else seen

    def whole(self) -> Self:
        """Fetch in one query who issued it, and the contest that led to it."""
        line = ("contest__line__configuration", "contest__line__statement__agreement")
        return self.select_related("issued_by__organisation", "contest__opened_by", *line)


class Correction(models.Model):
    """The credit or debit note for the difference that an accepted contest leads to."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("statement")
    )
    agreement = models.ForeignKey(
        "contracts.Agreement", on_delete=models.PROTECT, related_name="corrections"
    )
    contest = models.OneToOneField(
        Contest, on_delete=models.PROTECT, related_name="correction", verbose_name=_("contest")
    )
    number = models.PositiveIntegerField(_("number"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey("contracts.User", on_delete=models.PROTECT, related_name="+")
    penalty = models.DecimalField(_("difference of the penalty"), max_digits=12, decimal_places=2)
    reimbursement = models.DecimalField(
        _("difference of the reimbursement"), max_digits=12, decimal_places=2
    )
    reckoning = models.JSONField(_("reckoning"), help_text=_("Of the whole month, anew."))
    is_between_vendors = models.BooleanField(
        _("between the vendors alone"), help_text=_("Its client reads the same as before it.")
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="correction_numbered_once_per_agreement"
            ),
            models.CheckConstraint(
                condition=Q(is_between_vendors=False) | Q(penalty=0),
                name="correction_between_vendors_owes_the_client_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.legal_number

    @property
    def legal_number(self) -> str:
        """Return its number as documents say it."""
        return f"N-{self.number:06}"

    @property
    def is_credit(self) -> bool:
        """Whether the client is owed more by it; a debit note takes back."""
        return self.penalty >= 0

    def is_read_by(self, user: User) -> bool:
        """Tell of a note of a statement that this person sees whether they see it as well."""
        return user.kind != Kind.CLIENT or not self.is_between_vendors


class CorrectionLine(models.Model):
    """The difference of one line; the caps may move what others have too."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="corrections")
    penalty = models.DecimalField(_("difference of the penalty"), max_digits=12, decimal_places=2)
    reimbursement = models.DecimalField(
        _("difference of the reimbursement"), max_digits=12, decimal_places=2
    )

    class Meta:
        verbose_name = _("line of a correction")
        verbose_name_plural = _("lines of a correction")
        ordering = ["correction", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "line"], name="line_corrected_once_per_correction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correction_id} {self.line_id}"
