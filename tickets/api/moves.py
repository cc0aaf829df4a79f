"""Move incidents and escalations: one row per move, the body it takes and the use case it calls."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.choices import Impact
from contracts.models import User
from contracts.rest import Move, Nothing, Row, Said
from contracts.rules.refusal import Invalid
from tickets.api import bodies, shapes
from tickets.api.documents import Data
from tickets.api.escalations import EscalationOperation
from tickets.api.frame import Operation
from tickets.api.report import beside_their_fields
from tickets.choices import Action, LegAction, Queue
from tickets.models import Incident
from tickets.use_cases.act_if import act_on_leg
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.change_impact import Contact, change_impact
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


def _assign(incident: Incident, said: Data, by: User, at: datetime) -> object:
    return assign_incident(incident, to=_colleague(said["user"], by), by=by, at=at)


def _colleague(asked: str | None, by: User) -> User | None:
    """Return who is named; the use case refuses who is no colleague, as if there were nobody."""
    if asked is None:
        return None
    if asked == "me":
        return by
    found = User.objects.filter(pk=asked, organisation_id=by.organisation_id).first()
    if found is None:
        sentence = _("Choose somebody of your own company.")
        raise Invalid(sentence, errors={"user": [sentence]})
    return found


def _route(incident: Incident, said: Data, by: User, at: datetime) -> object:
    return route_incident(incident, queue=Queue(said["queue"]), reason=said["reason"], by=by, at=at)


def _resolve(incident: Incident, said: Data, by: User, at: datetime) -> object:
    shares = said.get("responsibility")
    return resolve_incident(incident, cause=said["cause"], responsibility=shares, by=by, at=at)


def _impact(incident: Incident, said: Data, by: User, at: datetime) -> object:
    contact = said.get("contact")
    try:
        return change_impact(
            incident,
            impact=Impact(said["impact"]),
            reason=said["reason"],
            down_since=said.get("down_since"),
            contact=None if contact is None else Contact(**contact),
            by=by,
            at=at,
        )
    except Invalid as refusal:
        raise beside_their_fields(refusal, said) from refusal


def _restore(incident: Incident, said: Data, by: User, at: datetime) -> object:
    return restore_incident(incident, restored_at=said["at"], by=by, at=at)


def _call(incident: Incident, said: Data, by: User, at: datetime) -> object:
    return log_call(incident, note=said.get("note", ""), by=by, at=at)


def _acknowledge(incident: Incident, said: Data, by: User, at: datetime) -> object:
    number = said.get("case_number", "")
    return acknowledge_escalation(incident, case_number=number, by=by, at=at)


def _name_manager(incident: Incident, said: Data, by: User, at: datetime) -> object:
    person = _colleague(said["user"], by)
    return name_critical_manager(incident, to=person, reason=said["reason"], by=by, at=at)


MOVES: tuple[Row[Incident], ...] = (
    Row(Action.ASSIGN, bodies.Assign, _assign),
    Row(Action.ROUTE, bodies.Route, _route),
    Row(
        Action.WAIT,
        bodies.Reason,
        lambda it, said, by, at: wait_for_client(it, **said, by=by, at=at),
    ),
    Row(Action.ANSWER, Nothing, lambda it, said, by, at: resume_work(it, by=by, at=at)),
    Row(Action.RESTORE, bodies.Restore, _restore),
    Row(
        Action.NOT_RESTORED,
        bodies.Reason,
        lambda it, said, by, at: contradict_restoration(it, **said, by=by, at=at),
    ),
    Row(
        Action.CONFIRM,
        Nothing,
        lambda it, said, by, at: confirm_restoration(it, by=by, at=at),
    ),
    Row(Action.RESOLVE, bodies.Resolve, _resolve),
    Row(
        Action.REOPEN,
        bodies.Reason,
        lambda it, said, by, at: reopen_incident(it, **said, by=by, at=at),
    ),
    Row(Action.CLOSE, Nothing, lambda it, said, by, at: close_incident(it, by=by, at=at)),
    Row(Action.IMPACT, bodies.ChangeImpact, _impact),
    Row(Action.CALL, bodies.Call, _call),
    Row(
        Action.THIRD_PARTY,
        bodies.ThirdParty,
        lambda it, said, by, at: hand_to_third_party(it, **said, by=by, at=at),
    ),
    Row(Action.BACK, Nothing, lambda it, said, by, at: take_back(it, by=by, at=at)),
    Row(
        Action.MISMATCH,
        bodies.Mismatch,
        lambda it, said, by, at: mark_mismatch(it, **said, by=by, at=at),
    ),
)

LEG_MOVES: tuple[Row[Incident], ...] = (
    Row(LegAction.ACKNOWLEDGE, bodies.Acknowledge, _acknowledge),
    Row(
        LegAction.CASE,
        bodies.Case,
        lambda it, said, by, at: give_case_number(it, **said, by=by, at=at),
    ),
    Row(LegAction.START, Nothing, lambda it, said, by, at: start_work(it, by=by, at=at)),
    Row(
        LegAction.RESOLVE,
        bodies.Cause,
        lambda it, said, by, at: resolve_escalation(it, **said, by=by, at=at),
    ),
    Row(
        LegAction.RETURN,
        bodies.Reason,
        lambda it, said, by, at: return_escalation(it, **said, by=by, at=at),
    ),
    Row(
        LegAction.RAISE,
        bodies.Reason,
        lambda it, said, by, at: raise_escalation(it, **said, by=by, at=at),
    ),
    Row(LegAction.MANAGER, bodies.NameManager, _name_manager),
)


class MoveIncident(Move[Incident], Operation):
    """A move of an incident."""

    document = shapes.Incident

    def post(self, request: Request, reference: str) -> Response:
        """Carry it out, where it is open to the caller; the answer is the incident after it."""
        incident = self.incident(reference)
        row, at = self.carried_out, timezone.now()
        said = self.read(row.body)

        def act() -> Said:
            row.perform(incident, said, self.user, at)
            return self.shown(reference)

        return self.on_incident(incident, act)


class MoveEscalation(Move[Incident], EscalationOperation):
    """A move of an escalation."""

    document = shapes.Escalation

    def post(self, request: Request, pk: int) -> Response:
        """Carry it out, where it is open to the caller; the answer is the escalation after it."""
        leg = self.escalation(pk)
        row, at = self.carried_out, timezone.now()
        said = self.read(row.body)

        def act() -> Said:
            row.perform(leg.incident, said, self.user, at)
            return self.shown_leg(pk)

        return self.once(
            lambda: self.if_match(
                leg.incident,
                mark=lambda: self.shown_leg(pk).headers["ETag"],
                act=lambda: act_on_leg(leg, act=act),
            )
        )
