"""A vendor's queue in split view: its page, the live fragments of it, the preview of a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contracts.choices import Impact, Kind
from contracts.models import Organisation, User
from contracts.selectors.keyset import Page
from tickets.access import abilities_of, incident_for
from tickets.models import Incident
from tickets.selectors import queues as asked
from tickets.selectors.story import freshness, story_of
from tickets.web import buttons, classified, live_tags
from tickets.web.commitments import case_numbers_of
from tickets.web.person import PersonRequest
from tickets.web.risk_shown import ranked_lately, risk_said, risks_lately
from tickets.web.rows import (
    Group,
    Row,
    clock_of,
    groups_by_risk,
    groups_of,
    row_of,
    state_shown,
)
from tickets.web.timeline import EVERYTHING, lines_of

SORT, RISK = "sort", "risk"
SLACK = timedelta(seconds=60)
"""A change may be committed a little after the instant that it bears."""

LABELS: Mapping[str, tuple[str | Promise, str]] = {
    "mine": (_("Mine"), "user"),
    "all": (_("All open"), "inbox"),
    "at-risk": (_("At risk"), "alert"),
    "to-sort": (_("To sort"), "st-new"),
    "hardware": (_("Hardware"), ""),
    "software": (_("Software"), ""),
    "to-acknowledge": (_("To acknowledge"), "swap"),
    "unassigned": (_("Nobody’s yet"), "users"),
    "waiting": (_("Client"), "st-wait"),
    "restored": (_("Restored, watching"), "st-ok"),
}
OPENS_GROUP = "waiting"
"""From here on the rail lists what others are waited for."""


@dataclass(frozen=True)
class View:
    """A view of the rail."""

    slug: str
    label: str | Promise
    icon: str
    count: str
    is_current: bool
    is_hot: bool
    party: Organisation | None = None

    @property
    def opens_group(self) -> bool:
        return self.slug == OPENS_GROUP


@dataclass(frozen=True)
class Toggle:
    """A quick filter: a link to the same list with it on or off."""

    label: str | Promise
    address: str
    is_on: bool


@dataclass(frozen=True)
class Narrowed:
    """What the address asks for."""

    filters: asked.Filters
    cursor: str
    words: Mapping[str, str]

    def address(self, page: str, view: str, **changes: str) -> str:
        """Return the address of a page of the same list; an empty change takes a word away."""
        kept = {key: value for key, value in {**self.words, **changes}.items() if value}
        query = f"?{urlencode(kept)}" if kept else ""
        return reverse(page, args=[view]) + query


def narrowed(request: PersonRequest) -> Narrowed:
    """Read the filters and the cursor of an address; what is not known is left aside."""
    words = {key: request.GET.get(key, "")[:200] for key in ("p", "unassigned", "held", "q", SORT)}
    is_by_risk = words[SORT] == RISK
    filters = asked.Filters(
        is_high=words["p"] == "high",
        is_unassigned=words["unassigned"] == "1",
        is_held_by_partner=words["held"] == "partner",
        words=words["q"].strip(),
        ranked=ranked_lately(request.user, at=timezone.now()) if is_by_risk else None,
    )
    return Narrowed(filters, request.GET.get("cursor", "")[:300], words)


@login_required
@require_safe
def first_queue(request: PersonRequest) -> HttpResponse:
    """Lead to one's own work, or to everything where one has none, as the address narrows it."""
    counts = asked.counters(request.user, at=timezone.now())
    if not counts:
        raise Http404
    view = "mine" if counts["mine"] else "all"
    return redirect(narrowed(request).address("tickets:queue", view))


@login_required
@require_safe
def queue(request: PersonRequest, view: str) -> HttpResponse:
    """Show a view of the queue."""
    at, look = timezone.now(), narrowed(request)
    page, counts = _asked(request.user, view, look, at=at)
    known = ".".join(str(row.pk) for row in page.rows)
    context = {
        "views": _rail(counts, page, view, user=request.user),
        "view": view,
        "label": LABELS[view][0],
        "count": _capped(counts[view]),
        "groups": _groups(request.user, page.rows, look, at=at),
        "row_count": len(page.rows),
        "toggles": _toggles(request.user, look, page, view),
        "look": look,
        "is_by_risk": look.filters.ranked is not None,
        "is_narrowed": any(word for key, word in look.words.items() if key != SORT),
        "previous": page.previous and look.address("tickets:queue", view, cursor=page.previous),
        "next": page.next and look.address("tickets:queue", view, cursor=page.next),
        "live": look.address("tickets:queue-live", view, cursor=look.cursor, known=known),
        "etag": live_tags.stamped(_state(page.rows, counts), at),
        "clear": reverse("tickets:queue", args=[view]),
        "may_open": request.user.kind == Kind.MANUFACTURER,
    }
    return render(request, "tickets/queue.html", context)


