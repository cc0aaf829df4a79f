"""Checks that every sentence is translated: none missing, none fuzzy. Needs gettext's programs."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        for catalogue in sorted(Path(settings.LOCALE_PATHS[0]).rglob("*.po")):
            before = catalogue.read_bytes()
            try:
                self._extract(catalogue)
                entries = [entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete]
            finally:
                catalogue.write_bytes(before)
            wanting = [entry for entry in entries if entry.fuzzy or not entry.translated()]
            if wanting:
                listed = "\n".join(f"  {entry.msgid!r}" for entry in wanting)
                raise CommandError(f"{len(wanting)} not translated in {catalogue}:\n{listed}")
            self.stdout.write(f"{len(entries)} sentences translated in {catalogue}.")

    def _extract(self, catalogue: Path) -> None:
        """Add to the catalogue what the code says now."""
        call_command(
            "makemessages",
            locale=[catalogue.parent.parent.name],
            ignore_patterns=[".venv", "var", "tests"],
            verbosity=0,
        )
