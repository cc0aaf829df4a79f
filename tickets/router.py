"""The classifier that routes new incidents: loaded once per process from the shipped artefact.

`tickets.rules.classification` is pure and takes the classifier as a value; this is where the value
comes from. Without a sound artefact there is none, and every incident goes to triage.
"""

import logging
from functools import lru_cache
from pathlib import Path

from tickets.rules.classification import BrokenArtefact, Classifier, read_classifier

ARTEFACT = Path(__file__).parent / "artefacts" / "router-3.npz"

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def shipped_classifier() -> Classifier | None:
    """Return the classifier that came with the software, or None where it cannot be had."""
    return read(ARTEFACT.read_bytes() if ARTEFACT.exists() else b"", name=ARTEFACT.name)


def read(content: bytes, *, name: str) -> Classifier | None:
    """Return a classifier from its file's content, or None (said in the log) where it is broken."""
    try:
        return read_classifier(content)
    except BrokenArtefact:
        logger.exception("No classifier %s: new incidents go to triage", name)
        return None
