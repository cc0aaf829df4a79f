"""Statements: those that were issued, and the draft of a month, each as one plain reckoning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from contracts.choices import Kind, Role, StatementAction, StatementState
from contracts.dates import say_date, say_month
from contracts.models import Contest, Contract, Correction, Statement, User
from contracts.models.statement import statement_key
from contracts.rules.gap_calendar import first_of_month_after
from contracts.rules.reckoning import Reckoning, for_client, for_publisher
from contracts.rules.refusal import Refusal
from contracts.rules.settling import NOTHING, Actor, Due, actions_open, mark_of, states_read_as
from contracts.selectors.anew import Anew, anew_of
from contracts.selectors.drafts import Draft, draft_for
from contracts.selectors.freed_cap import Freed, freed_of
from contracts.selectors.ledger import due_of
from contracts.selectors.notes import Corrected, corrected

KEY = re.compile(
    r"(?P<number>[A-Z0-9-]{3,20})-(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>0[1-9]|1[0-2])"
)
"""A contract and a month of the calendar, which goes to 2199."""


class NotBegun(Refusal):
    """A month that lies ahead: it has no draft yet."""

    code = "month-not-begun"
    status = 404


@dataclass(frozen=True)
class StatementRead:
    """A month's statement as one person reads it: issued, or else its draft."""

    contract: Contract
    month: date
    reader: User
    at: datetime
    statement: Statement | None = None
    draft: Draft | None = None

    @property
    def key(self) -> str:
        return statement_key(self.contract.number, self.month)

    @property
    def for_vendors(self) -> bool:
        return self.reader.kind != Kind.CLIENT

    @cached_property
    def reckoning(self) -> Reckoning:
        """What this person may read of how the month was reckoned."""
        whole = self.whole_reckoning()
        match self.reader.kind:
            case Kind.CLIENT:
                return for_client(whole)
            case Kind.PUBLISHER:
                return for_publisher(whole)
            case _:
                return whole

    def whole_reckoning(self) -> Reckoning:
        """Return how the month was reckoned, as nobody but the manufacturer reads all of it."""
        if self.statement is not None:
            issued: Reckoning = self.statement.reckoning
            return issued
        if self.draft is not None:
            return self.draft.reckoning
        raise AssertionError("nothing to read")  # pragma: no cover - one of the two is always read

    @cached_property
    def corrected(self) -> Corrected | None:
        """What it comes to with its notes; None where this person reads of none."""
        return None if self.statement is None else corrected(self.reader, self.statement)

    @property
    def notes(self) -> Sequence[Correction]:
        """The notes that correct it, as far as this person reads of them."""
        return self.corrected.notes if self.corrected else ()

    def note_of(self, contest: Contest) -> Correction | None:
        """Return the note that a contest led to, where this person reads it."""
        return next((each for each in self.notes if each.contest_id == contest.noted_by), None)

    @cached_property
    def claimed(self) -> Decimal:
        """What the publisher is asked for, with the corrections; of a draft, or to a client, 0."""
        if self.statement is None or not self.for_vendors:
            return NOTHING
        return self.corrected.reimbursement if self.corrected else self.statement.reimbursement

    @property
    def marks(self) -> dict[StatementAction, str]:
        """What is acted on from here, by the move: so that it acts on what was read."""
        if self.draft is not None:
            return {StatementAction.ISSUE: self.draft.mark}
        decides = {} if self.anew is None else {StatementAction.DECIDE: self.anew.mark}
        return {
            StatementAction.PAY: mark_of(self.due.payable),
            StatementAction.REIMBURSE: mark_of(self.due.reimbursable),
            **decides,
        }

    @cached_property
    def anew(self) -> Anew | None:
        """What an issued month comes to now, for who decides on what is contested of it."""
        if self.statement is None or StatementAction.DECIDE not in self.abilities:
            return None
        return anew_of(self.statement, at=self.at)

    @cached_property
    def due(self) -> Due:
        """What is open on it; of a draft nothing."""
        return Due({}, {}) if self.statement is None else due_of(self.statement)

    @cached_property
    def freed(self) -> Freed | None:
        """What a correction left of the annual cap for it since; for managers of the vendors."""
        if self.statement is None or not reads_drafts(self.reader):
            return None
        return freed_of(self.statement)

    @cached_property
    def abilities(self) -> frozenset[StatementAction]:
        """What this person may do with it at the instant of the reading."""
        actor = actor_to(self.reader, self.contract)
        if self.statement is not None:
            return abilities_on(self.statement, self.due, actor, at=self.at)
        if self.draft is None or self.draft.missing or not actor.is_manager_of_manufacturer:
            return frozenset()
        return frozenset({StatementAction.ISSUE})


