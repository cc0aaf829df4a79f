"""See that a contest can be decided: its outages are agreed, and other lines stand as they did."""

from django.utils.translation import gettext as _

from contracts.models import Contest
from contracts.rules.refusal import Refusal
from contracts.selectors.anew import Anew


class ContestWaits(Refusal):
    """Something else has to be done first; ``missing`` says what.

    An outage of the contested line is not agreed, or another line comes to something else of which
    nobody contested anything.
    """

    code = "contest-waits"


def see_that_line_is_agreed(anew: Anew, contest: Contest) -> None:
    """Refuse while an outage of a contested line is open.

    Decided either way it would be left as nobody agreed it, with no contest to settle it under.

    :raises ContestWaits: one of the line's lasts still, is not known in part, or is not agreed.
    """
    missing = anew.not_agreed_of(contest.line)
    if missing:
        said = _("The line cannot be decided on yet.")
        raise ContestWaits(" ".join([said, *missing]), extra={"missing": missing})


def see_that_others_stand(anew: Anew, contest: Contest) -> None:
    """Refuse what would book money on a line of which nobody opened the question again.

    :raises ContestWaits: a line that is neither contested nor reopened comes to something else
        than was issued, or said by the last note; which one.
    """
    missing = anew.not_opened_beside(contest)
    if missing:
        said = _("No note can be issued yet.")
        raise ContestWaits(" ".join([said, *missing]), extra={"missing": missing})
