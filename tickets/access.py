"""Who may see and do what with incidents: standing, abilities, and fetching with both applied."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from contracts.access import agreement_for, contract_for, may_offer
from contracts.choices import Impact, Kind, Priority
from contracts.models import Contract, User
from contracts.rules.refusal import Forbidden
from tickets.choices import Action, Audience, LegAction, LegState, Standing, Status
from tickets.models import Attachment, Escalation, Incident, IncidentEvent
from tickets.rules import references
from tickets.rules.handshake import HIGHEST_FOR_A_QUESTION, leg_moves_open_to, next_level
from tickets.rules.ladder import CRITICAL_LEVEL
from tickets.rules.lifecycle import moves_open_to
from tickets.rules.priorities import priority_of


@dataclass(frozen=True)
class Abilities:
    """Everything a person may do to an incident and its escalation now, in the order of buttons."""

    standing: Standing
    actions: tuple[Action, ...]
    leg_actions: tuple[LegAction, ...]

    def __contains__(self, action: object) -> bool:
        # Both tables have a "resolve", and words of choices compare as text: the kind decides.
        if isinstance(action, LegAction):
            return action in self.leg_actions
        return action in self.actions


def open_leg(incident: Incident) -> Escalation | None:
    """Return the escalation at work, from the prefetched ones where there are some."""
    return next((leg for leg in incident.escalations.all() if leg.is_open), None)


def standing_of(user: User, incident: Incident) -> Standing | None:
    """Return how a person stands to an incident; None for a stranger, who must see nothing."""
    organisation = user.organisation_id
    if user.kind == Kind.CLIENT and incident.client_id == organisation:
        return Standing.CLIENT
    if user.kind == Kind.MANUFACTURER and incident.manufacturer_id == organisation:
        return Standing.OWNER
    if (
        user.kind == Kind.PUBLISHER
        and incident.publisher_id == organisation
        and incident.shared_at is not None
    ):
        return Standing.PARTNER if open_leg(incident) else Standing.ONLOOKER
    return None


def hides_holder(incident: Incident, reader: User) -> bool:
    """Tell whether the agreement keeps from this reader which vendor has the incident."""
    return reader.kind == Kind.CLIENT and not incident.agreement.names_holder_to_client


def priority_for(incident: Incident, reader: User) -> Priority:
    """Return the priority that this reader knows: the impact's own where the holder is hidden."""
    if hides_holder(incident, reader):
        return priority_of(Impact(incident.impact), forced_by=None)
    return Priority(incident.priority)


def kind_for(event: IncidentEvent, incident: Incident, reader: User) -> str:
    """Return the kind of a line as this reader knows it: of an escalation only who may know it."""
    kind = str(event.kind)
    return kind.replace("escalation.", "incident.") if hides_holder(incident, reader) else kind


def abilities_of(user: User, incident: Incident, *, at: datetime) -> Abilities:
    """Return every move this person may make now. Pages, API and use cases ask nothing else.

    :raises Http404: a stranger, for whom the incident does not exist.
    """
    standing = standing_of(user, incident)
    if standing is None:
        raise Http404
    leg = open_leg(incident)
    barred: set[Action] = set()
    if is_on_bridge(incident):
        barred.add(Action.ROUTE)
    if not may_say_not_restored(incident, at=at):
        barred.add(Action.NOT_RESTORED)
    if incident.confirmed_at is not None:
        barred.add(Action.CONFIRM)
    if incident.revision_id is None:  # nothing was signed from which the platform could differ
        barred.add(Action.MISMATCH)
    is_outside = incident.third_party_since is not None
    barred.add(Action.THIRD_PARTY if is_outside else Action.BACK)
    moves = moves_open_to(standing, Status(incident.status))
    actions = tuple(move.action for move in moves if move.action not in barred)
    return Abilities(standing, actions, leg_actions(user, leg, incident))


def leg_actions(user: User, leg: Escalation | None, incident: Incident) -> tuple[LegAction, ...]:
    """Return the moves open to a person on an escalation; none when nothing is escalated.

    The publisher's managers alone name who leads a critical situation, once it is one.
    """
    standing = standing_of(user, incident)
    if leg is None or standing is None:
        return ()
    barred: set[LegAction] = set()
    if leg.level < CRITICAL_LEVEL or not user.is_manager:
        barred.add(LegAction.MANAGER)
    if is_on_bridge(incident):
        barred.add(LegAction.RETURN)
    if level_above(leg, incident) is None:
        barred.add(LegAction.RAISE)
    if incident.status == Status.WAITING:
        barred.add(LegAction.RESOLVE)
    rows = leg_moves_open_to(standing, LegState(leg.state), barred=barred)
    return tuple(row.action for row in rows)


