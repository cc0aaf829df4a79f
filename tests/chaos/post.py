"""The mail server of a chaos run: slow at times, and a witness of what it has accepted."""

import asyncio
import email
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

_SLOW, _STRUCK = 0.03, 0.01
"""Shares of the mails that are taken slowly, and after which the mailers die at once."""


@dataclass
class Post:
    """Keeps when it accepted which Message-ID, and from time to time kills who sent it."""

    chance: Random
    strike: Callable[[], None]
    is_wild: bool = True
    accepted: list[tuple[float, str]] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802  the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        mail = email.message_from_bytes(envelope.original_content or b"")
        await asyncio.sleep(self._pause())
        self.accepted.append((time.monotonic(), str(mail["Message-ID"])))
        if self.is_wild and self.chance.random() < _STRUCK:
            await asyncio.get_running_loop().run_in_executor(None, self.strike)
        return "250 OK"

    def _pause(self) -> float:
        if not self.is_wild:
            return 0.0
        return self.chance.uniform(1, 3) if self.chance.random() < _SLOW else 0.01

    @property
    def ids(self) -> set[str]:
        return {each for _at, each in self.accepted}

    def doubled(self) -> list[tuple[float, str]]:
        """Return each acceptance after which the same mail was accepted once more."""
        left: Counter[str] = Counter(each for _at, each in self.accepted)
        found: list[tuple[float, str]] = []
        for at, each in self.accepted:
            left[each] -= 1
            if left[each]:
                found.append((at, each))
        return found


def nobody(*_said: Any) -> None:
    """Strike nobody."""
