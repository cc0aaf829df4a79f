"""Which classifier routes: list the versions, choose one, go back to the one before."""

from argparse import ArgumentParser
from getpass import getuser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from contracts.rules.refusal import Refusal
from tickets.models import RouterChange, RouterTrial, RouterVersion
from tickets.selectors.routing import name_in_force, shipped_name
from tickets.use_cases.choose_router import choose_router, roll_router_back

_TRIALS_SHOWN = 14


class Command(BaseCommand):
    help = "List the versions of the router, choose one, or roll the last change back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act")
        acts.add_parser(
            "list", help="the versions, trials and changes (what is done without a word)"
        )
        use = acts.add_parser("use", help="let a version route from now on")
        use.add_argument("name")
        use.add_argument("--reason", default="")
        back = acts.add_parser("rollback", help="let the version route that did before")
        back.add_argument("--reason", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._do(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _do(self, options: dict[str, Any]) -> None:
        match options["act"]:
            case "use":
                self._say(
                    choose_router(options["name"], by=getuser(), reason=options["reason"], at=now())
                )
            case "rollback":
                self._say(roll_router_back(by=getuser(), reason=options["reason"], at=now()))
            case _:
                self._list()

    def _say(self, change: RouterChange) -> None:
        self.stdout.write(f"{change.name} routes now, {change.before} did before.")

    def _list(self) -> None:
        in_force = name_in_force()
        for name in (shipped_name(), *RouterVersion.objects.values_list("name", flat=True)):
            self.stdout.write(f"{'*' if name == in_force else ' '} {name}")
        for trial in reversed(RouterTrial.objects.order_by("-pk")[:_TRIALS_SHOWN]):
            self.stdout.write(
                f"{trial.at:%Y-%m-%d %H:%M} trial of {trial.challenger or 'nobody'} against "
                f"{trial.champion}: {trial.verdict}, {trial.lessons} lessons"
            )
        for change in RouterChange.objects.order_by("pk"):
            said = " ".join(filter(None, (change.by, change.reason)))
            self.stdout.write(
                f"{change.at:%Y-%m-%d %H:%M} {change.kind}: {change.before} -> {change.name}"
                f"{f' ({said})' if said else ''}"
            )
