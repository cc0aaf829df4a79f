"""What a contract promises for each impact, reckoned for one instant, as pages say it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from contracts.choices import Impact
from contracts.models import Contract
from contracts.selectors.duty import UNREADABLE
from tickets.rules.deadlines import Deadlines, Promise, deadlines_of

DEFINITIONS: Mapping[Impact, Lazy] = {
    Impact.OUTAGE: _("Nobody can work."),
    Impact.DEGRADED: _("Slow, unstable, or some of the users only."),
    Impact.AT_RISK: _("Redundancy is lost, or a fault is announced."),
    Impact.QUESTION: _("Nothing is broken."),
}
"""The written definition of each impact (domain.md, Time)."""
_NOT_KNOWN = Deadlines(None, None, None)


@dataclass(frozen=True)
class Promised:
    """One impact: the durations promised, and the instants that they come to now.

    Where nobody can read the hours the instants are not known, and the durations stand alone.
    """

    impact: Impact
    respond_within: timedelta
    respond_due_at: datetime | None
    restore_within: timedelta | None
    restore_due_at: datetime | None
    news_every: timedelta | None
    counts_at_once: bool


@dataclass(frozen=True)
class Choice:
    """One of the four answers of the form, with what it would bring."""

    value: str
    label: str
    definition: str | Lazy
    promised: Promised | None
    is_urgent: bool


def promised_by(contract: Contract | None, impact: str, *, at: datetime) -> Promised | None:
    """Return the promise for an impact from now on; None where there is none to make."""
    terms = contract.terms_at(at) if contract else None
    target = terms.target_for(impact) if terms else None
    if terms is None or target is None:
        return None
    promise = Promise(target.respond_within, target.restore_within, target.news_every)
    try:
        due = deadlines_of(promise, hours=terms.coverage.hours(), since=at)
    except UNREADABLE:
        due = _NOT_KNOWN
    if due.respond_due_at is None and due is not _NOT_KNOWN:
        return None
    return Promised(
        impact=Impact(impact),
        respond_within=target.respond_within,
        respond_due_at=due.respond_due_at,
        restore_within=target.restore_within,
        restore_due_at=due.restore_due_at,
        news_every=target.news_every,
        counts_at_once=due.respond_due_at in {None, at + target.respond_within},
    )


def choices_under(contract: Contract | None, *, at: datetime) -> Iterator[Choice]:
    """Return the four answers, each with what it brings under a contract."""
    for impact in Impact:
        yield Choice(
            value=impact.value,
            label=str(impact.label),
            definition=DEFINITIONS[impact],
            promised=promised_by(contract, impact, at=at),
            is_urgent=impact == Impact.OUTAGE,
        )
