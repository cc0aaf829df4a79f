"""Closes a month: `manage.py close_month 2026-11`. Stopped half-way, it is simply run again."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contracts.rules.offer import LAST_DAY
from contracts.use_cases.close_month import close_month, contracts_of_month

_WIDTH = 40


class Command(BaseCommand):
    help = "Reckon a month for every contract, and tell managers that they can issue it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", help="such as 2026-11")

    def handle(self, *_args: Any, month: str, verbosity: int, **_options: Any) -> None:
        first, started = _month_in(month), time.monotonic()
        total = contracts_of_month(first).count()
        for done in close_month(first, at=timezone.now()):
            if verbosity:
                self._show(done.seen, total, time.monotonic() - started)
        if verbosity:
            self.stdout.write(
                f"\n{done.told} told of now, {done.ready} of them with nothing missing."
            )

    def _show(self, done: int, total: int, seconds: float) -> None:
        filled = "█" * (_WIDTH * done // max(total, 1))
        line = f"\r{filled:░<{_WIDTH}} {done} of {total} contracts, {seconds:.1f} s"
        self.stdout.write(line, ending="")
        self.stdout.flush()


def _month_in(said: str) -> date:
    try:
        month = date.fromisoformat(f"{said}-01")
    except ValueError as wrong:
        raise CommandError("Say a month: close_month 2026-11.") from wrong
    if month > LAST_DAY:
        raise CommandError("The calendar is not reckoned so far.")
    return month
