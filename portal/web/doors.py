"""The doors of the menus: where each kind of person may go, and what lies behind each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind, MaintenanceAction, OutageAction, StatementAction, SwapAction

Label = str | Promise


@dataclass(frozen=True)
class Door:
    """A place in the menu: its page, and the pages that count as being inside it."""

    label: Label
    page: str
    inside: frozenset[str] = field(default_factory=frozenset)
    keys: str = ""
    icon: str = "right"


_INCIDENT = frozenset(
    f"tickets:{page}"
    for page in ("incident", "clock", "comment", "move", "leg-move", "open", "search")
)
_SYSTEM = frozenset(
    f"contracts:{page}"
    for page in (
        *("configuration", "support-number", "passport", "register", "draft", "designer"),
        *("revision", "revision-holds", "revision-move", "compare", "difference", "card"),
        *("retire", "place", "system-availability", "availability-year"),
        *("catalogue", "product"),
        *("guarantees", "ask-guarantee", "guarantee"),
        *("guarantee-answer", "guarantee-refuse", "guarantee-withdraw"),
    )
)
_CONTRACT = frozenset(
    f"contracts:{page}"
    for page in (
        *("contract", "new-contract", "amend", "terms", "terms-move", "fee-shares", "rescind"),
        *("gap", "availability", "simulate"),
        *("agreement", "underpinning-new", "underpinning-move"),
        *("outages", "outage", "new-outage", *(f"outage-{action}" for action in OutageAction)),
        *("maintenance", "new-maintenance", "maintenance-window"),
        *(f"maintenance-{action}" for action in MaintenanceAction),
    )
)
_STATEMENT = frozenset(
    {
        *("contracts:statement", "contracts:statement-as-client", "contracts:issue-selected"),
        *("contracts:note", "contracts:ledger", "contracts:ledger-reverse"),
        *(f"contracts:statement-{action}" for action in StatementAction),
    }
)
_ROSTER = frozenset(
    f"contracts:{page}"
    for page in (
        *("roster", "new-roster", "roster-add", "roster-replace", "roster-end"),
        *("roster-end-later", "roster-override", "override-cancel", "roster-swap"),
        *(f"swap-{action}" for action in SwapAction),
        *("roster-note", "duty-links", "revoke-duty-link"),
    )
)
_OF_A_CLIENT = (
    Door(_("Home"), "desk"),
    Door(_("Incidents"), "tickets:incidents", _INCIDENT),
    Door(_("Systems and contract"), "contracts:configurations", _SYSTEM),
    Door(_("Contracts"), "contracts:contracts", _CONTRACT),
    Door(_("Statements"), "contracts:statements", _STATEMENT),
)
_OF_A_VENDOR = (
    Door(_("Queues"), "tickets:queues", _INCIDENT | {"tickets:queue"}, "g q"),
    Door(_("Incidents"), "tickets:incidents", keys="g i"),
    Door(_("Systems"), "contracts:configurations", _SYSTEM, "g s"),
    Door(_("Contracts"), "contracts:contracts", _CONTRACT, "g c"),
    Door(_("Statements"), "contracts:statements", _STATEMENT, "g r"),
)
_OF_AN_OPERATOR = (Door(_("Home"), "desk"), Door(_("Administration"), "admin:index"))
DOORS: Mapping[Kind, tuple[Door, ...]] = {
    Kind.CLIENT: _OF_A_CLIENT,
    Kind.MANUFACTURER: _OF_A_VENDOR,
    Kind.PUBLISHER: _OF_A_VENDOR,
    Kind.PLATFORM: _OF_AN_OPERATOR,
}
ACCOUNT = (Door(_("Change the password"), "account_change_password", icon="key"),)
FOR_PARTIES = (
    Door(_("Whose court"), "tickets:court", icon="users"),
    Door(_("Outages"), "contracts:outages", icon="alert"),
    Door(_("Maintenance"), "contracts:maintenance", icon="gear"),
)
FOR_VENDORS = (Door(_("Rosters"), "contracts:rosters", _ROSTER, icon="phone"),)
FOR_MANAGERS = (Door(_("How reports are routed"), "tickets:quality", icon="swap"),)
FOR_STAFF = (
    Door(_("Administration"), "admin:index", icon="lock"),
    Door(_("Components"), "portal:components", icon="eye"),
    Door(_("Mail sent"), "dev-mail", icon="mail"),
)
