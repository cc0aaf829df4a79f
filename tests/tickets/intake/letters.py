"""Mails as they come from a mail server: from files, or a plain one with its own words."""

from pathlib import Path

from contracts.models import User
from tests.factories.contracts import MORNING
from tickets.choices import Audience, EventKind
from tickets.intake.email import receive
from tickets.models import Incident, IncidentEvent

FOLDER = Path(__file__).parent / "messages"
SERVER = "mx.guichet.example"
NUMBER = "FR-7402-9183-63"


def on_file(name: str, incident: Incident | None = None) -> bytes:
    """Return a mail on file, naming an incident of the test where it names one."""
    raw = (FOLDER / f"{name}.eml").read_bytes()
    return raw.replace(b"204817", str(incident.pk).encode()) if incident else raw


def plain(
    sender: User,
    subject: str,
    body: str = "The server is slow.",
    *,
    headers: str = "",
    key: str = "1",
) -> bytes:
    """Return a mail in plain text for which the server vouches."""
    domain = sender.email.rpartition("@")[2]
    head = (
        f"Authentication-Results: {SERVER}; dmarc=pass header.from={domain}\n"
        f"Message-ID: <{key}@{domain}>\n"
        f"From: {sender.name} <{sender.email}>\n"
        f"Subject: {subject}\n"
        f"Content-Type: text/plain; charset=utf-8\n{headers}"
    )
    return f"{head}\n{body}\n".encode()


def taken(raw: bytes) -> Incident:
    """Take a mail that leads to an incident."""
    incident = receive(raw, at=MORNING)
    assert incident is not None
    return Incident.objects.get(pk=incident.pk)


def receipt_of(incident: Incident) -> IncidentEvent:
    """Return the line that tells the sender what became of the mail."""
    return incident.events.get(kind=EventKind.MAIL_READ, audience=Audience.CLIENT)
