"""Where the classifier in force comes from."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tickets import router


@pytest.fixture(autouse=True)
def fresh_router() -> Iterator[None]:
    router.shipped_classifier.cache_clear()
    yield
    router.shipped_classifier.cache_clear()


def test_the_shipped_classifier_is_loaded_once() -> None:
    first = router.shipped_classifier()

    assert first is not None
    assert router.shipped_classifier() is first


@pytest.mark.parametrize("content", [None, b"broken"])
def test_without_a_sound_artefact_there_is_none_and_the_log_says_so(
    content: bytes | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = tmp_path / "router.npz"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(router, "ARTEFACT", path)

    with caplog.at_level(logging.ERROR):
        nobody = router.shipped_classifier()

    assert nobody is None
    assert "triage" in caplog.text
