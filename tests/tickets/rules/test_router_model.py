"""The artefact: plain numbers and names, the same bytes for the same model."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from tickets.router import ARTEFACT
from tickets.rules import router_model
from tickets.rules.classification import BrokenArtefact, classify, load_classifier
from tickets.rules.router_model import save


def test_the_artefact_holds_no_pickle() -> None:
    with zipfile.ZipFile(ARTEFACT) as archive:
        assert all(name.endswith(".npy") for name in archive.namelist())

    with np.load(ARTEFACT, allow_pickle=False) as arrays:
        kinds = {arrays[name].dtype.kind for name in arrays.files}

    assert kinds <= {"f", "u"}


def test_the_artefact_is_small() -> None:
    assert ARTEFACT.stat().st_size < 2_500_000


def test_loading_twice_gives_the_same_classifier() -> None:
    text = "voyant orange sur le disque 3, Exchange rame"

    first, second = load_classifier(ARTEFACT), load_classifier(ARTEFACT)

    assert classify(text, classifier=first) == classify(text, classifier=second)


def test_what_is_saved_again_is_the_same_file(tmp_path: Path) -> None:
    save(load_classifier(ARTEFACT), tmp_path / "again.npz")

    assert (tmp_path / "again.npz").read_bytes() == ARTEFACT.read_bytes()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"plain text"])
def test_a_file_that_is_no_artefact_is_told_as_broken(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "router.npz"
    path.write_bytes(content)

    with pytest.raises(BrokenArtefact, match=r"router\.npz"):
        load_classifier(path)


def test_a_missing_artefact_is_told_as_broken(tmp_path: Path) -> None:
    with pytest.raises(BrokenArtefact):
        load_classifier(tmp_path / "none.npz")


def test_an_artefact_cut_short_is_told_as_broken(tmp_path: Path) -> None:
    path = tmp_path / "router.npz"
    path.write_bytes(ARTEFACT.read_bytes()[:-200])

    with pytest.raises(BrokenArtefact):
        load_classifier(path)


def test_an_artefact_of_another_format_is_told_as_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "router.npz"
    classifier = load_classifier(ARTEFACT)
    with monkeypatch.context() as later:
        later.setattr(router_model, "FORMAT", 99)
        save(classifier, path)

    with pytest.raises(BrokenArtefact, match="format 99"):
        load_classifier(path)


def test_a_pickled_array_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "router.npz"
    np.savez(path, about=np.array([{"an": "object"}], dtype=object))

    with pytest.raises(BrokenArtefact):
        load_classifier(path)
