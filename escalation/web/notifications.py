"""The page of what a person was told, newest first, and the marks of what they have read."""

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from contracts.models import User
from escalation.models import Notification
from escalation.selectors import notifications_of
from escalation.use_cases.read_notifications import read_all, read_those_of
from tickets.access import incident_for
from tickets.wording import ICONS, line_of


@dataclass(frozen=True)
class Row:
    """A piece of news as it stands on the page."""

    notification: Notification
    line: str
    icon: str

    @property
    def is_unread(self) -> bool:
        return self.notification.read_at is None


@require_safe
@never_cache
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """Show a page of the news; looking at it marks nothing."""
    person = cast(User, request.user)
    page = notifications_of(person, cursor=request.GET.get("page", ""))
    rows = [_row(each, person) for each in page.rows]
    context = {
        "rows": rows,
        "has_unread": any(row.is_unread for row in rows),
        "next": _address(page.next),
        "previous": _address(page.previous),
    }
    return render(request, "escalation/notifications.html", context)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Mark as read what was told of one incident, or everything; then the list or the incident."""
    person = cast(User, request.user)
    reference = request.POST.get("incident", "")
    if reference:
        read_those_of(person, incident_for(person, reference), at=timezone.now())
    else:
        read_all(person, at=timezone.now())
    if "HX-Request" in request.headers:  # a page that says by itself that it has been seen
        return HttpResponse(status=204)
    if reference and "open" in request.POST:
        return redirect("tickets:incident", reference=reference)
    return redirect("escalation:notifications")


def _row(notification: Notification, reader: User) -> Row:
    event = notification.event
    return Row(
        notification,
        line=line_of(event, notification.incident, reader=reader),
        icon=ICONS.get(event.kind, "bell"),
    )


def _address(cursor: str) -> str:
    """Return the address of a page; the first needs no cursor."""
    return f"{reverse('escalation:notifications')}?page={cursor}" if cursor else ""
