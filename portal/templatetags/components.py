"""Components of the design system (``{% load components %}``); specimens: /help/components/."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.words import durations, people, relays

register = template.Library()

PRIORITIES = {
    "high": ("P1", "p1", gettext_lazy("High priority")),
    "medium": ("P2", "p2", gettext_lazy("Medium priority")),
    "low": ("P3", "p3", gettext_lazy("Low priority")),
}
STATUSES = {
    "new": ("st-new", ""),
    "open": ("st-prog", "is-info"),
    "waiting": ("st-wait", ""),
    "restored": ("st-ok", "is-ok"),
    "resolved": ("check", "is-ok"),
    "closed": ("lock", ""),
    "requested": ("swap", "is-warn"),
    "acknowledged": ("st-new", "is-info"),
    "in_progress": ("st-prog", "is-info"),
    "returned": ("reply", ""),
    "withdrawn": ("x", ""),
    "draft": ("pen", ""),
    "proposed": ("st-wait", "is-warn"),
    "signed": ("check", "is-ok"),
    "in_force": ("shield", "is-ok"),
    "refused": ("x", "is-crit"),
    "superseded": ("lock", ""),
}
NOTICES = {"ok": "st-ok", "warn": "alert", "crit": "alert", "info": "info"}
MESSAGES = {"success": "ok", "warning": "warn", "error": "crit"}


class Party(Protocol):
    """What a tile needs to know of an organisation."""

    kind: str
    name: str


class Person(Protocol):
    """What an avatar needs to know of somebody."""

    name: str

    @property
    def organisation(self) -> Party: ...


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a symbol of the sprite; it says nothing to screen readers, the word beside it does."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        static("portal/sprite.svg"),
        name,
    )


@register.simple_tag
def mark() -> SafeString:
    """Draw the mark of the product."""
    return format_html(
        '<svg class="mark" viewBox="0 0 28 28" aria-hidden="true"><use href="{}#mark"/></svg>',
        static("portal/sprite.svg"),
    )


@register.inclusion_tag("_prio.html")
def prio(priority: str, forced_by: object = None) -> dict[str, Any]:
    """Show a priority, with the shield while a support number forces it."""
    label, look, meaning = PRIORITIES[priority]
    return {"label": label, "look": look, "meaning": meaning, "forced_by": forced_by}


@register.inclusion_tag("_status.html")
def status(state: str, label: str) -> dict[str, str]:
    """Show a state: its glyph and its word."""
    glyph, look = STATUSES.get(state, ("st-new", ""))
    return {"glyph": glyph, "look": look, "label": label}


@register.inclusion_tag("_party.html")
def party(organisation: Party | None, says: str = "") -> dict[str, str]:
    """Show a party: its tile, and its name or a few words in its place (*Compaq has it*)."""
    if organisation is None:
        return {"kind": "", "letter": "", "name": says}
    name = name_of(organisation)
    letter = people.letter_of(organisation.kind, name)
    return {"kind": organisation.kind, "letter": letter, "name": says or name}


@register.filter
def party_class(organisation: Party | None) -> str:
    """Return the class that gives an element the colours of a party."""
    return f"is-{organisation.kind}" if organisation else ""


@register.inclusion_tag("_avatar.html")
def avatar(person: Person | None, alone: str = "") -> dict[str, Any]:
    """Show a person's initials; ``alone="yes"`` when no name stands beside them."""
    if person is None:
        return {"name": "", "alone": alone}
    return {
        "name": person.name,
        "initials": people.initials_of(person.name),
        "kind": person.organisation.kind,
        "alone": alone,
    }


@register.inclusion_tag("_sla.html")
def sla(
    label: str, due_at: datetime | None, since: datetime, paused_at: datetime | None = None
) -> dict[str, Any]:
    """Show what is owed and the time left for it; nothing when nothing is owed."""
    if due_at is None:
        return {"clock": None}
    read = durations.read_clock(due_at, since=since, at=timezone.now(), paused_at=paused_at)
    heads = {
        durations.Level.LATE: _("Late"),
        durations.Level.PAUSED: _("Paused"),
    }
    return {
        "clock": read,
        "head": heads.get(read.level, label),
        "label": label,
        "due_at": due_at,
        "since": since,
        "is_paused": paused_at is not None,
    }


@register.inclusion_tag("_ref.html")
def ref(number: object, says: str = "", size: str = "") -> dict[str, object]:
    """Show a number to be read aloud and copied; ``says`` names it (*support number*)."""
    return {"number": number, "says": says, "size": size}


@register.inclusion_tag("_relay.html")
def relay(
    holdings: Sequence[relays.Holding | Mapping[str, Any]],
    promised: timedelta | int | None,
    began_at: datetime | None = None,
    due_at: datetime | None = None,
) -> dict[str, Any]:
    """Show who had the incident and for how long (each: ``kind``, ``name``, ``length``)."""
    held = [
        holding if isinstance(holding, relays.Holding) else relays.Holding(**holding)
        for holding in holdings
    ]
    span = promised if isinstance(promised, timedelta) else timedelta(seconds=promised or 0)
    sums = relays.sum_by_party(held)
    total = sum((holding.length for holding in held), timedelta(0))
    return {
        "strip": relays.draw_strip(held, promised=span),
        "parties": [(one, people.letter_of(one.kind, one.name)) for one in sums],
        "left": max(span - total, timedelta(0)),
        "promised": span,
        "began_at": began_at,
        "due_at": due_at,
    }


@register.inclusion_tag("_notice.html")
def notice(look: str, fact: str, more: str = "") -> dict[str, str]:
    """Show a notice: ``ok``, ``info``, ``warn`` or ``crit``, a bold fact and what comes next."""
    look = MESSAGES.get(look, look)
    return {"look": look, "glyph": NOTICES.get(look, "info"), "fact": fact, "more": more}


@register.inclusion_tag("_empty.html")
def empty(glyph: str, fact: str, more: str = "") -> dict[str, str]:
    """Say that there is nothing here, and what to do about it."""
    return {"glyph": glyph, "fact": fact, "more": more}


def name_of(organisation: Party) -> str:
    """Return a party's name as it is said in a sentence."""
    return str(getattr(organisation, "short_name", "") or organisation.name)
