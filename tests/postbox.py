"""A real mail server on this machine, and one that is not there."""

import asyncio
import email
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.running import free_port


class Postbox:
    """A mail server that keeps what it gets, and does to mails what it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.deferred: set[str] = set()
        self.takes_seconds = 0.0
        self.says_goodbye_after = 0.0
        self.hangs_up = False

    async def handle_RCPT(  # noqa: N802  the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such person"
        if address in self.deferred:
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(  # noqa: N802  the server calls it so
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.says_goodbye_after)
        return "221 Bye"

    async def handle_DATA(  # noqa: N802  the server calls it so
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.takes_seconds)
        parsed = email.message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        if self.hangs_up and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"


def parts_of(mail: EmailMessage) -> list[str]:
    """Return what a mail says, in plain text and as a page."""
    bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
    return [body.get_content() for body in bodies if body is not None]


class SlowPostbox:
    """A mail server that takes a mail and then keeps its sender waiting."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.is_slow = True

    async def handle_DATA(  # noqa: N802  the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        lines = (envelope.original_content or b"").decode().splitlines()
        self.ids += [line for line in lines if line.lower().startswith("message-id:")]
        if self.is_slow:
            await asyncio.sleep(3600)
        return "250 OK"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield box
    controller.stop()


@pytest.fixture
def no_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
