"""What a reading weighs."""

import os
import subprocess
import sys
from pathlib import Path

from tickets.router import ARTEFACT
from tickets.rules.classification import evidence_in, read_classifier
from tickets.rules.evidence import doubts_of, sums_of

ROOT = Path(__file__).parents[3]
TO_THE_LAST_BIT = """
import json, pathlib
from tickets.router import ARTEFACT
from tickets.rules.classification import evidence_in, read_classifier
from tickets.rules.evidence import sums_of
classifier = read_classifier(ARTEFACT.read_bytes())
for line in pathlib.Path("tests/tickets/fresh_reports.jsonl").read_text("utf-8").split("\\n"):
    if not line:
        continue
    sums = sums_of(evidence_in(json.loads(line)["text"], classifier))
    print(" ".join(float(value).hex() for value in sums.values()))
"""


def told(seed: int) -> str:
    return subprocess.run(
        [sys.executable, "-c", TO_THE_LAST_BIT],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_sums_are_equal_to_the_last_bit_in_every_process() -> None:
    """Or the same texts would not train the same router: sets have no order of their own."""
    assert told(seed=1) == told(seed=2)


def test_a_text_without_words_has_the_bias_alone() -> None:
    classifier = read_classifier(ARTEFACT.read_bytes())

    evidence = evidence_in("?!", classifier)

    assert evidence.score == classifier.model.bias
    assert set(sums_of(evidence).values()) == {0.0, 1.0, classifier.model.bias}
    assert len(doubts_of(evidence, 0.0)) == len(classifier.model.doubts.steps)
    assert len(sums_of(evidence)) == len(classifier.model.decides.steps)
