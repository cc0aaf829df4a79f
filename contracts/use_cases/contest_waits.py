"""See that a contest can be decided: its outages are agreed, and other lines stand as they did."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts.models import Contest, Statement, StatementLine
from contracts.rules.before_caps import moved
from contracts.rules.reckoning import Reckoning
from contracts.rules.refusal import Refusal
from contracts.selectors.drafts import say_bar
from contracts.selectors.month import month_of
from contracts.use_cases.issue_statement import hold_outages


class ContestWaits(Refusal):
    """Something else has to be done first; ``missing`` says what.

    An outage of the contested line is not agreed, or another line comes to something else of which
    nobody contested anything.
    """

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


def see_that_others_stand(statement: Statement, contest: Contest, anew: Reckoning) -> None:
    """Refuse what would book money on a line of which nobody opened the question again.

    ``anew``: the reckoning that a note would say. What the caps move of other lines is booked: what
    their own outages say is compared, before any cap.

    :raises ContestWaits: a line that is neither contested nor reopened comes to something else
        than was issued, or said by the last note; which one.
    """
    note = statement.corrections.order_by("number").last()
    changed = moved(note.reckoning if note else statement.reckoning, anew)
    waiting = Contest.objects.filter(line__statement=statement, decision="")
    free = {contest.line_id, *waiting.values_list("line", flat=True)}
    sentence = _(
        "%(system)s comes to something else since, and its line is not contested: reopen its line "
        "first."
    )
    missing = [
        sentence % {"system": each.configuration.name}
        for each in statement.lines.select_related("configuration")
        if each.configuration_id in changed and each.pk not in free
    ]
    if missing:
        said = _("No note can be issued yet.")
        raise ContestWaits(" ".join([said, *missing]), extra={"missing": missing})