@login_required
@require_safe
def live(request: PersonRequest, view: str) -> HttpResponse:
    """Answer 304, or what has changed: rows in place, counters, a pill for what is new."""
    at, look = timezone.now(), narrowed(request)
    page, counts = _asked(request.user, view, look, at=at)
    seen_at = live_tags.seen_at(request, _state(page.rows, counts))
    if seen_at is None:
        return live_tags.not_modified(request)
    known = {int(key) for key in request.GET.get("known", "").split(".") if key.isdecimal()}
    fresh = [row for row in page.rows if row.pk not in known]
    left = known - {row.pk for row in page.rows}
    shown = [row for row in page.rows if row.pk in known]
    shown += asked.rows_by_keys(request.user, sorted(left)) if left else []
    outage = next((row for row in fresh if row.impact == Impact.OUTAGE), None)
    context = {
        "rows": _rows(
            request.user, [row for row in shown if _changed_at(row) >= seen_at - SLACK], at=at
        ),
        "view": view,
        "counts": [(slug, _capped(count)) for slug, count in counts.items()],
        "current": _capped(counts[view]),
        "fresh": len(fresh),
        "has_left": bool(left),
        "address": look.address("tickets:queue", view, cursor=look.cursor),
        "outage": outage if outage and outage.opened_at >= seen_at - SLACK else None,
    }
    answer = render(request, "tickets/_queue_live.html", context)
    answer["ETag"] = live_tags.stamped(_state(page.rows, counts), at)
    return answer


@login_required
@require_safe
def preview(request: PersonRequest, reference: str) -> HttpResponse:
    """Show the row under the cursor beside the list."""
    incident = incident_for(request.user, reference)
    if not asked.views_of(request.user):
        raise Http404  # who has no queue has no preview either: it is written for vendors
    if not request.htmx:
        return redirect("tickets:incident", reference)
    at = timezone.now()
    abilities = abilities_of(request.user, incident, at=at)
    leg = next((each for each in incident.escalations.all() if each.is_open), None)
    entries = story_of(incident, request.user)
    lines = lines_of(entries, incident, reader=request.user, show=EVERYTHING)
    state, label = state_shown(incident, leg)
    context = {
        "incident": incident,
        "case_numbers": case_numbers_of(incident),
        "state": state,
        "state_label": label,
        "clock": clock_of(incident, leg),
        "risk": risk_said(request.user, incident, at=at),
        "buttons": buttons.brief(buttons.buttons_for(request.user, incident, abilities)),
        "why": classified.reading_of(incident),
        "writings": buttons.writings_for(request.user, incident, abilities)[:1],
        "latest": lines[:-4:-1],
        "view": request.GET.get("from", ""),
    }
    return render(request, "tickets/_preview.html", context)


def _asked(
    user: User, view: str, look: Narrowed, *, at: datetime
) -> tuple[Page[Incident], dict[str, int]]:
    """Ask for a page of a view and for the counters.

    :raises Http404: this person has no such view.
    """
    if view not in asked.views_of(user):
        raise Http404
    page = asked.queue_page(user, view, look.filters, cursor=look.cursor, at=at)
    return page, asked.counters(user, at=at)


def _rows(user: User, rows: Sequence[Incident], *, at: datetime) -> list[Row]:
    risks = risks_lately(user, rows, at=at)
    return [row_of(each, user, risks) for each in rows]


def _groups(user: User, page: Sequence[Incident], look: Narrowed, *, at: datetime) -> list[Group]:
    rows, ranked = _rows(user, page, at=at), look.filters.ranked
    return list(groups_of(rows, at=at) if ranked is None else groups_by_risk(rows, ranked, at=at))


def _state(rows: Sequence[Incident], counts: Mapping[str, int]) -> str:
    """Name all that a reader may see change: lines of the timeline, commitments, counters."""
    lines = [f"{row.pk}:{_news(row).get('sequence')}:{row.due_at.timestamp()}" for row in rows]
    zone = timezone.get_current_timezone_name()
    return freshness(f"{lines}{counts}{get_language()}{zone}")


def _news(row: Incident) -> Mapping[str, Any]:
    news: Mapping[str, Any] | None = getattr(row, "news", None)
    return news or {}


def _changed_at(row: Incident) -> datetime:
    said = _news(row).get("at")
    return datetime.fromisoformat(said) if said else row.opened_at


def _capped(count: int) -> str:
    return f"{asked.MOST_COUNTED - 1}+" if count >= asked.MOST_COUNTED else str(count)


def _rail(counts: Mapping[str, int], page: Page[Incident], view: str, *, user: User) -> list[View]:
    publisher = page.rows[0].publisher if page.rows else None
    parties = {"hardware": user.organisation, "software": publisher}
    return [
        View(
            slug=slug,
            label=LABELS[slug][0],
            icon=LABELS[slug][1],
            count=_capped(counts[slug]),
            is_current=slug == view,
            is_hot=slug == "at-risk" and counts[slug] > 0,
            party=parties.get(slug),
        )
        for slug in asked.views_of(user)
    ]


def _toggles(user: User, look: Narrowed, page: Page[Incident], view: str) -> list[Toggle]:
    """Return the quick filters; what a publisher sees is all its own already."""
    partner = page.rows[0].publisher.short_name if page.rows else _("the publisher")
    wanted: list[tuple[str | Promise, str, str]] = [
        (_("P1 only"), "p", "high"),
        (_("Unassigned"), "unassigned", "1"),
    ]
    if user.kind == Kind.MANUFACTURER:
        wanted.append((_("Held by %(company)s") % {"company": partner}, "held", "partner"))
    wanted.append((_("Penalty at risk first"), SORT, RISK))
    return [
        Toggle(
            label,
            look.address("tickets:queue", view, **{key: "" if look.words[key] else value}),
            is_on=look.words[key] == value,
        )
        for label, key, value in wanted
    ]
