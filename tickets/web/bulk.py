"""Acts on several incidents chosen in a queue: each is done or refused by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from contracts.models import User
from contracts.rules.refusal import Refusal
from contracts.selectors.keyset import SIZE
from tickets.access import incident_for
from tickets.choices import Audience
from tickets.models import Incident
from tickets.selectors.queues import views_of
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.converse import add_comment
from tickets.web.person import PersonRequest

Said = Mapping[str, Any]


class SelectedForm(forms.Form):
    """What an act on several incidents has to ask."""

    def __init__(self, data: Mapping[str, Any] | None, *, user: User) -> None:
        super().__init__(data)
        if "user" in self.fields:
            field = self.fields["user"]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared below
            field.queryset = User.objects.filter(
                organisation_id=user.organisation_id, is_active=True
            ).order_by("name")


class WhoseForm(SelectedForm):
    asked = "user"
    user = forms.ModelChoiceField(
        label=gettext_lazy("Assign to"),
        queryset=User.objects.none(),
        error_messages={"required": gettext_lazy("Choose somebody of your own company.")},
    )


class NoteForm(SelectedForm):
    asked = "body"
    body = forms.CharField(
        label=gettext_lazy("Internal note"),
        help_text=gettext_lazy("Read inside your company only; it is written on each incident."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write something.")},
    )


@dataclass(frozen=True)
class Deed:
    """An act on each of the chosen incidents; without a form it asks nothing."""

    heading: str | Promise
    perform: Callable[[Incident, Said, User, datetime], object]
    form: type[WhoseForm | NoteForm] | None = None


DEEDS: Mapping[str, Deed] = {
    "take": Deed(
        gettext_lazy("Take"),
        lambda incident, _said, by, at: assign_incident(incident, to=by, by=by, at=at),
    ),
    "assign": Deed(
        gettext_lazy("Assign"),
        lambda incident, said, by, at: assign_incident(incident, to=said["user"], by=by, at=at),
        WhoseForm,
    ),
    "note": Deed(
        gettext_lazy("Write the note"),
        lambda incident, said, by, at: add_comment(
            incident, audience=Audience.INTERNAL, body=said["body"], files=[], by=by, at=at
        ),
        NoteForm,
    ),
}


@login_required
@require_POST
def selected(request: PersonRequest, view: str) -> HttpResponse:
    """Ask what the act needs, then carry it out on each and say what became of them."""
    deed = DEEDS.get(request.POST.get("do", ""))
    if view not in views_of(request.user) or deed is None:
        raise Http404
    references = request.POST.getlist("incident")[:SIZE]
    said: Said = {}
    if deed.form is not None:
        is_answered = deed.form.asked in request.POST
        form = deed.form(request.POST if is_answered else None, user=request.user)
        if not form.is_valid():
            context = {
                "view": view,
                "deed": request.POST["do"],
                "heading": deed.heading,
                "references": references,
                "form": form,
            }
            return render(
                request, "tickets/selected.html", context, status=422 if is_answered else 200
            )
        said = form.cleaned_data
    _do_all(request, deed, references, said)
    return redirect("tickets:queue", view)


def _do_all(request: PersonRequest, deed: Deed, references: list[str], said: Said) -> None:
    at, done = timezone.now(), 0
    for reference in references:
        try:
            deed.perform(incident_for(request.user, reference), said, request.user, at)
        except (Refusal, Http404) as refusal:
            why = str(refusal) or _("It is not there.")
            said_no = {"reference": reference, "why": why}
            messages.warning(request, _("Refused: %(reference)s. %(why)s") % said_no)
        else:
            done += 1
    if done:
        words = ngettext("%(count)s incident done.", "%(count)s incidents done.", done)
        messages.success(request, words % {"count": done})
