"""Why a promise ends when it does: the clock of an incident explained, now or as of an instant."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contracts.choices import Impact
from contracts.selectors.readable import refuse_unreadable
from tickets.access import incident_for
from tickets.choices import Due
from tickets.clock_words import STARTS, STATES, steps_of, why_not_as_of
from tickets.models import Incident
from tickets.selectors.clocks import CLOCKS, lines_heard, replayed
from tickets.web.instant_field import InstantField
from tickets.web.person import PersonRequest


class AsOfForm(forms.Form):
    """An instant since the opening; empty for now."""

    as_of = InstantField(label=_("As it stood at"), required=False)

    def __init__(self, *args: object, incident: Incident, **kwargs: object) -> None:
        self.incident, self.at = incident, timezone.now()
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def clean_as_of(self) -> object:
        as_of = self.cleaned_data["as_of"]
        if as_of is not None and (sentence := why_not_as_of(self.incident, as_of, at=self.at)):
            raise forms.ValidationError(sentence)
        return as_of


@login_required
@require_safe
def clock(request: PersonRequest, reference: str, kind: str) -> HttpResponse:
    """Explain a promise's deadline to whoever may see the incident."""
    if kind not in CLOCKS:
        raise Http404
    incident = incident_for(request.user, reference)
    refuse_unreadable(incident.terms.coverage, incident.contract.number, at=timezone.now())
    form = AsOfForm(request.GET if "as_of" in request.GET else None, incident=incident)
    as_of = (form.is_valid() and form.cleaned_data["as_of"]) or None
    lines = lines_heard(incident)
    found = replayed(incident, lines, at=as_of or form.at).get(Due(kind))
    if found is None:
        raise Http404
    by_place = {line.sequence: line for line in lines}
    context = {
        "incident": incident,
        "form": form,
        "as_of": as_of,
        "clock": found,
        "promise": Due(kind).label,
        "impact": Impact(found.impact).label,
        "state": STATES[found.state],
        "starts": STARTS[found.kind],
        "steps": steps_of(found, by_place, reader=request.user),
    }
    template = "tickets/_clock.html" if request.htmx else "tickets/clock.html"
    return render(request, template, context, status=422 if form.errors else 200)