def statement_read(user: User, key: str, *, at: datetime) -> StatementRead:
    """Return what this person may read of a month: what was issued, a vendor's manager the draft.

    :raises Http404: no such contract or month, or not for this person.
    :raises NotBegun: there is nothing of it to be read yet.
    """
    contract, month = contract_and_month(user, key)
    issued = Statement.objects.visible_to(user).whole().filter(contract=contract, month=month)
    statement = issued.first()
    if statement is not None:
        return StatementRead(contract, month, user, at, statement=statement)
    if not reads_drafts(user):
        raise Http404
    draft = draft_for(user, contract, month, at=at)
    if draft is None:
        raise Http404
    if contract.day_of(at) < month:
        sentence = _("%(month)s has not begun: its draft can be read from %(day)s on.")
        raise NotBegun(sentence % {"month": say_month(month), "day": say_date(month)})
    return StatementRead(contract, month, user, at, draft=draft)


def statement_as_client(user: User, key: str, *, at: datetime) -> StatementRead:
    """Return what the client reads of a month, or will once it is issued, by the client's own way.

    It is read as somebody of the client's would who works there and manages nothing.

    :raises Http404: no such contract or month, or not for this person.
    """
    own = statement_read(user, key, at=at)
    if not reads_as_client(user, own.contract):
        raise Http404
    client = User(organisation=own.contract.client, role=Role.MEMBER)
    if own.statement is not None:
        return statement_read(client, key, at=at)
    contract, month = contract_and_month(client, key)
    return StatementRead(contract, month, client, at, draft=own.draft)


def statement_for(user: User, key: str) -> Statement:
    """Return an issued statement that this person may see.

    :raises Http404: there is none, or not for this person.
    """
    contract, month = contract_and_month(user, key)
    seen = Statement.objects.visible_to(user).whole()
    found = seen.filter(contract=contract, month=month).first()
    if found is None:
        raise Http404
    return found


def contract_and_month(user: User, key: str) -> tuple[Contract, date]:
    """Return the contract and the month that a key names, ``{contract}-{YYYY-MM}``.

    :raises Http404: no such contract, or not for this person.
    """
    read = KEY.fullmatch(key)
    if read is None:
        raise Http404
    seen = Contract.objects.visible_to(user).approved().with_terms()
    contract = seen.filter(number=read["number"]).first()
    if contract is None:
        raise Http404
    return contract, date(int(read["year"]), int(read["month"]), 1)


def statements_seen_by(user: User) -> QuerySet[Statement]:
    """Return the issued statements that this person may see, the newest month first."""
    seen = Statement.objects.visible_to(user).select_related("contract__client", "agreement")
    return seen.prefetch_related("corrections").order_by("-month", "-id")


def states_of(user: User) -> dict[str, frozenset[StatementState]]:
    """Return the states that this person tells apart, each with those that it stands for."""
    if user.kind != Kind.CLIENT:
        return {each.value: frozenset({each}) for each in StatementState}
    return {each.value: read for each in StatementState if (read := states_read_as(each))}


def with_open_contests(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """Tell of each statement whether a contest of it waits for its answer: ``is_contested``."""
    waiting = Contest.objects.filter(line__statement=OuterRef("pk"), decision="")
    return statements.annotate(is_contested=Exists(waiting))


def first_to_issue(contract: Contract) -> date:
    """Return the first month of a contract that was not issued yet."""
    last = Statement.objects.filter(contract=contract).order_by("-month").first()
    return contract.starts_on.replace(day=1) if last is None else first_of_month_after(last.month)


def reads_drafts(user: User) -> bool:
    """Tell whether this person reads what was not issued yet: a manager of a vendor."""
    return user.role == Role.MANAGER and user.kind in {Kind.MANUFACTURER, Kind.PUBLISHER}


def reads_as_client(user: User, contract: Contract) -> bool:
    """Tell whether this person is shown a client's statement as the client reads it.

    People of the manufacturer, who read all of it: the publisher would read of outages of which it
    was told nothing.
    """
    return (
        user.kind == Kind.MANUFACTURER
        and user.organisation_id == contract.agreement.manufacturer_id
    )


def actor_to(user: User, contract: Contract) -> Actor:
    """Return how a person stands to a contract's statements."""
    is_maker = user.organisation_id == contract.agreement.manufacturer_id
    return Actor(
        is_client=user.organisation_id == contract.client_id,
        is_manager_of_manufacturer=is_maker and user.role == Role.MANAGER,
    )


def abilities_on(
    statement: Statement, due: Due, actor: Actor, *, at: datetime
) -> frozenset[StatementAction]:
    """Return what somebody may do with an issued statement at an instant."""
    return actions_open(due, actor, may_contest=at < statement.contestable_until)
