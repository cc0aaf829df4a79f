"""The visual test page: every component in every state, for those who run the portal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contracts.access import is_operator
from portal.words.relays import Holding


@dataclass(frozen=True)
class Company:
    """A party that exists only on this page."""

    name: str
    kind: str


@dataclass(frozen=True)
class Person:
    """Somebody who exists only on this page."""

    name: str
    organisation: Company


MAKER = Company("Cormoran", "manufacturer")
PUBLISHER = Company("Mésange", "publisher")
CLIENT = Company("Groupe Vauquelin", "client")
PEOPLE = (
    Person("Inès Caron", MAKER),
    Person("Daniel Okafor", PUBLISHER),
    Person("Claire Morel", CLIENT),
)


class SpecimenForm(forms.Form):
    """A form that comes back with two answers missing."""

    phone = forms.CharField(
        label=_("Direct phone"),
        error_messages={"required": _("Give a phone number where we can reach you")},
    )
    what = forms.CharField(
        label=_("In one sentence, what do you see?"),
        help_text=_("An error message, a light, the last thing done: what is before your eyes."),
        error_messages={"required": _("Describe in one sentence what you see")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    since = forms.ChoiceField(
        label=_("Since when?"),
        choices=[("now", _("Just now")), ("15", _("Less than 15 min")), ("x", _("Earlier"))],
        initial="now",
        widget=forms.RadioSelect,
    )
    copy = forms.BooleanField(label=_("Send me a copy"), required=False)


@require_safe
@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Show the page to operators; for everybody else there is none."""
    if not is_operator(request.user):
        raise Http404
    return render(request, "portal/components.html", specimens(timezone.now()))


def specimens(at: datetime) -> dict[str, object]:
    """Return plain data that puts each component into each of its states."""
    form = SpecimenForm({"since": "now"})
    form.is_valid()
    return {
        "form": form,
        "began": at - timedelta(minutes=45),
        "due_calm": at + timedelta(hours=3, minutes=15),
        "due_tight": at + timedelta(minutes=6),
        "due_past": at - timedelta(minutes=12),
        "yesterday": at - timedelta(days=1),
        "earlier": at - timedelta(days=40),
        "at": at,
        "maker": MAKER,
        "publisher": PUBLISHER,
        "client": CLIENT,
        "people": PEOPLE,
        "promised": timedelta(hours=4),
        "holdings": [
            Holding(MAKER.kind, MAKER.name, timedelta(minutes=22)),
            Holding(CLIENT.kind, CLIENT.name, timedelta(minutes=9)),
            Holding(PUBLISHER.kind, PUBLISHER.name, timedelta(minutes=23)),
        ],
        "statuses": [
            ("open", _("In progress")),
            ("waiting", _("Waiting for the client")),
            ("restored", _("Restored")),
            ("resolved", _("Resolved")),
            ("closed", _("Closed")),
            ("requested", _("To be acknowledged")),
            ("in_progress", _("In progress")),
            ("returned", _("Returned")),
        ],
        "looks": ["ok", "info", "warn", "crit"],
        "amounts": [2100, 1234567.5, -700],
    }
