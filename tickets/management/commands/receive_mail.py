"""Takes one e-mail from standard input, for a mail server's pipe (docs/email.md).

Exit codes, as sysexits: 0 taken or passed over, 67 refused for good, 75 to be tried again later.
"""

import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contracts.rules.refusal import Refusal
from tickets.intake.email import DoorClosed, receive

logger = logging.getLogger(__name__)

REFUSED, TRY_AGAIN = 67, 75
LARGEST = 50 * 1024 * 1024  # bytes


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise CommandError("This e-mail is too large: 50 MB at most.", returncode=REFUSED)
        if not raw.strip():
            raise CommandError("There is no e-mail on standard input.", returncode=REFUSED)
        try:
            incident = receive(raw, at=timezone.now())
        except DoorClosed as closed:
            raise CommandError(str(closed), returncode=TRY_AGAIN) from closed
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        except Exception as fault:  # whatever it was, the mail server keeps the mail
            logger.exception("an e-mail could not be taken")
            raise CommandError("The portal is not able now.", returncode=TRY_AGAIN) from fault
        if verbosity:
            self.stdout.write(str(incident) if incident else "Passed over: a machine wrote it.")
