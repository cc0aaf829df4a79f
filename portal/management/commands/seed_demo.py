"""Loads the demonstration data once: companies, promises, sixty incidents; and hands out logins."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from contracts.models import Agreement
from portal.demo.build import lay_the_ground
from portal.demo.keys import Keys, hand_out_keys
from portal.demo.play import Stage, without_workers
from portal.demo.promises import DEALS
from portal.demo.script import read_stories
from portal.embedded.places import make_folder


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", help="address of the portal, for var/demo.json")

    def handle(self, *, url: str | None, verbosity: int, **_options: Any) -> None:
        now = timezone.now()
        make_folder(settings.VAR)
        with without_workers(), transaction.atomic():
            if Agreement.objects.filter(reference=DEALS[0].reference).exists():
                self.stdout.write("The demonstration data are here already.")
            else:
                self._load(now)
            keys = hand_out_keys(
                settings.VAR / "demo.json", url=url, default_url=settings.PUBLIC_URL, at=now
            )
        if verbosity:
            self._tell(keys)

    def _load(self, now: datetime) -> None:
        ground = lay_the_ground(now=now)
        opened = list(Stage(ground, now=now).play(read_stories()))
        self.stdout.write(
            f"Loaded {len(ground.people)} people, {len(ground.platforms)} configurations "
            f"and {len(opened)} incidents."
        )

    def _tell(self, keys: Keys) -> None:
        for person in keys.people:
            role = f"{person['kind']}, manager" if person["manager"] else person["kind"]
            self.stdout.write(
                f"  {person['organisation']:26} {role:22} {person['email']:30} {person['password']}"
            )
