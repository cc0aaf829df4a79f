"""THE table of what people can do on a page: the button, its form, the one use case it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.choices import Impact
from contracts.models import User
from tickets.choices import Action, LegAction, Queue
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.converse import log_call
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.mark_mismatch import mark_mismatch
from tickets.use_cases.move_incident import (
    close_incident,
    confirm_restoration,
    contradict_restoration,
    reopen_incident,
    resolve_incident,
    restore_incident,
    resume_work,
    wait_for_client,
)
from tickets.use_cases.name_critical_manager import name_critical_manager
from tickets.use_cases.third_party import hand_to_third_party, take_back
from tickets.use_cases.work_escalation import (
    acknowledge_escalation,
    give_case_number,
    raise_escalation,
    resolve_escalation,
    return_escalation,
    start_work,
)
from tickets.web import act_forms as ask
from tickets.web.impact_form import ImpactForm
from tickets.web.manager_form import NameManagerForm
from tickets.web.third_party_form import ThirdPartyForm

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """One move as people meet it.

    ``verb`` and ``explains`` may name the companies; a direct one needs no words and is carried
    out by its button, the others open their form.
    """

    verb: Promise
    icon: str
    done: Promise
    perform: Callable[[Incident, Any, User, datetime], object]
    form: type[ask.ActForm] = ask.NothingToSay
    key: str = ""
    explains: Promise | str = ""
    is_direct: bool = False


def _said(form: ask.ActForm) -> Said:
    return form.cleaned_data


ACTS: Mapping[Action, Act] = {
    Action.CONFIRM: Act(
        verb=_("Yes, it works"),
        icon="check",
        done=_("Thank you. We note that it works."),
        perform=lambda incident, _form, by, at: confirm_restoration(incident, by=by, at=at),
        is_direct=True,
    ),
    Action.NOT_RESTORED: Act(
        verb=_("It is not restored"),
        icon="alert",
        done=_("We take it up again: the clock runs on as if it had never stopped."),
        form=ask.ContradictForm,
        perform=lambda incident, form, by, at: contradict_restoration(
            incident, reason=_said(form)["reason"], by=by, at=at
        ),
    ),
    Action.RESTORE: Act(
        verb=_("Mark restored"),
        icon="st-ok",
        key="Shift R",
        done=_("Marked as restored."),
        explains=_("Service is back, the cause may still have to be removed."),
        form=ask.RestoreForm,
        perform=lambda incident, form, by, at: restore_incident(
            incident, restored_at=_said(form)["restored_at"], by=by, at=at
        ),
    ),
    Action.RESOLVE: Act(
        verb=_("Resolve"),
        icon="check",
        done=_("Resolved."),
        explains=_("The cause is removed. An escalation that is open ends with it."),
        form=ask.ResolveForm,
        perform=lambda incident, form, by, at: resolve_incident(
            incident, cause=_said(form)["cause"], responsibility=form.shares, by=by, at=at
        ),
    ),
    Action.WAIT: Act(
        verb=_("Wait for the client"),
        icon="st-wait",
        key="w",
        done=_("Waiting for the client."),
        form=ask.WaitForm,
        perform=lambda incident, form, by, at: wait_for_client(
            incident, reason=_said(form)["reason"], by=by, at=at
        ),
    ),
    Action.ANSWER: Act(
        verb=_("Resume work"),
        icon="st-prog",
        done=_("Work goes on."),
        perform=lambda incident, _form, by, at: resume_work(incident, by=by, at=at),
        is_direct=True,
    ),
    Action.THIRD_PARTY: Act(
        verb=_("Hand to a third party"),
        icon="out",
        done=_("A third party has it."),
        explains=_("No clock stops for it. The client reads that a third party has it, not who."),
        form=ThirdPartyForm,
        perform=lambda incident, form, by, at: hand_to_third_party(
            incident, name=_said(form)["name"], reason=_said(form)["reason"], by=by, at=at
        ),
    ),
    Action.BACK: Act(
        verb=_("Back with us"),
        icon="reply",
        done=_("It is back with us."),
        perform=lambda incident, _form, by, at: take_back(incident, by=by, at=at),
        is_direct=True,
    ),
    Action.REOPEN: Act(
        verb=_("Reopen"),
        icon="reply",
        done=_("Taken up again."),
        form=ask.ReopenForm,
        perform=lambda incident, form, by, at: reopen_incident(
            incident, reason=_said(form)["reason"], by=by, at=at
        ),
    ),
    Action.CLOSE: Act(
        verb=_("Close"),
        icon="lock",
        done=_("The incident is closed."),
        explains=_("A closed incident is not reopened: a new one is opened."),
        perform=lambda incident, _form, by, at: close_incident(incident, by=by, at=at),
    ),
    Action.ASSIGN: Act(
        verb=_("Assign"),
        icon="user",
        key="a",
        done=_("Assigned."),
        form=ask.AssignForm,
        perform=lambda incident, form, by, at: assign_incident(
            incident, to=_said(form)["user"], by=by, at=at
        ),
    ),
    Action.ROUTE: Act(
        verb=_("Re-route"),
        icon="swap",
        key="h",
        done=_("Moved to another queue."),
        explains=_("In the software queue it is escalated to %(publisher)s at once, as P1."),
        form=ask.RouteForm,
        perform=lambda incident, form, by, at: route_incident(
            incident,
            queue=Queue(_said(form)["queue"]),
            reason=_said(form)["reason"],
            by=by,
            at=at,
        ),
    ),
    Action.IMPACT: Act(
        verb=_("Change the impact"),
        icon="alert",
        key="p",
        done=_("The impact is changed."),
        explains=_("Priority and commitments follow, counted from the same start."),
        form=ImpactForm,
        perform=lambda incident, form, by, at: change_impact(
            incident,
            impact=Impact(_said(form)["impact"]),
            reason=_said(form)["reason"],
            down_since=_said(form).get("down_since"),
            contact=form.contact,
            by=by,
            at=at,
        ),
    ),
    Action.CALL: Act(
        verb=_("Log a call"),
        icon="phone",
        key="l",
        done=_("The call is logged."),
        explains=_("The client was called: somebody has started, and news was given."),
        form=ask.CallForm,
        perform=lambda incident, form, by, at: log_call(
            incident, note=_said(form)["note"], by=by, at=at
        ),
    ),
    Action.MISMATCH: Act(
        verb=_("Note a mismatch"),
        icon="alert",
        key="m",
        done=_("The mismatch is noted. A change notice can be opened from it."),
        explains=_("The real system differs from the revision that both vendors signed."),
        form=ask.MismatchForm,
        perform=lambda incident, form, by, at: mark_mismatch(
            incident, seen=_said(form)["seen"], by=by, at=at
        ),
    ),
}

LEG_ACTS: Mapping[LegAction, Act] = {
    LegAction.ACKNOWLEDGE: Act(
        verb=_("Acknowledge"),
        icon="check",
        key="k",
        done=_("Acknowledged: it is yours."),
        explains=_("A named engineer has it. This stops the climb through the levels."),
        form=ask.AcknowledgeForm,
        perform=lambda incident, form, by, at: acknowledge_escalation(
            incident, case_number=_said(form)["case_number"], by=by, at=at
        ),
    ),
    LegAction.START: Act(
        verb=_("Start work"),
        icon="st-prog",
        done=_("You are at work on it."),
        perform=lambda incident, _form, by, at: start_work(incident, by=by, at=at),
        is_direct=True,
    ),
    LegAction.CASE: Act(
        verb=_("Give the case number"),
        icon="file",
        done=_("The case number is noted."),
        form=ask.CaseForm,
        perform=lambda incident, form, by, at: give_case_number(
            incident, case_number=_said(form)["case_number"], by=by, at=at
        ),
    ),
    LegAction.RESOLVE: Act(
        verb=_("Resolve"),
        icon="check",
        done=_("Resolved."),
        explains=_("The cause is removed. The incident is resolved with the escalation."),
        form=ask.CauseForm,
        perform=lambda incident, form, by, at: resolve_escalation(
            incident, cause=_said(form)["cause"], by=by, at=at
        ),
    ),
    LegAction.RETURN: Act(
        verb=_("Hand back to %(manufacturer)s"),
        icon="swap",
        key="h",
        done=_("Handed back, with your reason on top."),
        explains=_("It is not software: it goes to triage. A second return opens a joint bridge."),
        form=ask.ReturnForm,
        perform=lambda incident, form, by, at: return_escalation(
            incident, reason=_said(form)["reason"], by=by, at=at
        ),
    ),
    LegAction.RAISE: Act(
        verb=_("Raise one level"),
        icon="up",
        done=_("Raised one level."),
        form=ask.RaiseForm,
        perform=lambda incident, form, by, at: raise_escalation(
            incident, **_said(form), by=by, at=at
        ),
    ),
    LegAction.MANAGER: Act(
        verb=_("Name the critical-situation manager"),
        icon="user",
        done=_("The critical-situation manager is named."),
        form=NameManagerForm,
        perform=lambda incident, form, by, at: name_critical_manager(
            incident, to=_said(form)["user"], reason=_said(form)["reason"], by=by, at=at
        ),
    ),
}


def named(text: Promise | str, incident: Incident) -> str:
    """Fill the companies' names into words of the table."""
    return str(text) % {
        "manufacturer": incident.manufacturer.short_name,
        "publisher": incident.publisher.short_name,
    }
