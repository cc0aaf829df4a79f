import pytest

from tickets.router import ARTEFACT
from tickets.rules.classification import Classifier, read_classifier


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    """The one that ships."""
    return read_classifier(ARTEFACT.read_bytes())
