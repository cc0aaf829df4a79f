"""Components of the design system (``{% load components %}``); specimens: /help/components/."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.words import durations, instants, people, relays

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
    "asked": ("st-wait", "is-warn"),
    "answered": ("st-ok", "is-ok"),
    "agreed": ("st-ok", "is-ok"),
    "accepted": ("st-ok", "is-ok"),
    "countered": ("reply", "is-warn"),
    "to_settle": ("users", "is-crit"),
    "recorded": ("pen", ""),
    "void": ("x", ""),
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


@lru_cache(maxsize=4096, typed=True)
def _drawn(template_name: str, language: str, names: Sequence[str], *values: str) -> SafeString:
    html = get_template(template_name).render(dict(zip(names, values, strict=True)))
    return mark_safe(html.strip())  # noqa: S308  the template has escaped it


def draw(template_name: str, **look: str) -> SafeString:
    """Render a component that follows from its words and the language alone; drawn once each.

    Rows repeat the same few tiles and states, and a clock says the same words for a minute.
    """
    return _drawn(template_name, get_language() or "", tuple(look), *look.values())


@register.simple_tag
@lru_cache(maxsize=256)
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


@register.simple_tag
def prio(priority: str, forced_by: object = None) -> SafeString:
    """Show a priority, with the shield while a support number forces it."""
    label, look, meaning = PRIORITIES[priority]
    forced = "yes" if forced_by else ""
    return draw("_prio.html", label=label, look=look, meaning=str(meaning), is_forced=forced)


@register.simple_tag
def status(state: str, label: str) -> SafeString:
    """Show a state: its glyph and its word."""
    glyph, look = STATUSES.get(state, ("st-new", ""))
    return draw("_status.html", glyph=glyph, look=look, label=str(label))


@register.simple_tag
def party(organisation: Party | None, says: str = "") -> SafeString:
    """Show a party: its tile, and its name or a few words in its place (*Compaq has it*)."""
    if organisation is None:
        return draw("_party.html", kind="", letter="", name=str(says))
    name = name_of(organisation)
    letter = people.letter_of(organisation.kind, name)
    return draw("_party.html", kind=organisation.kind, letter=letter, name=str(says or name))


@register.filter
def party_class(organisation: Party | None) -> str:
    """Return the class that gives an element the colours of a party."""
    return f"is-{organisation.kind}" if organisation else ""


@register.simple_tag
def avatar(person: Person | None, alone: str = "") -> SafeString:
    """Show a person's initials; ``alone="yes"`` when no name stands beside them."""
    if person is None:
        return draw("_avatar.html", name="", alone=alone)
    return draw(
        "_avatar.html",
        name=person.name,
        initials=people.initials_of(person.name),
        kind=person.organisation.kind,
        alone=alone,
    )


@register.simple_tag
def sla(
    label: str, due_at: datetime | None, since: datetime, paused_at: datetime | None = None
) -> SafeString | str:
    """Show what is owed and the time left for it; nothing when nothing is owed."""
    if due_at is None:
        return ""
    at = timezone.now()
    read = durations.read_clock(due_at, since=since, at=at, paused_at=paused_at)
    said = instants.say_instant(due_at, at=at, zone=timezone.get_current_timezone())
    left = _("left, before %(time)s") % {"time": said}
    heads = {
        durations.Level.LATE: (_("Late"), f", {label}"),
        durations.Level.PAUSED: (_("Paused"), ""),
    }
    head, aside = heads.get(read.level, (label, left))
    return draw(
        "_sla.html",
        label=str(label),
        head=str(head),
        words=read.words,
        aside=aside,
        level=read.level.value,
        width=str(read.width),
        since="" if paused_at else since.isoformat(),
        due_at="" if paused_at else due_at.isoformat(),
    )


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
    is_over: object = None,
    ended_at: datetime | None = None,
) -> dict[str, Any]:
    """Show who had the incident and for how long (each: ``kind``, ``name``, ``length``).

    Those that say ``begins_at`` and ``ends_at`` stand in a table too. Of time left nothing is said
    once it is over; ``ended_at`` is when it was closed.
    """
    held = [_holding(each) for each in holdings]
    span = promised if isinstance(promised, timedelta) else timedelta(seconds=promised or 0)
    sums = relays.sum_by_party(held)
    total = sum((holding.length for holding in held), timedelta(0))
    return {
        "strip": relays.draw_strip(held, promised=span),
        "parties": [(one, people.letter_of(one.kind, one.name)) for one in sums],
        "left": max(span - total, timedelta(0)) if span and not is_over else None,
        "promised": span,
        "began_at": began_at,
        "due_at": due_at,
        "ended_at": ended_at,
        "stretches": [
            each for each in holdings if isinstance(each, Mapping) and "begins_at" in each
        ],
    }


@register.inclusion_tag("_court_bar.html")
def court_bar(holdings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Show how much of a whole each party had; the numbers stand beside it."""
    held = [_holding(each) for each in holdings if each["length"]]
    return {"strip": relays.draw_strip(held, promised=timedelta(0))}


def _holding(said: relays.Holding | Mapping[str, Any]) -> relays.Holding:
    if isinstance(said, relays.Holding):
        return said
    return relays.Holding(said["kind"], said["name"], said["length"])


@register.inclusion_tag("_notice.html")
def notice(look: str, fact: str, more: str = "") -> dict[str, str]:
    """Show a notice: ``ok``, ``info``, ``warn`` or ``crit``, a bold fact and what comes next."""
    look = MESSAGES.get(look, look)
    return {"look": look, "glyph": NOTICES.get(look, "info"), "fact": fact, "more": more}


@register.inclusion_tag("_empty.html")
def empty(
    glyph: str, fact: str, more: str = "", *, address: str = "", label: str = ""
) -> dict[str, str]:
    """Say that there is nothing here, and what to do about it: in words, by a button to press."""
    return {"glyph": glyph, "fact": fact, "more": more, "address": address, "label": label}


def name_of(organisation: Party) -> str:
    """Return a party's name as it is said in a sentence."""
    return str(getattr(organisation, "short_name", "") or organisation.name)
