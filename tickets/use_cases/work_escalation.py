"""Carry out a row of the escalation's table: acknowledge, case, start, return, raise, resolve."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.choices import Role
from contracts.models import Organisation, User
from contracts.rules.refusal import Invalid
from contracts.selectors.duty import duty_manager
from tickets import journal
from tickets.access import level_above, open_leg
from tickets.choices import Audience, EventKind, LegAction, LegState, LessonSource, Queue
from tickets.models import Escalation, Incident
from tickets.rules.folding import words_of
from tickets.rules.handshake import RETURNS_BEFORE_THE_BRIDGE
from tickets.selectors.on_call import on_call
from tickets.use_cases.climb_escalation import name_at_level
from tickets.use_cases.first_contact import EVERYBODY, first_contact
from tickets.use_cases.hand_over import put_in_queue, tell_client_who_has_it
from tickets.use_cases.hold import hold
from tickets.use_cases.keep_time import settle_due
from tickets.use_cases.leave_leg import end_leg
from tickets.use_cases.move_incident import resolved
from tickets.use_cases.stated_words import stated
from tickets.use_cases.teach_router import teach
from tickets.use_cases.third_party import back_with_us

CASE_LENGTH = 40


@transaction.atomic
def acknowledge_escalation(
    incident: Incident, *, case_number: str, by: User, at: datetime
) -> Escalation:
    """Acknowledge: a named engineer has it; the publisher's case number may come with it."""
    held, leg = _held(incident, LegAction.ACKNOWLEDGE, by=by, at=at)
    first_contact(held, by=by, at=at)
    if case_number.strip():
        _give_case(held, leg, case_number, by=by, at=at)
    return _settled(held, leg)


@transaction.atomic
def give_case_number(incident: Incident, *, case_number: str, by: User, at: datetime) -> Escalation:
    """Give the publisher's own case number, under which the incident is found from then on."""
    held, leg = _held(incident, LegAction.CASE, by=by, at=at)
    first_contact(held, by=by, at=at)
    _give_case(held, leg, case_number, by=by, at=at)
    return _settled(held, leg)


@transaction.atomic
def start_work(incident: Incident, *, by: User, at: datetime) -> Escalation:
    """Say that the engineer is at work; it acknowledges too, where nobody had."""
    held, leg = _held(incident, LegAction.START, by=by, at=at)
    first_contact(held, by=by, at=at)
    leg.state, leg.engineer = LegState.IN_PROGRESS, leg.engineer or by
    leg.save(update_fields=["state", "engineer"])
    journal.record(held, EventKind.STARTED, by=by, at=at, audience=Audience.CLIENT)
    return _settled(held, leg)


@transaction.atomic
def resolve_escalation(incident: Incident, *, cause: str, by: User, at: datetime) -> Escalation:
    """Resolve: the publisher states the cause it removed; the incident is resolved with it."""
    held, leg = _held(incident, LegAction.RESOLVE, by=by, at=at)
    resolved(held, cause=cause, responsibility=None, by=by, at=at)
    return leg


@transaction.atomic
def return_escalation(incident: Incident, *, reason: str, by: User, at: datetime) -> Escalation:
    """Hand back as “not software”, with the reason; the incident goes to triage.

    The second time a joint bridge opens instead: both vendors work it, a named manager each, and
    neither returns nor re-routes it until it is restored.
    """
    held, leg = _held(incident, LegAction.RETURN, by=by, at=at)
    missing = _("Give the reason: the manufacturer reads it first.")
    reason = stated(reason, "reason", missing=missing)
    returned = sum(each.state == LegState.RETURNED for each in held.escalations.all())
    opens_bridge = returned >= RETURNS_BEFORE_THE_BRIDGE and not leg.is_joint
    # Of a bridge the client reads nothing: it is told that it is back, else of the first word.
    by_act = (Audience.VENDORS,) if opens_bridge else EVERYBODY
    is_outside = held.third_party_since is not None
    first_contact(held, by=by, at=at, by_act=EVERYBODY if is_outside else by_act)
    back_with_us(held, by=by, at=at, by_act=by_act)
    if opens_bridge:
        _open_bridge(held, leg, reason=reason, by=by, at=at)
        return _settled(held, leg)
    end_leg(held, leg, LegState.RETURNED, reason=reason, by=by, at=at)
    put_in_queue(held, Queue.TRIAGE, reason=reason, by=by, at=at)
    teach(held, Queue.HARDWARE, source=LessonSource.RETURNED, by=by, at=at)
    tell_client_who_has_it(held, "manufacturer", by=by, at=at)
    return leg


