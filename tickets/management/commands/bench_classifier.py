"""How fast and how heavy the classifier is, on this machine: figures, not a test."""

import resource
import subprocess
import sys
from time import perf_counter, process_time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tickets import router
from tickets.rules.classification import classify
from tickets.training.corpus import own_reports

_A_MEGABYTE = 1024  # of kB, in which Linux counts
_MEMORY = (
    "import re, numpy, pathlib\n"
    "from tickets.rules import classification\n"
    "status = pathlib.Path('/proc/self/status')\n"
    "held = lambda: int(re.search(r'VmRSS:\\s+(\\d+)', status.read_text())[1])\n"
    "before = held()\n"
    "from tickets import router\n"
    "model = router.shipped_classifier()\n"
    "classification.classify('disque en panne', classifier=model)\n"
    "print(held() - before)\n"
)


class Command(BaseCommand):
    help = (
        "Measure the classifier: loading, one text, texts a second on one core, memory. Each of our"
        " reports is read once, so that nothing is remembered of it."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        began = perf_counter()
        classifier = router.shipped_classifier()
        loaded = perf_counter() - began
        if classifier is None:
            raise CommandError("There is no sound artefact in tickets/artefacts.")
        sample = [each.text for each in own_reports()]
        times = []
        busy = process_time()
        for text in sample:
            start = perf_counter()
            classify(text, classifier=classifier)
            times.append(perf_counter() - start)
        busy = process_time() - busy
        times.sort()
        log = "\n".join(sample)[:100_000]
        start = perf_counter()
        classify(log, classifier=classifier)
        longest = perf_counter() - start
        self.stdout.write(
            f"{classifier.version}: loaded in {1000 * loaded:.0f} ms;"
            f" {len(sample)} texts, {len(sample) / busy:.0f} a second of one core;"
            f" one text {1000 * times[len(times) // 2]:.2f} ms (median),"
            f" {1000 * times[int(0.99 * len(times))]:.2f} ms (99 of 100);"
            f" 100 kB {1000 * longest:.1f} ms; memory +{self._memory():.0f} MB,"
            f" whole process {self._whole():.0f} MB"
        )

    def _memory(self) -> float:
        """Return what loading adds to a fresh process that has numpy."""
        answer = subprocess.run(  # noqa: S603  our own interpreter, our own words
            [sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True
        )
        return int(answer.stdout) / _A_MEGABYTE

    def _whole(self) -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _A_MEGABYTE
