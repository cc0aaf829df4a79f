"""The frame around every page: who is reading, where one may go, whom to call.

Every value is asked for at most once per page, and only if a template prints it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from contracts.access import is_operator
from contracts.choices import Kind
from contracts.models import User
from contracts.selectors import hotline_for
from contracts.selectors.rosters import Head
from escalation.selectors import unread_count
from portal.web.doors import (
    ACCOUNT,
    DOORS,
    FOR_MANAGERS,
    FOR_PARTIES,
    FOR_STAFF,
    FOR_VENDORS,
    Door,
    Label,
)
from portal.web.duty_head import head_kept
from portal.words import numbers
from tickets.access import may_read_quality

MOST_SAID = 100


@dataclass(frozen=True)
class Entry:
    """A door as it stands on one page."""

    label: Label
    address: str
    is_current: bool
    keys: str
    icon: str


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
