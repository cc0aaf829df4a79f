"""Adds a population of any size: `manage.py seed --incidents 100000`."""

import time
from random import Random
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.population.growth import Growth, NothingToCopy
from tickets.models import Incident

_WIDTH = 40


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--incidents", type=int, required=True, metavar="N")
        parser.add_argument(
            "--distrusted", action="store_true", help="let the database check every key: slower"
        )
        parser.add_argument("--seed", type=int, default=1, help="of the random choices")

    def handle(
        self, *, incidents: int, seed: int, distrusted: bool, verbosity: int, **_options: Any
    ) -> None:
        if incidents < 1:
            raise CommandError("At least one incident, please: --incidents 1000.")
        if not Incident.objects.exists():
            call_command("seed_demo", verbosity=0, stdout=self.stdout)
        last = Incident.objects.latest("pk").pk  # a second run must not draw the same keys
        rng = Random(f"{seed} {last}")  # noqa: S311  nothing secret
        growth = Growth(incidents, rng=rng, now=timezone.now(), distrusted=distrusted)
        started = time.monotonic()
        try:
            for done in growth.run():
                started = started if done else time.monotonic()
                if verbosity:
                    self._show(done, incidents, time.monotonic() - started)
        except NothingToCopy as nothing:
            raise CommandError(
                "There is nothing to copy: no settled incident on a guaranteed platform."
            ) from nothing
        if verbosity:
            self.stdout.write("")

    def _show(self, done: int, total: int, seconds: float) -> None:
        filled = "█" * (_WIDTH * done // total)
        pace = done / seconds if seconds else 0
        line = f"\r{filled:░<{_WIDTH}} {done:,} of {total:,}, {pace:,.0f} incidents/s"
        self.stdout.write(line.replace(",", " "), ending="")
        self.stdout.flush()
