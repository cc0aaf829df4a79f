"""Statements: the issued reckoning of a contract's month, frozen, and what a client contests.

A draft is reckoned anew whenever it is read and stands in no table. What the database itself
refuses beyond the constraints here stands in the migrations: an issued document that changes, a
number that leaves a gap, lines that do not sum to their document, a contest that is accepted and
leads to no note of its statement, its own or that of one which it is accepted along with.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import ContestDecision, Kind, SplitMethod, StatementState
from contracts.models.codes import currency_code
from contracts.models.user import User
from contracts.rules.settling import contest_ends_anew, state_for_client

_BEFORE = timedelta(microseconds=1)


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: a client its own, each vendor those of its agreements."""
        match user.kind:
            case Kind.CLIENT:
                return self.filter(contract__client_id=user.organisation_id)
            case Kind.MANUFACTURER:
                return self.filter(agreement__manufacturer_id=user.organisation_id)
            case Kind.PUBLISHER:
                return self.filter(agreement__publisher_id=user.organisation_id)
            case _:
                return self.none()

    def whole(self) -> Self:
        """Fetch in a fixed number of queries all that is read of a statement."""
        return self.select_related(
            "contract__client",
            "agreement__manufacturer",
            "agreement__publisher",
            "issued_by__organisation",
        ).prefetch_related(
            "lines__configuration",
            "lines__contests__opened_by",
            "lines__contests__decided_by",
            "corrections__lines",
        )


class DocumentSeries(models.Model):
    """The last number of each kind of document under an agreement; locked to issue the next."""

    agreement = models.OneToOneField(
        "contracts.Agreement", on_delete=models.PROTECT, related_name="series", primary_key=True
    )
    statements = models.PositiveIntegerField(_("last statement"), default=0)
    corrections = models.PositiveIntegerField(_("last correction"), default=0)

    class Meta:
        verbose_name = _("series of documents")
        verbose_name_plural = _("series of documents")

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.statements}, {self.corrections}"


class Statement(models.Model):
    """One contract, one calendar month of its zone: what the manufacturer owes, and why."""

    contract = models.ForeignKey(
        "contracts.Contract",
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name=_("contract"),
    )
    agreement = models.ForeignKey(
        "contracts.Agreement",
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name=_("agreement"),
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=10, choices=StatementState, default=StatementState.ISSUED
    )
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    contest_until = models.DateTimeField(_("can be contested until"))
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    split_method = models.CharField(_("split method"), max_length=12, choices=SplitMethod)
    fee = models.DecimalField(_("fee of the month"), max_digits=12, decimal_places=2)
    availability = models.DecimalField(
        _("availability in percent"), max_digits=7, decimal_places=4, null=True
    )
    penalty = models.DecimalField(_("penalty"), max_digits=12, decimal_places=2)
    reimbursement = models.DecimalField(_("reimbursement"), max_digits=12, decimal_places=2)
    reckoning = models.JSONField(_("reckoning"))

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        ordering = ["-month", "contract"]
        indexes = [models.Index(fields=["-month", "-id"], name="statement_by_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "month"], name="one_statement_per_contract_and_month"
            ),
            models.UniqueConstraint(
                fields=["agreement", "number"], name="statement_numbered_once_per_agreement"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="statement_is_of_a_calendar_month"
            ),
            models.CheckConstraint(
                condition=Q(penalty__gte=0, reimbursement__gte=0),
                name="statement_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(penalty__lte=F("fee")), name="statement_owes_at_most_the_fee"
            ),
            models.CheckConstraint(
                condition=Q(contest_until__gt=F("issued_at")),
                name="statement_can_be_contested_after_its_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month:%Y-%m}"

    @property
    def key(self) -> str:
        """Return its name in addresses; the contract is fetched with it."""
        return statement_key(self.contract.number, self.month)

    @property
    def legal_number(self) -> str:
        """Return its number as documents say it."""
        return f"S-{self.number:06}"

    @property
    def state_for_client(self) -> StatementState:
        """Return how far it has come as its client reads it."""
        return state_for_client(StatementState(self.state))

    @property
    def contestable_until(self) -> datetime:
        """Return the instant from which the client contests nothing; `whole` fetches it all.

        The contract's delay from the issue, from each decision on a line that the manufacturer had
        reopened, and from each note that changes what the client is owed.
        """
        again = [*self._reopenings_decided(), *self._notes_for_client()]
        zone = self.contract.zone()
        return contest_ends_anew(self.issued_at, self.contest_until, again, zone)

    @property
    def last_day_to_contest(self) -> date:
        """Return the last whole day, in the contract's zone, on which a line can be contested."""
        return self.contract.day_of(self.contestable_until - _BEFORE)

    def _reopenings_decided(self) -> Iterator[datetime]:
        maker = self.agreement.manufacturer_id
        for line in self.lines.all():
            for each in line.contests.all():
                if each.decided_at and each.opened_by.organisation_id == maker:
                    yield each.decided_at

    def _notes_for_client(self) -> Iterator[datetime]:
        for note in self.corrections.all():
            if any(each.penalty for each in note.lines.all()):
                yield note.issued_at


class StatementLine(models.Model):
    """What one system has in the statement of a month."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="lines", verbose_name=_("statement")
    )
    configuration = models.ForeignKey(
        "contracts.Configuration",
        on_delete=models.PROTECT,
        related_name="statement_lines",
        verbose_name=_("configuration"),
    )
    availability = models.DecimalField(
        _("availability in percent"), max_digits=7, decimal_places=4, null=True
    )
    penalty = models.DecimalField(_("penalty"), max_digits=12, decimal_places=2)
    reimbursement = models.DecimalField(_("reimbursement"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of a statement")
        ordering = ["statement", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "configuration"], name="one_line_per_statement_and_system"
            ),
            models.CheckConstraint(
                condition=Q(penalty__gte=0), name="statement_line_owes_nothing_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.configuration_id}"


class Contest(models.Model):
    """A client's objection to a line, or that it was reopened; what the manufacturer decided."""

    line = models.ForeignKey(
        StatementLine, on_delete=models.PROTECT, related_name="contests", verbose_name=_("line")
    )
    reason = models.TextField(_("reason"))
    opened_by = models.ForeignKey("contracts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("contested"))
    decision = models.CharField(_("decision"), max_length=8, choices=ContestDecision, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    along_with = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="along",
        verbose_name=_("accepted along with"),
        help_text=_("The note of that one is the note of both."),
    )

    class Meta:
        verbose_name = _("contest")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(decision=""), name="one_open_contest_per_line"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="contest_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | ~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="contest_decided_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(decision=ContestDecision.REFUSED) | ~Q(answer=""),
                name="contest_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(along_with=None)
                | Q(decision=ContestDecision.ACCEPTED) & ~Q(along_with=F("id")),
                name="contest_accepted_along_with_another_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.decision}"

    @property
    def noted_by(self) -> int:
        """Return the key of the contest whose note is this one’s: its own, unless along with it."""
        return self.along_with_id or self.pk

    @property
    def is_reopening(self) -> bool:
        """Whether the manufacturer opened it itself; the line's statement is fetched with it."""
        maker = self.line.statement.agreement.manufacturer_id
        return self.opened_by.organisation_id == maker


def statement_key(number: str, month: date) -> str:
    """Return the name of a contract's month: ``{contract}-{YYYY-MM}``."""
    return f"{number}-{month:%Y-%m}"