class ClimbedMeanwhile(Invalid):
    """It stands higher than who raises it has read: raised by another, by time, by a double click.

    ``extra`` names the level.
    """

    code = "climbed-meanwhile"
    status = 409


@transaction.atomic
def raise_escalation(
    incident: Incident, *, reason: str, by: User, at: datetime, seen: int | None = None
) -> Escalation:
    """Climb one level by hand, with the reason; ``seen`` is the level above which it is raised.

    :raises ClimbedMeanwhile: it does not stand at that level any more.
    """
    held, leg = _held(incident, LegAction.RAISE, by=by, at=at)
    if seen is not None and leg.level != seen:
        sentence = _("It stands at level %(level)s by now: raise it only if that is not enough.")
        raise ClimbedMeanwhile(sentence % {"level": leg.level}, extra={"level": leg.level})
    reason = stated(reason, "reason", missing=_("Give the reason for raising it."))
    leg.level = level_above(leg, held) or leg.level
    called = on_call(held, leg, at=at)
    name_at_level(held, leg, called, at=at)
    leg.save(update_fields=["level", "critical_manager"])
    journal.record(
        held,
        EventKind.RAISED,
        by=by,
        at=at,
        audience=Audience.VENDORS,
        level=leg.level,
        name=leg.level_name,
        reason=reason,
        **called.if_on_duty(),
    )
    return leg


def _held(
    incident: Incident, action: LegAction, *, by: User, at: datetime
) -> tuple[Incident, Escalation]:
    held = hold(incident, action, by=by, at=at)
    leg = open_leg(held)
    if leg is None:  # pragma: no cover - `hold` refuses every move on a leg that is not there
        raise AssertionError(action)
    return held, leg


def _settled(held: Incident, leg: Escalation) -> Escalation:
    settle_due(held, leg)
    held.save()
    return leg


def _give_case(
    held: Incident, leg: Escalation, case_number: str, *, by: User, at: datetime
) -> None:
    case_number = case_number.strip()
    if not words_of(case_number):  # nothing by which it could be found, such as marks of direction
        _refuse("case_number", _("Type the case number."))
    if len(case_number) > CASE_LENGTH:
        _refuse("case_number", _("A case number has at most 40 characters."))
    leg.case_number = case_number
    leg.save(update_fields=["case_number"])
    known = {each.case_number for each in held.escalations.all() if each.case_number}
    held.vendor_text = " ".join(words_of(" ".join(sorted(known))))
    journal.record(
        held,
        EventKind.CASE_GIVEN,
        by=by,
        at=at,
        audience=Audience.VENDORS,
        case_number=case_number,
    )


def _open_bridge(held: Incident, leg: Escalation, *, reason: str, by: User, at: datetime) -> None:
    """Let both vendors work it; what both dispute teaches nothing."""
    leg.state, leg.is_joint = LegState.IN_PROGRESS, True
    leg.duty_owner = _duty_manager(held, held.agreement.manufacturer, at=at)
    leg.duty_partner = _duty_manager(held, held.agreement.publisher, at=at)
    leg.save(update_fields=["state", "is_joint", "duty_owner", "duty_partner"])
    journal.record(
        held,
        EventKind.JOINED,
        by=by,
        at=at,
        audience=Audience.VENDORS,
        reason=reason,
        managers=[each.name for each in (leg.duty_owner, leg.duty_partner) if each],
    )
    teach(held, Queue.TRIAGE, source=LessonSource.RETURNED, by=by, at=at)


def _duty_manager(held: Incident, organisation: Organisation, *, at: datetime) -> User | None:
    """Return who answers for a vendor: whom its roster names, else the first of its managers."""
    named = duty_manager(held.agreement, organisation, at=at)
    if named is not None:
        return named
    managers = User.objects.filter(organisation=organisation, role=Role.MANAGER, is_active=True)
    return managers.order_by("pk").first()


def _refuse(field: str, sentence: str) -> None:
    raise Invalid(sentence, errors={field: [sentence]})
