"""The page of one incident: plain words for its client, the whole desk for vendors; live."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from contracts.models import User
from tickets.access import incident_for
from tickets.models import Comment, Incident
from tickets.selectors.queues import VIEWS
from tickets.selectors.story import Entry, freshness_at, freshness_of, story_of
from tickets.web import desk, live_tags, timeline
from tickets.web.act_forms import ComposerForm
from tickets.web.client_incident import CLIENT_PAGE, client_context, live_parts
from tickets.web.person import PersonRequest


@login_required
@require_safe
def incident(request: PersonRequest, reference: str) -> HttpResponse:
    """Show an incident to whoever may see it."""
    return incident_page(request, incident_for(request.user, reference))


@login_required
@require_safe
def live(request: PersonRequest, reference: str) -> HttpResponse:
    """Answer 304 without rendering, or what has changed."""
    found = incident_for(request.user, reference)
    tag = freshness_of(found, request.user, dressed=_dress())
    held, mark = live_tags.mark_of(request)
    if held == tag:
        return live_tags.not_modified(request)
    if request.user.kind == Kind.CLIENT:
        return _client_live(request, found, tag)
    return _desk_live(request, found, mark)


def incident_page(
    request: PersonRequest,
    incident: Incident,
    *,
    composer: ComposerForm | None = None,
    replies: Sequence[Comment] = (),
    status: int = 200,
) -> HttpResponse:
    """Show the page, with a message that came back and the replies to read before sending it."""
    at = timezone.now()
    context: dict[str, Any] = {"replies": replies}
    if request.user.kind == Kind.CLIENT:
        context["etag"] = freshness_of(incident, request.user, dressed=_dress())
        context |= client_context(request.user, incident, at=at, composer=composer)
        template = CLIENT_PAGE
    else:
        context |= _desk(request, incident, composer, at=at)
        template = "tickets/incident.html"
    answer = render(request, template, context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _desk(
    request: PersonRequest, incident: Incident, composer: ComposerForm | None, *, at: datetime
) -> dict[str, Any]:
    user, entries = request.user, story_of(incident, request.user)
    show = timeline.shown(request.GET.get("show", ""))
    view = request.GET.get("from", "")
    view = view if view in VIEWS else ""
    query = f"?{urlencode({'show': show})}" if show else ""
    asked = {"write": request.GET.get("write", "")}
    return {
        **desk.standing_context(user, incident, entries, at=at),
        **desk.page_context(user, incident, entries, at=at, composer=composer, asked=asked),
        **_timeline(user, incident, entries, show),
        "etag": _tag_of(user, incident, entries),
        "live": reverse("tickets:live", args=[incident.reference]) + query,
        "back": reverse("tickets:queue", args=[view]) if view else reverse("tickets:queues"),
        "view": view,
    }


def _timeline(
    user: User, incident: Incident, entries: Sequence[Entry], show: str
) -> dict[str, Any]:
    company = user.organisation.short_name
    return {
        "lines": timeline.lines_of(entries, incident, reader=user, show=show),
        "filters": timeline.filters_of(entries, company=company, show=show),
        "show": show,
    }


def _desk_live(request: PersonRequest, incident: Incident, mark: str) -> HttpResponse:
    user, entries = request.user, story_of(incident, request.user)
    show = timeline.shown(request.GET.get("show", ""))
    after = min(int(mark[:9]), len(entries)) if mark.isdecimal() else len(entries)
    shown = _timeline(user, incident, entries, show)
    fresh = [line for line in shown["lines"] if line.number > after]
    context = {
        **desk.standing_context(user, incident, entries, at=timezone.now()),
        **shown,
        "lines": fresh,
        "newest": next((line for line in reversed(fresh) if line.event.by_id != user.pk), None),
    }
    answer = render(request, "tickets/_incident_live.html", context)
    answer["ETag"] = _tag_of(user, incident, entries)
    return answer


def _client_live(request: PersonRequest, incident: Incident, tag: str) -> HttpResponse:
    context = client_context(request.user, incident, at=timezone.now())
    fragments = [
        render_to_string(template, {**context, "is_live": True}, request=request)
        for template in live_parts(context, acts_shown=request.GET.get("acts", ""))
    ]
    answer = HttpResponse("".join(fragments))
    answer["ETag"] = tag
    return answer


def _tag_of(user: User, incident: Incident, entries: Sequence[Entry]) -> str:
    """Return the ETag of a vendor's page, marked with how many lines it shows."""
    last = entries[-1].event.sequence if entries else None
    tag = freshness_at(incident, user, last, dressed=_dress())
    return live_tags.marked(tag, str(len(entries)))


def _dress() -> str:
    return f"{get_language()}:{timezone.get_current_timezone_name()}"
