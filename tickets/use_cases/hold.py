"""Hold an incident's row while it changes: lock it, look again, and refuse what is not open."""

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from contracts.models import User
from contracts.rules.refusal import Forbidden, Refusal
from tickets.access import abilities_of, open_leg
from tickets.choices import Action, LegAction, LegState, Status
from tickets.models import Incident
from tickets.rules.handshake import leg_move_for
from tickets.rules.lifecycle import move_for


class MoveNotOpen(Refusal):
    """No such move from here, or somebody else was faster; ``extra`` names the legal ones."""

    code = "move-not-open"


def hold(incident: Incident, action: Action | LegAction, *, by: User, at: datetime) -> Incident:
    """Lock the incident until the transaction ends, and return it as it stands now.

    :raises Http404: this person may not see it.
    :raises Forbidden: seen, but this move is not for this person.
    :raises MoveNotOpen: the move does not lead from where the incident is now.
    """
    held = locked(incident.pk)
    if not Incident.objects.visible_to(by).filter(pk=held.pk).exists():
        raise Http404
    abilities = abilities_of(by, held, at=at)
    if action in abilities:
        return held
    legal = [str(each) for each in (*abilities.actions, *abilities.leg_actions)]
    if _is_for_others(held, action):
        raise Forbidden(
            _("“%(action)s” is not yours to do on this incident.") % {"action": action.label}
        )
    raise MoveNotOpen(
        _("“%(action)s” is not possible any more: the incident is “%(status)s”.")
        % {"action": action.label, "status": Status(held.status).label.lower()},
        extra={"moves": legal},
    )


def locked(pk: int) -> Incident:
    """Lock an incident by its key and fetch what its moves need; for the portal's own acts."""
    return (
        Incident.objects.select_for_update(of=("self",))
        .select_related(
            "agreement",
            "contract__coverage",
            "configuration__support_number",
            "revision",
            "publisher",
            "manufacturer",
            "client",
        )
        .prefetch_related("escalations", "contract__targets", "contract__coverage__windows")
        .get(pk=pk)
    )


def _is_for_others(incident: Incident, action: Action | LegAction) -> bool:
    """Tell whether the move leads from here for somebody else, so that only the right lacks."""
    if isinstance(action, Action):
        return move_for(action, Status(incident.status)) is not None and (
            action not in {Action.NOT_RESTORED, Action.CONFIRM, Action.ROUTE}
            or incident.status == Status.OPEN
        )
    leg = open_leg(incident)
    return leg is not None and leg_move_for(action, LegState(leg.state)) is not None
