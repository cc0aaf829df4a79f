"""The timeline as vendors read it: lines and messages, and the filter by audience."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from contracts.models import User
from tickets.choices import Audience
from tickets.models import Attachment, Comment, Incident, IncidentEvent
from tickets.selectors.story import Entry
from tickets.wording import ICONS, line_of

EVERYTHING = ""
GLYPHS = {Audience.CLIENT: "eye", Audience.VENDORS: "users", Audience.INTERNAL: "lock"}


@dataclass(frozen=True)
class Line:
    """One entry: a sentence, or a message with its files."""

    number: int
    event: IncidentEvent
    icon: str
    words: str
    comment: Comment | None
    files: Sequence[Attachment]
    readers: str
    readers_icon: str
    readers_look: str
    look: str


@dataclass(frozen=True)
class Filter:
    """A choice of what the timeline shows."""

    show: str
    label: str
    icon: str
    count: int
    is_current: bool


def lines_of(
    entries: Sequence[Entry], incident: Incident, *, reader: User, show: str
) -> list[Line]:
    """Return the lines that a filter keeps, numbered in the whole story."""
    return [
        _line(number, entry, incident, reader)
        for number, entry in enumerate(entries, start=1)
        if show in {EVERYTHING, entry.event.audience}
    ]


def filters_of(entries: Sequence[Entry], *, company: str, show: str) -> list[Filter]:
    """Return the filters of a story with their counts."""
    labels = (
        (EVERYTHING, _("All"), ""),
        (Audience.CLIENT.value, _("Client sees"), "eye"),
        (Audience.VENDORS.value, _("Both vendors"), "users"),
        (Audience.INTERNAL.value, company, "lock"),
    )
    audiences = [entry.event.audience for entry in entries]
    return [
        Filter(
            show=key,
            label=label,
            icon=icon,
            count=audiences.count(key) if key else len(audiences),
            is_current=key == show,
        )
        for key, label, icon in labels
    ]


def shown(wanted: str) -> str:
    """Return the filter that an address asks for; one that is none shows everything."""
    return wanted if wanted in Audience.values else EVERYTHING


def _line(number: int, entry: Entry, incident: Incident, reader: User) -> Line:
    event, comment = entry.event, entry.comment
    audience = Audience(event.audience)
    said, readers_look, look = _readers(audience, comment, incident)
    return Line(
        number=number,
        event=event,
        icon=ICONS.get(event.kind, "pulse"),
        words=line_of(event, incident, reader=reader),
        comment=comment,
        files=list(comment.attachments.all()) if comment else [],
        readers=said,
        readers_icon=GLYPHS[audience],
        readers_look=readers_look,
        look=look,
    )


def _readers(
    audience: Audience, comment: Comment | None, incident: Incident
) -> tuple[str, str, str]:
    """Return who reads a message, and the classes of its chip and of its box."""
    if comment is None or audience == Audience.CLIENT:
        return _("Client sees this"), "is-info", ""
    if audience == Audience.VENDORS:
        both = {
            "one": incident.manufacturer.short_name,
            "other": incident.publisher.short_name,
        }
        return _("%(one)s and %(other)s only") % both, "", "aud-vendors"
    company = comment.author.organisation
    party = f"is-{company.kind}"
    said = _("%(company)s only") % {"company": company.short_name}
    return said, party, f"aud-internal {party}"
