"""Calendar links: people make and revoke their own; calendars read them without signing in."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.models import DutyFeed, User
from contracts.rules.icalendar import Event, written_calendar
from contracts.rules.refusal import Refusal
from contracts.selectors.duty import Duty
from contracts.selectors.rosters import Line, feed_by_digest, rosters_of, shifts_of_feed
from contracts.use_cases.issue_feed import issue_feed, revoke_feed
from contracts.use_cases.issue_token import digest_of
from contracts.web.duty_words import say_level
from contracts.web.move_forms import TakesRefusals
from contracts.web.person import PersonRequest
from contracts.web.rosters import name_of

_MINUTE = 60
_MOST_A_MINUTE = 20
_HOST = "guichet"


class LinkForm(TakesRefusals):
    """What a link shows: one's own duty, or a whole roster."""

    shows = forms.ChoiceField(label=gettext_lazy("What the calendar shows"))

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, auto_id="link_%s")
        self.rosters = {str(each.pk): each for each in rosters_of(user)}
        named = [(key, f"{name_of(each)}, {each.agreement}") for key, each in self.rosters.items()]
        self.fields["shows"].choices = [  # type: ignore[attr-defined]
            ("", _("My duty")),
            *named,
        ]
        self.fields["shows"].required = False


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: PersonRequest) -> HttpResponse:
    """List one's calendar links, and make one: its address is shown this once."""
    if not request.user.organisation.is_vendor:
        raise Http404
    form, made = LinkForm(request.POST or None, user=request.user), ""
    if request.method == "POST" and form.is_valid():
        roster = form.rosters.get(form.cleaned_data["shows"])
        try:
            _feed, secret = issue_feed(roster, by=request.user, at=timezone.now())
            made = request.build_absolute_uri(reverse("contracts:duty-feed", args=[secret]))
        except Refusal as refusal:
            form.take(refusal)
    standing = request.user.duty_feeds.standing().select_related("roster__agreement")
    rows = standing.prefetch_related("roster__agreement__levels")
    context = {
        "form": form,
        "made": made,
        "links": [(each, name_of(each.roster) if each.roster else "") for each in rows],
    }
    return render(request, "contracts/duty_links.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke(request: PersonRequest, link: int) -> HttpResponse:
    """Revoke one of one's own links for good."""
    found = get_object_or_404(DutyFeed, pk=link, owner=request.user)
    revoke_feed(found, by=request.user, at=timezone.now())
    messages.success(request, _("The link is revoked: calendars that use it read nothing more."))
    return redirect("contracts:duty-links")


@require_safe
@never_cache
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar that knows the secret of a link; to all others there is nothing here."""
    found, at = feed_by_digest(digest_of(secret)), timezone.now()
    if found is None:
        raise Http404
    if _is_too_often(found, at):
        return HttpResponse(status=429, headers={"Retry-After": str(_MINUTE)})
    with translation.override(found.owner.language):
        body = _calendar(found, at=at)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="duty.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _calendar(found: DutyFeed, *, at: datetime) -> str:
    events = [_event(line, shift) for line, shift in shifts_of_feed(found, at=at)]
    name = _("Duty, %(who)s") % {"who": found.owner.name}
    if found.roster is not None:
        name = f"{name_of(found.roster)}, {found.roster.agreement}"
    return written_calendar(name, events, at=at)


def _event(line: Line, shift: Duty) -> Event:
    roster = line.roster
    level = say_level(roster.level, line.level_name)
    said = {
        "who": shift.person.name if shift.person else "",
        "level": level,
    }
    return Event(
        uid=f"duty-{roster.pk}-{shift.begins_at:%Y%m%dT%H%M%S}@{_HOST}",
        begins_at=shift.begins_at,
        ends_at=shift.ends_at,
        summary=_("On duty: %(who)s, %(level)s") % said,
        description=_("Agreement %(reference)s, %(manufacturer)s and %(publisher)s")
        % {
            "reference": roster.agreement.reference,
            "manufacturer": roster.agreement.manufacturer.name,
            "publisher": roster.agreement.publisher.name,
        },
    )


def _is_too_often(found: DutyFeed, at: datetime) -> bool:
    """Count a reading; a calendar that asks every few seconds waits for the next minute."""
    key = f"duty-feed:{found.pk}:{int(at.timestamp()) // _MINUTE}"
    count: int = cache.get_or_set(key, 0, 2 * _MINUTE) or 0
    cache.set(key, count + 1, 2 * _MINUTE)
    return count >= _MOST_A_MINUTE
