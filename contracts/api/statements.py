"""Statements over REST: read them in three forms, issue, pay, reimburse, contest, decide."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api import statement_shapes
from contracts.api.frame import Listing, Operation
from contracts.api.statement_documents import listed_document, statement_document
from contracts.choices import ContestDecision, StatementAction, StatementState
from contracts.models import Contest, User
from contracts.papers.sheet import sheet_of
from contracts.rest import Data, Move, Nothing, Row, Said, wrong
from contracts.rules.refusal import Forbidden
from contracts.selectors.statements import (
    contract_and_month,
    reads_drafts,
    statement_for,
    statement_read,
    statements_seen_by,
    states_of,
)
from contracts.use_cases.contest_line import (
    Answer,
    contest_line,
    decide_contest,
)
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.settle_statement import pay_statement, reimburse_statement

_YES, _NO = "true", "false"


class Statements(Listing):
    """The issued statements that the caller may see."""

    document = statement_shapes.StatementInList
    filters = frozenset({"contract", "state"})
    parameters: ClassVar[dict[str, Any]] = {"contract": str, "state": StatementState.values}
    keys = ("-month", "-id")

    def get(self, request: Request) -> Response:
        """List them, the newest month first; drafts are read one by one."""
        self.refuse_unknown()
        found = statements_seen_by(self.user)
        asked = request.query_params
        if contract := asked.get("contract"):
            found = found.filter(contract__number=contract.replace("\0", ""))
        if state := asked.get("state"):
            states = states_of(self.user).get(state)
            if states is None:
                raise wrong("state", _("There is no such state."))
            found = found.filter(state__in=states)
        return self.page(found, lambda each: listed_document(each, reader=self.user))


class OfStatement(Operation):
    """An operation on the statement of one month, which the caller may see."""

    def shown(self, key: str) -> Said:
        read = statement_read(self.user, key, at=timezone.now())
        document = statement_document(read)
        if StatementAction.DECIDE not in read.marks:
            return self.marked(document)
        rests_on = {name: said for name, said in document.items() if name != "moves"}
        return self.marked(
            document, state=rests_on | {"decide": read.marks[StatementAction.DECIDE]}
        )


class OneStatement(OfStatement):
    """A month’s statement: issued, or for managers of the two vendors its draft."""

    document = statement_shapes.Statement

    def get(self, request: Request, month: str) -> Response:
        """Read it with its whole reckoning; its ETag serves If-Match where it is acted on."""
        said = self.shown(month)  # whether there is one comes before what is asked of it
        self.refuse_unknown()
        return said.response()


class StatementSheet(OfStatement):
    """A month’s statement as a sheet of comma-separated values, in UTF-8."""

    document = bytes
    filters = frozenset({"bom", "decimals"})
    parameters: ClassVar[dict[str, Any]] = {"bom": [_YES, _NO], "decimals": ["point", "comma"]}

    def get(self, request: Request, month: str) -> HttpResponse:
        """Read it as a sheet: with a byte-order mark, and with commas in decimals, where asked."""
        read = statement_read(self.user, month, at=timezone.now())
        self.refuse_unknown()
        bom = self._asked("bom", (_YES, _NO), _NO) == _YES
        comma = self._asked("decimals", ("point", "comma"), "point") == "comma"
        text = sheet_of(read, decimal_mark="," if comma else ".")
        answer = HttpResponse(
            ("\ufeff" if bom else "") + text, content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{read.key}.csv"'
        return answer

    def _asked(self, name: str, allowed: tuple[str, ...], otherwise: str) -> str:
        said = self.request.query_params.get(name, otherwise)
        if said not in allowed:
            raise wrong(name, _("Say one of: %(allowed)s.") % {"allowed": ", ".join(allowed)})
        return said


class IssueStatement(OfStatement):
    """The draft of a month, to be issued."""

    body = Nothing
    document = statement_shapes.Statement
    creates = True
    summary = "Issue"

    def post(self, request: Request, month: str) -> Response:
        """Issue it: frozen, numbered and booked; refused, `missing` says all that is missing."""
        contract, first = contract_and_month(self.user, month)
        if not reads_drafts(self.user):
            raise Forbidden(_("Only a manager of the manufacturer issues statements."))
        self.read(Nothing)

        def act() -> Said:
            issue_statement(contract, first, by=self.user, at=timezone.now())
            said = self.shown(month)
            return Said(said.body, 201, said.headers)

        return self.on_state(contract, read=lambda: self.shown(month), act=act)


class SettleStatement(Move[Any], OfStatement):
    """What is done with an issued statement."""

    document = statement_shapes.Statement

    def post(self, request: Request, month: str) -> Response:
        """Carry it out; the answer is the statement after it."""
        statement = statement_for(self.user, month)
        row, said = self.carried_out, self.read(self.carried_out.body)

        def act() -> Said:
            row.perform(statement, said, self.user, timezone.now())
            return self.shown(month)

        return self.on_state(statement.contract, read=lambda: self.shown(month), act=act)


def _contest(statement: Any, said: Data, by: User, at: Any) -> object:
    line = statement.lines.filter(configuration=said["configuration"]).first()
    if line is None:
        raise wrong("configuration", _("This statement has no line of such a system."))
    return contest_line(line, reason=said["reason"], by=by, at=at)


def _decide(statement: Any, said: Data, by: User, at: Any) -> object:
    contest = Contest.objects.filter(line__statement=statement, pk=said["contest"]).first()
    if contest is None:
        raise wrong("contest", _("This statement has no such contest."))
    answer = Answer(ContestDecision(said["decision"]), said["reason"])
    return decide_contest(contest, answer, by=by, at=at)


MOVES: tuple[Row[Any], ...] = (
    Row(
        StatementAction.PAY,
        Nothing,
        lambda it, said, by, at: pay_statement(it, by=by, at=at),
    ),
    Row(
        StatementAction.REIMBURSE,
        Nothing,
        lambda it, said, by, at: reimburse_statement(it, by=by, at=at),
    ),
    Row(StatementAction.CONTEST, statement_shapes.NewContest, _contest),
    Row(StatementAction.DECIDE, statement_shapes.Decision, _decide),
)
