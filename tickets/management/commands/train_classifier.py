"""Train the router from our corpus and from folders of labelled texts outside the repository."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from threadpoolctl import threadpool_limits

from tickets.router import ARTEFACT
from tickets.rules.router_model import written
from tickets.training.fitting import Recipe
from tickets.training.pipeline import gather, train
from tickets.training.report import report_of


class Command(BaseCommand):
    """Needs scikit-learn, which the portal itself does not."""

    help = "Train the classifier, write its artefact and say how well it does on unseen texts."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path, metavar="DATA_DIR")
        parser.add_argument("--report", type=Path, help="where the figures go; else on the screen")
        parser.add_argument("--output", type=Path, default=ARTEFACT, help="where the artefact goes")

    def handle(
        self, *_args: Any, folders: list[Path], report: Path | None, output: Path, **_options: Any
    ) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise CommandError(f"There is no folder {folder}")
        with threadpool_limits(limits=1):  # sums made by several threads end in other digits
            trained = train(gather(folders), Recipe())
        output.write_bytes(written(trained.classifier))
        figures = report_of(trained)
        if report is None:
            self.stdout.write(figures)
        else:
            report.write_text(figures, "utf-8")
        size = output.stat().st_size / 1024
        self.stdout.write(f"{trained.classifier.version}: {output} ({size:.0f} kB)")
