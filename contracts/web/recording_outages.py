"""The page on which the manufacturer records an outage that no incident told of."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts.choices import Kind
from contracts.rules.refusal import Forbidden, Refusal
from contracts.use_cases.record_outage import OutageReport, record_outage
from contracts.web.outage_forms import RecordForm
from contracts.web.person import PersonRequest, takes_unsent


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_outage(request: PersonRequest) -> HttpResponse:
    """Record an outage, or show the form with one more row."""
    user = request.user
    if user.kind != Kind.MANUFACTURER:
        raise Forbidden(_("Only the manufacturer records outages of a system."))
    sent = request.POST if request.method == "POST" else request.unsent
    form = RecordForm(sent, user=user)
    if sent is None or request.method != "POST" or sent.get("do") == "more":
        if sent is not None:
            form.full_clean()
            form.errors.clear()
        return render(request, "contracts/outage_new.html", {"form": form})
    if not form.is_valid():
        form.judge(form.cleaned_data.get("configuration"), at=timezone.now())
        return render(request, "contracts/outage_new.html", {"form": form}, status=422)
    said = form.cleaned_data
    report = OutageReport(said["stretches"], said["note"])
    try:
        made = record_outage(said["configuration"], report, by=user, at=timezone.now())
    except Refusal as refusal:
        form.take(refusal)
        return render(request, "contracts/outage_new.html", {"form": form}, status=refusal.status)
    messages.success(request, _("Recorded. Say now whose it was, once it is over."))
    return redirect("contracts:outage", made.pk)
