"""Into which group a kind of event falls, for who chooses what to be told of outside the portal."""

from collections.abc import Mapping

from contracts.choices import EventKind as Promise
from contracts.choices import Kind
from escalation.choices import NewsGroup
from tickets.choices import EventKind

ALWAYS_MAILED = frozenset({NewsGroup.CALL})
"""Nobody switches off the e-mail that calls them to an escalation: it would be lost on duty."""

_GROUPS: Mapping[str, NewsGroup] = {
    EventKind.ROUTED: NewsGroup.INCIDENT,
    EventKind.HANDED_OVER: NewsGroup.INCIDENT,
    EventKind.ASSIGNED: NewsGroup.INCIDENT,
    EventKind.COMMENTED: NewsGroup.MESSAGE,
    EventKind.MAIL_READ: NewsGroup.MESSAGE,
    EventKind.ACKNOWLEDGED: NewsGroup.ESCALATION,
    EventKind.CASE_GIVEN: NewsGroup.ESCALATION,
    EventKind.STARTED: NewsGroup.ESCALATION,
    EventKind.RETURNED: NewsGroup.ESCALATION,
    EventKind.LEG_RESOLVED: NewsGroup.ESCALATION,
    EventKind.WITHDRAWN: NewsGroup.ESCALATION,
    "incident.promise_warned": NewsGroup.DEADLINE,
    "incident.promise_missed": NewsGroup.DEADLINE,
    EventKind.DEADLINE_MOVED: NewsGroup.DEADLINE,
}
_FAMILIES: Mapping[str, NewsGroup] = {
    "escalation": NewsGroup.CALL,  # whatever else happens to one calls somebody to act
    "roster": NewsGroup.CALL,
    "configuration": NewsGroup.REGISTER,
    "revision": NewsGroup.REGISTER,
    "support_number": NewsGroup.REGISTER,
    "terms": NewsGroup.CONTRACT,
    "guarantee": NewsGroup.CONTRACT,
    "contract": NewsGroup.CONTRACT,
    "statement": NewsGroup.CONTRACT,
    "ledger": NewsGroup.CONTRACT,
    "underpinning": NewsGroup.CONTRACT,
    "outage": NewsGroup.CONTRACT,
    "responsibility": NewsGroup.CONTRACT,
    "maintenance": NewsGroup.CONTRACT,
}
_OF_VENDORS = frozenset({NewsGroup.CALL, NewsGroup.ESCALATION})


def group_of(kind: str, reader: Kind | None = None) -> NewsGroup:
    """Return the group of a kind of event of either journal, for people of some organisation.

    To a client, what the vendors do to an escalation says who works on the incident.
    """
    found = _GROUPS.get(kind) or _FAMILIES.get(kind.partition(".")[0], NewsGroup.STATE)
    return NewsGroup.INCIDENT if reader == Kind.CLIENT and found in _OF_VENDORS else found


def groups_for(kind: Kind) -> tuple[NewsGroup, ...]:
    """Return the groups of which people of an organisation can be told, in their order."""
    return tuple(group for group in NewsGroup if kind != Kind.CLIENT or group not in _OF_VENDORS)


def kinds_in(group: NewsGroup) -> tuple[str, ...]:
    """Return the kinds of events that are known to fall into a group."""
    return tuple(each for each in (*EventKind.values, *Promise.values) if group_of(each) == group)
