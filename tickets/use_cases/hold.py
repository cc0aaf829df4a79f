"""Hold an incident's row while it changes: lock it, look again, and refuse what is not open."""

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from contracts.models import User
from contracts.rules.refusal import Forbidden, Refusal
from tickets.access import Abilities, abilities_of, is_on_bridge, level_above, open_leg
from tickets.choices import Action, LegAction, LegState, Standing, Status
from tickets.models import Escalation, Incident
from tickets.models.incident import IncidentQuerySet
from tickets.rules.handshake import LEG_MOVES, standings_of_leg_move
from tickets.rules.ladder import CRITICAL_LEVEL
from tickets.rules.lifecycle import standings_of_move


class MoveNotOpen(Refusal):
    """No such move from here, or somebody else was faster; ``extra`` names the legal ones."""

    code = "move-not-open"


def hold(incident: Incident, action: Action | LegAction, *, by: User, at: datetime) -> Incident:
    """Lock the incident until the transaction ends, and return it as it stands now.

    :raises Http404: this person may not see it.
    :raises Forbidden: seen, but this move is not for this person.
    :raises MoveNotOpen: the move does not lead from where the incident is now.
    """
    try:
        held = _lock(Incident.objects.visible_to(by), incident.pk)
    except Incident.DoesNotExist as unseen:
        raise Http404 from unseen
    abilities = abilities_of(by, held, at=at)
    if action in abilities:
        return held
    if _is_never_for(abilities.standing, action):
        raise Forbidden(
            _("“%(action)s” is not yours to do on this incident.") % {"action": action.label}
        )
    raise _not_open(held, action, abilities)


def locked(pk: int) -> Incident:
    """Lock an incident by its key and fetch what its moves need; for the portal's own acts."""
    return _lock(Incident.objects.all(), pk)


def _lock(rows: IncidentQuerySet, pk: int) -> Incident:
    return (
        rows.select_for_update(of=("self",), no_key=True)
        .select_related(
            "agreement",
            "contract",
            "terms__coverage",
            "configuration__support_number",
            "revision",
            "publisher",
            "manufacturer",
            "client",
        )
        .prefetch_related(
            "escalations",
            "terms__targets",
            "terms__coverage__windows",
            "terms__coverage__exceptions",
        )
        .get(pk=pk)
    )


def _is_never_for(standing: Standing, action: Action | LegAction) -> bool:
    """Tell whether the move is others' to make, wherever the incident stands.

    A publisher whose leg has just ended comes too late, which is not the same.
    """
    if standing == Standing.ONLOOKER:
        standing = Standing.PARTNER
    if isinstance(action, Action):
        return standing not in standings_of_move(action)
    return standing not in standings_of_leg_move(action)


def _not_open(held: Incident, action: Action | LegAction, abilities: Abilities) -> MoveNotOpen:
    leg = _leg_in_the_way(held, action)
    if action in {Action.ROUTE, LegAction.RETURN} and is_on_bridge(held):
        sentence = _(
            "Both vendors are on a joint bridge: nobody hands it over until it is restored."
        )
    elif action == Action.MISMATCH and held.revision_id is None:
        sentence = _(
            "No signed revision was in force when it was opened: there is nothing to differ from."
        )
    elif action == Action.THIRD_PARTY and held.third_party:
        sentence = _("%(name)s has it already: say first that it is back.") % {
            "name": held.third_party
        }
    elif action == Action.BACK and not held.third_party:
        sentence = _("No third party has it any more.")
    elif level_in_the_way := _level_in_the_way(held, action):
        sentence = level_in_the_way
    elif leg is not None:
        sentence = _("“%(action)s” is not possible any more: the escalation is “%(status)s”.") % {
            "action": action.label,
            "status": LegState(leg.state).label.lower(),
        }
    else:
        sentence = _("“%(action)s” is not possible any more: the incident is “%(status)s”.") % {
            "action": action.label,
            "status": Status(held.status).label.lower(),
        }
    legal = [str(each) for each in (*abilities.actions, *abilities.leg_actions)]
    return MoveNotOpen(sentence, extra={"moves": legal})


def _level_in_the_way(held: Incident, action: Action | LegAction) -> str:
    """Say why the level of the open escalation does not lead to a move; nothing if it does."""
    leg = open_leg(held)
    if leg is None:
        return ""
    if action == LegAction.RAISE and level_above(leg, held) is None:
        return _("It stands at its highest level already: level %(level)s.") % {"level": leg.level}
    if action == LegAction.MANAGER and leg.level < CRITICAL_LEVEL:
        return _("It is no critical situation yet: it becomes one at level %(level)s.") % {
            "level": CRITICAL_LEVEL
        }
    return ""


def _leg_in_the_way(held: Incident, action: Action | LegAction) -> Escalation | None:
    """Return the escalation, the last one if none is open, whose state does not lead to a move."""
    leg = open_leg(held) or max(
        held.escalations.all(), key=lambda each: each.requested_at, default=None
    )
    if leg is None or not isinstance(action, LegAction):
        return None
    sources = next(row.sources for row in LEG_MOVES if row.action == action)
    return leg if LegState(leg.state) not in sources else None
