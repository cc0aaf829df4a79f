"""Lists what should have happened and did not, from outside: neither Celery nor Redis is asked.

Ends with an error if there is anything. It only reads.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from escalation.choices import Sweep
from escalation.models import LastRun
from escalation.selectors import lapses


class Command(BaseCommand):
    help = __doc__

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        at = timezone.now()
        found = lapses(at=at)
        for lapse in found:
            self.stdout.write(
                f"{lapse.since:%Y-%m-%d %H:%M:%S}Z {lapse.kind} {lapse.pk}: {lapse.kind.label}"
            )
        if verbosity:
            self._tell_of_sweeps()
        if found:
            raise CommandError(f"{len(found)} things should have happened and did not.")
        if verbosity:
            self.stdout.write("All that should have happened did.")

    def _tell_of_sweeps(self) -> None:
        last = dict(LastRun.objects.values_list("sweep", "at"))
        for sweep in Sweep:
            told = f"{last[sweep]:%Y-%m-%d %H:%M:%S}Z" if sweep in last else "never"
            self.stdout.write(f"{sweep.label}: last run {told}")
