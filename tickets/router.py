"""The classifier that routes new incidents: loaded once per process from the shipped artefact.

`tickets.rules.classification` is pure and takes the classifier as a value; this is where the value
comes from. Without a sound artefact there is none, and every incident goes to triage.
"""

import logging
from functools import lru_cache
from pathlib import Path

from tickets.rules.classification import BrokenArtefact, Classifier, load_classifier

ARTEFACT = Path(__file__).parent / "artefacts" / "router-1.npz"

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def current_classifier() -> Classifier | None:
    """Return the classifier in force, or None (said once in the log) when it cannot be had."""
    try:
        return load_classifier(ARTEFACT)
    except BrokenArtefact:
        logger.exception("No classifier: every new incident goes to triage")
        return None