def is_on_bridge(incident: Incident) -> bool:
    """Tell whether both vendors are held together on it: until it is restored nobody leaves."""
    leg = open_leg(incident)
    return leg is not None and leg.is_joint and incident.status != Status.RESTORED


def level_above(leg: Escalation, incident: Incident) -> int | None:
    """Return the level to which an escalation can still be raised."""
    highest = HIGHEST_FOR_A_QUESTION if incident.impact == Impact.QUESTION else None
    return next_level(leg.level, [step["number"] for step in leg.policy], highest=highest)


def may_say_not_restored(incident: Incident, *, at: datetime) -> bool:
    """Tell whether the contract's delay to contradict a restoration still runs."""
    until = contradictable_until(incident)
    return until is not None and at <= until


def contradictable_until(incident: Incident) -> datetime | None:
    """Return until when the client may say that it is not restored, counted from being told."""
    told_at = incident.restoration_said_at
    return told_at + incident.terms.not_restored_within if told_at else None


def audiences_open_to(user: User, incident: Incident) -> tuple[Audience, ...]:
    """Return the audiences a person may write to, the most private first."""
    if standing_of(user, incident) == Standing.CLIENT:
        return (Audience.CLIENT, Audience.INTERNAL)
    if standing_of(user, incident) == Standing.ONLOOKER:
        return (Audience.INTERNAL, Audience.VENDORS)
    return (Audience.INTERNAL, Audience.VENDORS, Audience.CLIENT)


def incident_for(user: User, reference: str) -> Incident:
    """Return an incident this person may see, with what its page needs.

    :raises Http404: there is none, or not for this person.
    """
    pk = references.exact(reference)
    found = (
        Incident.objects.visible_to(user)
        .with_people()
        .select_related(
            "agreement",
            "opened_by__organisation",
            "mismatch_by",
            "revision",
            "item__product",
            "configuration__support_number",
            "contract",
            "terms__coverage",
        )
        .prefetch_related(
            Prefetch(
                "escalations",
                queryset=Escalation.objects.select_related(
                    "engineer__organisation",
                    "acknowledged_by",
                    "duty_owner",
                    "duty_partner",
                    "critical_manager",
                ),
            )
        )
        .filter(pk=pk)
        .first()
        if pk is not None
        else None
    )
    if found is None:
        raise Http404
    return found


def escalation_for(user: User, pk: int) -> Escalation:
    """Return an escalation this person may see, with its incident.

    :raises Http404: there is none, or not for this person.
    """
    found = Escalation.objects.visible_to(user).with_incident().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def attachment_for(user: User, incident: Incident, pk: uuid.UUID) -> Attachment:
    """Return a file of a comment that this person may read.

    :raises Http404: there is none, or not for this person.
    """
    readable = incident.comments.readable_by(user)
    found = Attachment.objects.filter(pk=pk, comment__in=readable).first()
    if found is None:
        raise Http404
    return found


def may_read(user: User, event: IncidentEvent, incident: Incident) -> bool:
    """Tell whether a person may read a line of an incident's timeline; the policy of one line."""
    if standing_of(user, incident) is None:
        return False
    if event.audience == Audience.INTERNAL:
        return event.organisation_id == user.organisation_id
    return event.audience == Audience.CLIENT or user.organisation.is_vendor


def may_read_quality(user: User) -> bool:
    """Whether a person reads how well reports are routed: a manager of a vendor."""
    return user.is_manager and user.organisation.is_vendor


def contract_to_try(user: User, number: str) -> Contract:
    """Return a contract on whose incidents this person may try other terms.

    :raises Http404: there is none, or not for this person; to a client there is no trying.
    :raises Forbidden: only a manager of one of its two vendors tries terms.
    """
    found = contract_for(user, number)
    agreement = agreement_for(user, found.agreement.reference)
    if not may_offer(user, agreement):
        raise Forbidden(_("Only a manager of one of the two vendors tries terms on incidents."))
    return found
