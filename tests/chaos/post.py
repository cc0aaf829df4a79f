"""The mail server of a chaos run."""

import asyncio
import email
from dataclasses import dataclass

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.chaos.witness import Witness


@dataclass
class Post(Witness):
    """Takes mails by their Message-ID."""

    async def handle_DATA(  # noqa: N802  the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        mail = email.message_from_bytes(envelope.original_content or b"")
        await asyncio.sleep(self.pause())
        self.accept(str(mail["Message-ID"]).partition("@")[0].lstrip("<"))
        if self.strikes():
            await asyncio.get_running_loop().run_in_executor(None, self.strike)
        return "250 OK"
