"""What other terms would have made of a contract's incidents: a replay that writes nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from contracts.models import Contract, User
from contracts.rules.offer import Offer
from contracts.selectors.readable import are_readable, hours_unreadable
from tickets.choices import UNFINISHED, UNRESTORED, Due
from tickets.models import Incident, IncidentEvent
from tickets.rules.clock import Promised
from tickets.rules.deadlines import Promise
from tickets.rules.effect import Shift, Sums, shifts_of, sums_of
from tickets.selectors.clocks import CLOCKS, lines_heard_of, promised_by, timeline_of

MOST = 200
WITHIN = timedelta(days=90)
_KEPT_BY_ITS_END = (Due.RESPOND, Due.RESTORE)
"""The next news is owed while service is down, and no longer."""


@dataclass(frozen=True)
class Changed:
    """An incident, and its clocks that would stand otherwise."""

    incident: Incident
    shifts: list[Shift]


@dataclass(frozen=True)
class Effect:
    """What a promise would have changed; of ``tried`` incidents, the newest, if it ``is_cut``."""

    tried: int
    is_cut: bool
    changed: list[Changed]
    sums: Sums


def promised_in(offer: Offer) -> Promised:
    """Return what an offer would promise, written down or not."""
    return Promised(
        by_impact={
            each.impact: Promise(each.respond_within, each.restore_within, each.news_every)
            for each in offer.targets
        },
        hours=offer.hours,
        pauses=offer.pauses_while_waiting,
    )


def effect_of(contract: Contract, then: Promised, *, reader: User, at: datetime) -> Effect:
    """Replay a contract's incidents that a person may see under another promise than their own.

    Those that are not finished, and those opened within ninety days; at most the newest two
    hundred, in a fixed number of queries.

    :raises HoursUnreadable: nobody can read the hours of these incidents, or the others.
    """
    newest = list(
        Incident.objects.visible_to(reader)
        .filter(Q(status__in=UNFINISHED) | Q(opened_at__gte=at - WITHIN), contract=contract)
        .select_related("terms__coverage")
        .prefetch_related(
            "terms__targets", "terms__coverage__windows", "terms__coverage__exceptions"
        )
        .order_by("-pk")[: MOST + 1]
    )
    tried = newest[:MOST]
    _see_that_hours_are_read(contract, tried, then, at=at)
    changed = _changed(tried, then, at=at)
    return Effect(
        tried=len(tried),
        is_cut=len(newest) > MOST,
        changed=changed,
        sums=sums_of(shift for each in changed for shift in each.shifts),
    )


def _see_that_hours_are_read(
    contract: Contract, incidents: list[Incident], then: Promised, *, at: datetime
) -> None:
    kept = {each.terms_id: each.terms.coverage.hours() for each in incidents}
    if not all(are_readable(each, at=at) for each in (then.hours, *kept.values())):
        raise hours_unreadable(contract.number)


def _changed(incidents: list[Incident], then: Promised, *, at: datetime) -> list[Changed]:
    lines: dict[int, list[IncidentEvent]] = defaultdict(list)
    for line in lines_heard_of(incidents):
        lines[line.incident_id].append(line)
    promised = {each.terms_id: each.terms for each in incidents}
    now = {pk: promised_by(terms) for pk, terms in promised.items()}
    found = [
        Changed(
            each,
            shifts_of(
                timeline_of(each, lines[each.pk]),
                now[each.terms_id],
                then,
                kinds=CLOCKS if each.status in UNRESTORED else _KEPT_BY_ITS_END,
                at=at,
            ),
        )
        for each in incidents
    ]
    return [each for each in found if each.shifts]
