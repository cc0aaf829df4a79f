"""The frame around every page: who is reading, where one may go, whom to call.

Every value is asked for at most once per page, and only if a template prints it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.access import is_operator
from contracts.choices import Kind
from contracts.models import User
from contracts.selectors import hotline_for
from contracts.selectors.rosters import Head
from escalation.selectors import unread_count
from portal.web.duty_head import head_kept
from portal.words import numbers
from tickets.access import may_read_quality

Label = str | Promise
MOST_SAID = 100


@dataclass(frozen=True)
class Door:
    """A place in the menu: its page, and the pages that count as being inside it."""

    label: Label
    page: str
    inside: frozenset[str] = field(default_factory=frozenset)
    keys: str = ""
    icon: str = "right"


@dataclass(frozen=True)
class Entry:
    """A door as it stands on one page."""

    label: Label
    address: str
    is_current: bool
    keys: str
    icon: str


_INCIDENT = frozenset({"tickets:incident", "tickets:open", "tickets:search"})
_SYSTEM = frozenset(
    f"contracts:{page}"
    for page in (
        *("configuration", "support-number", "register", "draft"),
        *("revision", "revision-move", "difference", "card", "retire", "place"),
        *("guarantees", "ask-guarantee", "guarantee"),
        *("guarantee-answer", "guarantee-refuse", "guarantee-withdraw"),
    )
)
_CONTRACT = frozenset(
    f"contracts:{page}"
    for page in (
        "contract",
        "new-contract",
        "amend",
        "terms",
        "terms-move",
        "fee-shares",
        "rescind",
        "gap",
        "agreement",
        "underpinning-new",
        "underpinning-move",
        "outages",
        "outage",
        "new-outage",
        "maintenance",
        "new-maintenance",
        "maintenance-window",
    )
)
_STATEMENT = frozenset({"contracts:statement", "contracts:ledger"})
_ROSTER = frozenset(
    f"contracts:{page}"
    for page in (
        *("roster", "new-roster", "roster-add", "roster-replace", "roster-override"),
        *("roster-swap", "roster-note", "duty-links"),
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
    Door(_("Rosters"), "contracts:rosters", _ROSTER, "g r"),
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
FOR_VENDORS = (Door(_("Statements"), "contracts:statements", _STATEMENT, icon="file"),)
FOR_MANAGERS = (Door(_("How reports are routed"), "tickets:quality", icon="swap"),)
FOR_STAFF = (
    Door(_("Administration"), "admin:index", icon="lock"),
    Door(_("Components"), "portal:components", icon="eye"),
    Door(_("Mail sent"), "dev-mail", icon="mail"),
)


class Shell:
    """What ``base.html`` knows; a stranger's shell is bare."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        match = request.resolver_match
        self._page = match.view_name if match else ""

    @cached_property
    def now(self) -> datetime:
        """The server's instant, on which the clocks of the page run."""
        return timezone.now()

    @cached_property
    def person(self) -> User | None:
        user = getattr(self._request, "user", None)
        return user if isinstance(user, User) else None

    @cached_property
    def kind(self) -> Kind | None:
        return self.person.kind if self.person else None

    @property
    def is_vendor(self) -> bool:
        return self.kind in {Kind.MANUFACTURER, Kind.PUBLISHER}

    @property
    def ui(self) -> str:
        """Roomy for clients and strangers, dense for those who work here all day."""
        return "agent" if self.is_vendor or self.kind == Kind.PLATFORM else "client"

    @property
    def has_keys(self) -> bool:
        return self.is_vendor

    @property
    def theme(self) -> str:
        return self.person.theme if self.person else "system"

    @cached_property
    def home(self) -> str:
        return address_of("desk") or "/"

    @cached_property
    def nav(self) -> list[Entry]:
        return self._entries(DOORS[self.kind]) if self.kind else []

    @cached_property
    def account(self) -> list[Entry]:
        doors: tuple[Door, ...] = ACCOUNT
        if self.kind is not None and self.kind != Kind.PLATFORM:
            doors += FOR_PARTIES
        if self.is_vendor:
            doors += FOR_VENDORS
        if self.person is not None and may_read_quality(self.person):
            doors += FOR_MANAGERS
        return self._entries(doors + FOR_STAFF if is_operator(self.person) else doors)

    @cached_property
    def search(self) -> str:
        """The address of the search, for those who search all day."""
        return address_of("tickets:search") if self.is_vendor else ""

    @cached_property
    def duty(self) -> Head:
        """Who of one's vendor is on duty now, at most a minute late."""
        if self.person is None or not self.is_vendor:
            return Head()
        return head_kept(self.person.organisation, at=self.now)

    @cached_property
    def hotline(self) -> str:
        """The number to call, on a client's pages."""
        if self.person is None or self.kind != Kind.CLIENT:
            return ""
        return hotline_for(self.person, at=self.now)

    @property
    def hotline_address(self) -> str:
        return numbers.dialled(self.hotline)

    @cached_property
    def news(self) -> str:
        is_reader = self.person is not None and self.kind != Kind.PLATFORM
        return address_of("escalation:notifications") if is_reader else ""

    @property
    def is_news_current(self) -> bool:
        return self._page == "escalation:notifications"

    @cached_property
    def unread(self) -> int:
        return unread_count(self.person) if self.person else 0

    @property
    def unread_said(self) -> str:
        return str(self.unread) if self.unread < MOST_SAID else f"{MOST_SAID - 1}+"

    def _entries(self, doors: tuple[Door, ...]) -> list[Entry]:
        addressed = ((door, address_of(door.page)) for door in doors)
        return [
            Entry(door.label, address, self._is_current(door), door.keys, door.icon)
            for door, address in addressed
            if address
        ]

    def _is_current(self, door: Door) -> bool:
        return self._page == door.page or self._page in door.inside


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: put the shell before every template."""
    return {"shell": Shell(request)}


def address_of(page: str) -> str:
    """Return a page's address, or nothing where this way of running has no such page."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
