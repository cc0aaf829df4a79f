"""See that a contest can be decided: whose the outages of its line were is agreed."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts.models import Statement, StatementLine
from contracts.rules.refusal import Refusal
from contracts.selectors.drafts import say_bar
from contracts.selectors.month import month_of
from contracts.use_cases.issue_statement import hold_outages


class ContestWaits(Refusal):
    """An outage of the contested line is not agreed; ``missing`` says which, and what is right."""

    code = "contest-waits"


def see_that_line_is_agreed(statement: Statement, line: StatementLine, *, at: datetime) -> None:
    """Hold the outages of a locked statement's month, and refuse while one of a line is open.

    Decided either way it would be left as nobody agreed it, with no contest to settle it under.

    :raises ContestWaits: one of the line's lasts still, is not known in part, or is not agreed.
    """
    hold_outages(statement.contract, statement.month)
    read = month_of(statement.contract, statement.month, at=at)
    bars = read.bars if read else ()
    missing = [
        say_bar(each, read)
        for each in bars
        if read and each.outage and each.outage.configuration == line.configuration_id
    ]
    if missing:
        said = _("The line cannot be decided on yet.")
        raise ContestWaits(" ".join([said, *missing]), extra={"missing": missing})
