"""Lists the deadlines that a calendar gives otherwise than stored, and decides on them.

After an upgrade of the holidays or the zones, `--check` replays all open clocks at once instead of
at night, and fails while any differs. `--take` stores what one incident's timeline gives now,
`--leave` keeps what was promised; both want `--reason`, which those concerned read, and `--by`, the
operator's e-mail address.
"""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils import timezone, translation

from contracts.models import User
from contracts.rules.refusal import Refusal
from escalation.choices import Decision
from escalation.lapses_of_time import MOST_COUNTED
from escalation.selectors import clocks_to_decide
from escalation.use_cases.check_clocks import check_clocks
from escalation.use_cases.decide_clocks import leave_deadlines, take_new_deadlines
from tickets.rules import references
from tickets.rules.effect import Shift, Stand
from tickets.selectors.differences import Differing
from tickets.selectors.not_known import without_hours

_DECIDE = {Decision.TAKEN: take_new_deadlines, Decision.LEFT: leave_deadlines}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="replay all open clocks first")
        for decision in Decision:
            parser.add_argument(f"--{decision}", metavar="REFERENCE", help=str(decision.label))
        parser.add_argument("--reason", default="")
        parser.add_argument("--by", default="", metavar="EMAIL")

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        with translation.override("en"):  # a command speaks one language
            if options["check"]:
                check_clocks(at=at)
            for decision in Decision:
                if options[decision]:
                    self._decide(decision, options, at=at)
            found = self._list(at)
            blind = self._say_unreadable(at)
        if options["check"] and blind:
            raise CommandError("Some hours cannot be read: mend them, and check again.")
        if options["check"] and found:
            raise CommandError("Some deadlines differ: decide on each with --take or --leave.")

    def _decide(self, decision: Decision, options: dict[str, Any], *, at: datetime) -> None:
        reference = options[decision]
        pk = references.exact(reference)
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if pk is None or by is None:
            raise CommandError("Give an incident’s reference, and --by with an operator’s address.")
        try:
            done = _DECIDE[decision](pk, mark=None, reason=options["reason"], by=by, at=at)
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        except Http404 as unknown:
            raise CommandError(f"No deadline of {reference} was found to differ.") from unknown
        said = decision.label if done else "Nothing differs any more"
        self.stdout.write(f"{reference}: {said}.")

    def _say_unreadable(self, at: datetime) -> bool:
        """Name the incidents that no calendar counts; tell whether there are any."""
        found = without_hours(at=at, most=MOST_COUNTED)
        for pk, _since in found:
            self.stdout.write(f"{references.written(pk)}: nobody can read its hours.")
        return bool(found)

    def _list(self, at: datetime) -> list[Differing]:
        found = clocks_to_decide(at=at)
        for each in found:
            for shift in each.shifts:
                self.stdout.write(f"{each.incident.reference} {_said(shift)} ({each.calendar})")
        if not found:
            self.stdout.write("No deadline differs.")
        return found


def _said(shift: Shift) -> str:
    breach = f", a breach {shift.breach}" if shift.breach else ""
    return f"{shift.kind}: {_stand(shift.now)} -> {_stand(shift.then)}{breach}"


def _stand(stand: Stand) -> str:
    return f"{stand.due_at:%Y-%m-%d %H:%M:%S}Z {stand.state}" if stand.due_at else "nothing"
