"""The page on which managers rehearse an incident: who is told when, by today's rosters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contracts.access import agreement_for, contract_for
from contracts.models import Contract, User
from contracts.rules.coverage import is_covered
from contracts.selectors.readable import HoursUnreadable
from escalation.access import see_that_may_rehearse
from escalation.use_cases.rehearse import Deadline, NotToRehearse, Rehearsal, as_read_by, rehearse
from escalation.web.rehearsal_axis import LEFT, RIGHT, WIDTH
from escalation.web.rehearsal_form import RehearsalForm, usual_answers
from escalation.web.rehearsal_picture import draw_rehearsal
from escalation.web.rehearsal_words import Reader, reader_of, rows_of, say_moment
from tickets.choices import Due

MOST_CHOICES = 200


@dataclass(frozen=True)
class ShownDeadline:
    """A promise, until when it is to be kept, and what becomes of it."""

    name: str
    due_at: str
    outcome: str
    is_kept: bool


@require_safe
@never_cache
@login_required
def rehearsal(request: HttpRequest) -> HttpResponse:
    """Rehearse an incident under one of the manager's contracts; nothing comes of it."""
    person = cast(User, request.user)
    see_that_may_rehearse(person)
    contracts = _contracts(person, request.GET)
    if not contracts:
        return render(request, "escalation/rehearsal.html", {"contracts": contracts})
    at = timezone.now()
    chosen = contracts.get(request.GET.get("contract", "")) or next(iter(contracts.values()))
    form = RehearsalForm(usual_answers(chosen, at=at) | request.GET.dict(), contracts=contracts)
    found: Rehearsal | None = None
    refused = 422
    if form.is_valid():
        try:
            contract = contract_for(person, form.cleaned_data["contract"])
            found = as_read_by(person, rehearse(contract, form.scenario(), at=at), at=at)
        except NotToRehearse as refusal:
            form.take(refusal)
        except HoursUnreadable as refusal:  # another contract can be chosen
            form.add_error("contract", refusal.sentence)
            refused = refusal.status
    context = {"contracts": contracts, "contract": chosen, "form": form}
    if found is not None:
        context |= _shown(found, person) | _other_hour(form, request.GET)
    status = refused if form.errors else 200
    return render(request, "escalation/rehearsal.html", context, status=status)


def _contracts(person: User, asked: Mapping[str, str]) -> dict[str, Contract]:
    """Return the contracts to choose from by number: approved ones, of an agreement if one is said.

    :raises Http404: that agreement or contract is not there, or not for this person.
    """
    seen = Contract.objects.visible_to(person).exclude(approved_at=None)
    if reference := asked.get("agreement", ""):
        seen = seen.filter(agreement=agreement_for(person, reference))
    listed = seen.select_related("client").order_by("number")[:MOST_CHOICES]
    found = {each.number: each for each in listed}
    number = asked.get("contract", "")
    if number and number not in found:
        found[number] = contract_for(person, number)
    return found


def _other_hour(form: RehearsalForm, asked: QueryDict) -> dict[str, object]:
    """Say which of two hours was rehearsed where the clocks show one twice; lead to the other."""
    if not form.is_doubled:
        return {}
    other = asked.copy()
    other.pop("second", None)
    if form.cleaned_data["second"]:
        said, link = _("This hour comes twice on that day: this is the second."), _("The first")
    else:
        other["second"] = "1"
        said, link = _("This hour comes twice on that day: this is the first."), _("The second")
    return {"hour_said": said, "other_hour": other.urlencode(), "other_hour_said": link}


def _shown(found: Rehearsal, person: User) -> dict[str, object]:
    reader = reader_of(person, found)
    return {
        "rehearsal": found,
        "picture": draw_rehearsal(found, reader),
        "width": WIDTH,
        "left": str(LEFT),
        "span": str(WIDTH - LEFT - RIGHT),
        "rows": rows_of(found, reader),
        "begins": say_moment(found.scenario.at, reader.zone),
        "hours_said": _say_hours(found, reader),
        "deadlines": [_deadline(each, found, reader) for each in found.deadlines],
        "summary": _summary(found, reader),
    }


def _summary(found: Rehearsal, reader: Reader) -> str:
    return _("%(instant)s: who is told when. The list below says the same in words.") % {
        "instant": say_moment(found.scenario.at, reader.zone)
    }


def _say_hours(found: Rehearsal, reader: Reader) -> str:
    """Say whether the contract's hours run then, and from when its clocks do."""
    if found.clock_starts_at is None:
        return _("The hours of the contract never come: its clocks do not start.")
    if is_covered(found.terms.coverage.hours(), found.scenario.at):
        return _("This is within the hours of the contract: its clocks start at once.")
    return _("This is outside the hours of the contract: its clocks start on %(instant)s.") % {
        "instant": say_moment(found.clock_starts_at, reader.zone)
    }


def _deadline(deadline: Deadline, found: Rehearsal, reader: Reader) -> ShownDeadline:
    names = {Due.RESPOND: _("Call back"), Due.RESTORE: _("Restoration")}
    if deadline.kept_at is None:
        outcome = _("missed unless somebody does it")
    else:
        outcome = _("kept") if deadline.is_kept else _("missed")
    return ShownDeadline(
        names[deadline.promise],
        say_moment(deadline.due_at, reader.zone),
        outcome,
        deadline.is_kept,
    )
