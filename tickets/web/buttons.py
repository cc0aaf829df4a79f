"""The buttons of an incident: what a person may do now, and which comes first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.choices import Kind
from contracts.models import User
from tickets.access import Abilities, audiences_open_to, open_leg
from tickets.choices import Action, Audience, LegAction, Queue
from tickets.models import Incident
from tickets.web.act_table import ACTS, LEG_ACTS, Act, named

IN_PREVIEW = frozenset({"take", "move-route", "move-assign", "leg-move-return"})

_LAST = (LegAction.RAISE, LegAction.MANAGER)
"""Moves of the escalation that are seldom made come after all others."""


@dataclass(frozen=True)
class Button:
    """One act: a form of its own where nothing has to be said, else a link to its form."""

    name: str
    label: str
    icon: str
    address: str
    key: str = ""
    is_direct: bool = False
    is_primary: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Writing:
    """A button that leads to the composer with its readers chosen."""

    audience: Audience
    label: str
    icon: str
    key: str


def buttons_for(user: User, incident: Incident, abilities: Abilities) -> list[Button]:
    """Return the buttons of a vendor: the sensible next act first, then in the table's order."""
    buttons = list(_all_of(user, incident, abilities))
    first = _first_of(user, incident, abilities)
    primary = [replace(each, is_primary=True) for each in buttons if each.name == first]
    return primary + [each for each in buttons if each.name != first]


def brief(buttons: list[Button]) -> list[Button]:
    """Keep what a preview has room for: the sensible next act and the hand-over."""
    return [each for each in buttons if each.is_primary or each.name in IN_PREVIEW]


def writings_for(user: User, incident: Incident, abilities: Abilities) -> list[Writing]:
    """Return the ways to write that are open to a vendor, the client first."""
    if Action.COMMENT not in abilities:
        return []
    known = (
        Writing(Audience.CLIENT, _("Reply"), "reply", "r"),
        Writing(Audience.VENDORS, _("Joint note"), "users", "n"),
        Writing(Audience.INTERNAL, _("Internal note"), "lock", "i"),
    )
    open_to = audiences_open_to(user, incident)
    return [each for each in known if each.audience in open_to]


def _all_of(user: User, incident: Incident, abilities: Abilities) -> Iterator[Button]:
    is_taken_so = LegAction.ACKNOWLEDGE in abilities  # whoever acknowledges has it
    if Action.ASSIGN in abilities and _holder(user, incident) != user and not is_taken_so:
        yield Button(
            name="take",
            label=_("Take"),
            icon="user",
            address=_address("move", incident, Action.ASSIGN),
            key="t",
            is_direct=True,
            fields={"user": str(user.pk)},
        )
    for leg_action in abilities.leg_actions:
        # The incident's own "resolve" asks for more, and ends the leg with it.
        is_twice = leg_action == LegAction.RESOLVE and Action.RESOLVE in abilities
        if not is_twice and leg_action not in _LAST:
            yield _button("leg-move", incident, leg_action, LEG_ACTS[leg_action])
    for action in abilities.actions:
        if action in ACTS:
            yield _button("move", incident, action, ACTS[action])
    for leg_action in _LAST:
        if leg_action in abilities:
            yield _button("leg-move", incident, leg_action, LEG_ACTS[leg_action])


def _button(page: str, incident: Incident, action: Action | LegAction, act: Act) -> Button:
    return Button(
        name=f"{page}-{action}",
        label=named(act.verb, incident),
        icon=act.icon,
        address=_address(page, incident, action),
        key=act.key,
        is_direct=act.is_direct,
    )


def _address(page: str, incident: Incident, action: Action | LegAction) -> str:
    return reverse(f"tickets:{page}", args=[incident.reference, str(action.value)])


def _holder(user: User, incident: Incident) -> User | None:
    """Return who of this person's own side has the incident."""
    leg = open_leg(incident)
    if user.kind == Kind.PUBLISHER:
        return leg.engineer if leg else None
    return incident.assignee


def _first_of(user: User, incident: Incident, abilities: Abilities) -> str:
    """Name the first sensible act: first contact, then somebody's hands, then an end to it."""
    is_at_work = user.kind == Kind.PUBLISHER or open_leg(incident) is None
    sensible = (
        ("leg-move-acknowledge", LegAction.ACKNOWLEDGE in abilities),
        ("leg-move-start", LegAction.START in abilities),
        ("take", Action.ASSIGN in abilities and _holder(user, incident) is None),
        ("move-call", Action.CALL in abilities and incident.responded_at is None),
        ("move-route", Action.ROUTE in abilities and incident.queue == Queue.TRIAGE),
        ("move-answer", Action.ANSWER in abilities),
        ("move-restore", Action.RESTORE in abilities and is_at_work),
        ("move-resolve", Action.RESOLVE in abilities and is_at_work),
    )
    return next((name for name, is_open in sensible if is_open), "")
