"""Records the outages of incidents from before outages were kept: `manage.py record_outages`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tickets.use_cases.tell_past_outages import tell_past_outages


class Command(BaseCommand):
    help = __doc__

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        done = 0
        for made in tell_past_outages(at=timezone.now()):
            done += len(made)
            if verbosity:
                self.stdout.write(f"\r{done} outages recorded", ending="")
                self.stdout.flush()
        if verbosity:
            self.stdout.write("")
