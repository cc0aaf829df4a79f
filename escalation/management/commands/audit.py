"""Lists what should have happened and did not, from outside: neither Celery nor Redis is asked.

A sweep that has not come to its end lately counts as well: without it nothing will be done.

Ends with an error if there is anything; with --every it looks again and again instead, and logs
what it finds as errors. It only reads.
"""

import logging
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, close_old_connections
from django.utils import timezone, translation

from escalation.choices import Sweep
from escalation.lapses_of_time import Lapse, silent_sweeps
from escalation.models import LastRun
from escalation.selectors import lapses

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="stay, and look so often"
        )

    def handle(self, *, verbosity: int, every: float | None, **_options: Any) -> None:
        if every is not None:
            if every <= 0:
                raise CommandError("--every is a number of seconds above 0.")
            watch(every)
        at = timezone.now()
        found, silent = lapses(at=at), silent_sweeps(at=at)
        with translation.override("en"):  # a command speaks one language
            for lapse in found:
                self.stdout.write(
                    f"{lapse.since:%Y-%m-%d %H:%M:%S}Z {lapse.kind} {lapse.pk}: {lapse.kind.label}"
                )
            if verbosity:
                self._tell_of_sweeps()
        if found:
            raise CommandError(f"{len(found)} things should have happened and did not.")
        if silent:
            raise CommandError(f"These have not come to their end lately: {', '.join(silent)}.")
        if verbosity:
            self.stdout.write("All that should have happened did.")

    def _tell_of_sweeps(self) -> None:
        last = dict(LastRun.objects.values_list("sweep", "at"))
        for sweep in Sweep:
            told = f"{last[sweep]:%Y-%m-%d %H:%M:%S}Z" if sweep in last else "never"
            self.stdout.write(f"{sweep.label}: last run {told}")


def watch(every: float) -> None:
    """Look again and again, so many seconds apart, until the process is ended.

    Not at once: what starts together with it would be missed though it is about to run.
    """
    while True:
        time.sleep(every)
        close_old_connections()
        look()


def look() -> bool:
    """Log what is undone, one error of each kind; tell whether there was nothing to log."""
    at = timezone.now()
    try:
        found, silent = lapses(at=at), silent_sweeps(at=at)
    except Error as failure:
        logger.error("audit: the database does not answer: %s", failure)  # noqa: TRY400
        return False
    for line in _summed_up(found):
        logger.error("audit: %s", line)
    if silent:
        logger.error("audit: not come to their end lately: %s", ", ".join(silent))
    return not (found or silent)


def _summed_up(found: Sequence[Lapse]) -> list[str]:
    """Say of each kind how many there are, and which has been undone longest."""
    first = {lapse.kind: lapse for lapse in reversed(found)}
    return [
        f"{kind} × {count}, the oldest {first[kind].pk} since {first[kind].since.isoformat()}"
        for kind, count in Counter(lapse.kind for lapse in found).items()
    ]
