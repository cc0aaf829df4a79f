"""Writes a calendar of shifts as RFC 5545 says: escaped, folded at 75 octets, instants in UTC."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_OCTETS = 75
_MAKER = "-//Guichet//Duty roster//EN"


@dataclass(frozen=True)
class Event:
    """A shift in a calendar; its ``uid`` is the same whenever the calendar is read."""

    uid: str
    begins_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""


def written_calendar(name: str, events: Iterable[Event], *, at: datetime) -> str:
    """Return a calendar as a feed serves it, written at an instant."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_MAKER}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        *(line for event in events for line in _lines(event, at=at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _lines(event: Event, *, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{_instant(at)}"
    yield f"DTSTART:{_instant(event.begins_at)}"
    yield f"DTEND:{_instant(event.ends_at)}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _instant(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Escape what has a meaning in a text; of control characters only line ends can be said."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(each for each in text if each >= " " or each in "\n\t")
    for plain, said in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, said)
    return text.replace("\x7f", "")


def _folded(line: str) -> str:
    """Fold a line at 75 octets, never within a character."""
    parts, length = [""], 0
    for character in line:
        octets = len(character.encode())
        if length + octets > _OCTETS:
            parts.append(" ")
            length = 1
        parts[-1] += character
        length += octets
    return "\r\n".join(parts)
