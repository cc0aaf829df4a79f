"""The page on which managers read how well reports are routed, and which classifier does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from contracts.rules.refusal import Forbidden
from tickets.access import may_read_quality
from tickets.rules.champion import Verdict
from tickets.selectors.quality import Tally, Week, quality_by_week, surest_mistakes
from tickets.selectors.routing import last_trial, name_in_force, newest_changes
from tickets.web.classified import reading_of
from tickets.web.person import PersonRequest

LOOKS_BACK = timedelta(weeks=12)
CHANGES_SHOWN = 10
BECAME = {
    Verdict.PROMOTED: gettext_lazy("it was better on both tests and took over"),
    Verdict.TOO_FEW: gettext_lazy("too few corrections since the last change to learn from"),
    Verdict.NOT_ON_HOLD_OUT: gettext_lazy("it was not better on the fixed test"),
    Verdict.NOT_ON_CORRECTIONS: gettext_lazy("it was not better on the last corrections"),
    Verdict.CHAMPION_CHANGED: gettext_lazy("another version was chosen meanwhile"),
    Verdict.LEFT_BY_HAND: gettext_lazy("an operator had taken it out of force before"),
}


@dataclass(frozen=True)
class Share:
    """A part of a whole in percent, and of how many; empty where there is nothing to divide."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded down: what is not wholly right does not read 100."""
        return 100 * self.part // self.whole if self.whole else None


@dataclass(frozen=True)
class Line:
    """What a row of the table says of a week or of them all, of one language or of both."""

    starts_on: date | None
    lang: str | None
    opened: int
    left_to_sort: Share
    incidents: int
    right: Share
    routed_right: Share
    confirmed: Share


@login_required
@require_safe
def quality(request: PersonRequest) -> HttpResponse:
    """Show twelve weeks by language, the surest mistakes, and the router's journal."""
    if not may_read_quality(request.user):
        raise Forbidden(_("Managers of the two vendors read how reports are routed."))
    since = _first_of_the_weeks(timezone.localtime())
    weeks = quality_by_week(request.user, since=since, zone=timezone.get_current_timezone())
    mistakes = surest_mistakes(request.user, since=since)
    trial = last_trial()
    context = {
        "sums": _sums(weeks),
        "lines": [_line(each.tally, each.starts_on, each.lang) for each in weeks],
        "mistakes": [(each, reading_of(each)) for each in mistakes],
        "in_force": name_in_force(),
        "changes": newest_changes(CHANGES_SHOWN),
        "trial": trial,
        "became": BECAME.get(Verdict(trial.verdict)) if trial else None,
        "weeks_back": LOOKS_BACK // timedelta(weeks=1),
    }
    return render(request, "tickets/quality.html", context)


def _first_of_the_weeks(today: datetime) -> datetime:
    """Return when the first of the weeks shown began; only the last, this one, counts in part."""
    monday = today - timedelta(days=today.weekday())
    midnight = monday.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - LOOKS_BACK + timedelta(weeks=1)


def _sums(weeks: Sequence[Week]) -> list[Line]:
    """Sum all weeks, and each language by itself where there are several."""
    languages = sorted({each.lang for each in weeks})
    by_language = [
        _line(sum((each.tally for each in weeks if each.lang == lang), Tally()), None, lang)
        for lang in languages
    ]
    whole = _line(sum((each.tally for each in weeks), Tally()), None, None)
    return [whole, *by_language] if len(languages) > 1 else [whole]


def _line(tally: Tally, starts_on: date | None, lang: str | None) -> Line:
    return Line(
        starts_on=starts_on,
        lang=lang,
        opened=tally.opened,
        left_to_sort=Share(tally.left_to_sort, tally.opened),
        incidents=tally.incidents,
        right=Share(tally.right, tally.guessed),
        routed_right=Share(tally.routed_right, tally.routed),
        confirmed=Share(tally.confirmed, tally.sorted_by_hand),
    )
