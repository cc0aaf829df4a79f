"""The artefact: plain numbers and names, the same bytes for the same model."""

import zipfile
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.router import ARTEFACT
from tickets.rules import router_model
from tickets.rules.classification import (
    BrokenArtefact,
    Classifier,
    classify,
    evidence_in,
    read_classifier,
)
from tickets.rules.evidence import doubts_of, sums_of
from tickets.rules.features import HASH_BITS
from tickets.rules.router_model import DOUBTS, SUMS, Stage, Steps, written


def _shipped() -> Classifier:
    return read_classifier(ARTEFACT.read_bytes())


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

    first, second = _shipped(), _shipped()

    assert classify(text, classifier=first) == classify(text, classifier=second)


def test_what_is_written_again_is_the_same_file() -> None:
    assert written(_shipped()) == ARTEFACT.read_bytes()


def test_what_was_taught_travels_with_it() -> None:
    taught = replace(_shipped(), taught={"frobnicator": 1.5, "!frobnicator": -0.5})

    assert read_classifier(written(taught)).taught == taught.taught


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"plain text"])
def test_what_is_no_artefact_is_told_as_broken(content: bytes) -> None:
    with pytest.raises(BrokenArtefact):
        read_classifier(content)


def test_an_artefact_cut_short_is_told_as_broken() -> None:
    with pytest.raises(BrokenArtefact):
        read_classifier(ARTEFACT.read_bytes()[:-200])


def test_an_artefact_of_another_format_is_told_as_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    classifier = _shipped()
    with monkeypatch.context() as later:
        later.setattr(router_model, "FORMAT", 99)
        content = written(classifier)

    with pytest.raises(BrokenArtefact, match="format 99"):
        read_classifier(content)


def test_a_pickled_array_is_refused() -> None:
    file = BytesIO()
    np.savez(file, about=np.array([{"an": "object"}], dtype=object))

    with pytest.raises(BrokenArtefact):
        read_classifier(file.getvalue())


def _steps(count: int, *, values: tuple[float, ...] = (0.0, 1.0)) -> Stage:
    return Stage(steps=(Steps((0.5,), values),) * count)


@pytest.mark.parametrize(
    "wrong",
    [
        {"letters": np.zeros(10, dtype=np.float32)},
        {"letters": np.full(1 << HASH_BITS, np.nan, dtype=np.float32)},
        {"words": {"disque": float("nan")}},
        {"concepts": {"disk": float("inf")}},
        {"items": {"hardware": float("nan")}},
        {"bias": float("nan")},
        {"slope": float("inf")},
        {"shift": float("-inf")},
        {"slope": 0.0},
        {"slope": -1.5},
        {"decides": Stage()},
        {"decides": _steps(SUMS - 1)},
        {"decides": _steps(SUMS, values=(0.0,))},
        {"decides": _steps(SUMS, values=(0.0, float("nan")))},
        {"doubts": _steps(DOUBTS + 1)},
        {"doubts": Stage()},
        {"doubts": replace(_steps(DOUBTS), base=float("nan"))},
        {"doubts": Stage(steps=(Steps((0.5, 0.1), (0.0, 1.0, 2.0)),) * DOUBTS)},
    ],
    ids=str,
)
def test_a_well_formed_file_of_numbers_that_cannot_be_is_told_as_broken(
    wrong: dict[str, Any],
) -> None:
    shipped = _shipped()
    content = written(replace(shipped, model=replace(shipped.model, **wrong)))

    with pytest.raises(BrokenArtefact):
        read_classifier(content)


@pytest.mark.parametrize("name", ["", "v" * 41, "a\0b", "deux mots"])
def test_a_name_that_could_not_be_kept_is_told_as_broken(name: str) -> None:
    content = written(replace(_shipped(), version=name))

    with pytest.raises(BrokenArtefact, match="name"):
        read_classifier(content)


@pytest.mark.parametrize("edited", ["lexicon", "words_weights", "common"])
def test_a_file_that_somebody_edited_is_told_as_broken(edited: str) -> None:
    with np.load(ARTEFACT, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    arrays[edited] = arrays[edited][::-1]
    file = BytesIO()
    np.savez(file, **arrays)

    with pytest.raises(BrokenArtefact, match="seal"):
        read_classifier(file.getvalue())


def test_the_stages_are_asked_of_as_many_numbers_as_a_text_gives() -> None:
    evidence = evidence_in("voyant orange sur le disque 3", _shipped())

    assert len(sums_of(evidence)) == SUMS
    assert len(doubts_of(evidence, 0.0)) == DOUBTS


@given(at=st.integers(0, ARTEFACT.stat().st_size - 1), flipped=st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_read_whole_or_told_as_broken(at: int, flipped: int) -> None:
    content = bytearray(ARTEFACT.read_bytes())
    content[at] ^= flipped

    with suppress(BrokenArtefact):
        assert read_classifier(bytes(content)).version
