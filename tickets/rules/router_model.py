"""The numbers that the router learned, and the file in which they travel.

First stage: each word, letter run and concept has a weight in log-odds. Second stage: sums of
these weights (`tickets.rules.evidence`) go each through a step function of its own, and the steps
add up to the decision. The lexicon that finds the concepts
and the common words that slips are put right to travel in the same file.

The file is a plain npz without pickled objects and with fixed dates, so the same numbers make the
same bytes. Names travel as text, one a line. A seal over all of it tells a file that was damaged or
edited; it does not say who made it.
"""

import hashlib
import io
import json
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import numpy as np
import numpy.typing as npt

from tickets.rules.features import HASH_BITS, letters_of
from tickets.rules.lexicon import Lexicon
from tickets.rules.spelling import Spelling

FORMAT = 4
LETTERS_SCALE, CONCEPT_SCALE, ROLE_SCALE = 2.0, 0.5, 0.4
"""How loudly each kind of feature speaks before anything is learned; a word speaks with 1."""
LOUDNESS = {
    "last": 0.7,
    "blame": -0.4,
    "since": 0.4,
    "vain": -0.2,
    "denied": -0.4,
    "cure": 0.2,
    "elsewhere": -0.2,
}
SUMS, DOUBTS = 36, 12
"""How many numbers the second stage is asked of, and how many tell an open cause."""
_ALWAYS_THE_SAME_DATE = (1980, 1, 1, 0, 0, 0)
_REMEMBERED_WORDS = 50_000
_VERSION = re.compile(r"[\w.+-]{1,40}", re.ASCII)

Arrays = dict[str, npt.NDArray[np.generic]]


class BrokenArtefact(Exception):
    """The file is not a model of ours, or not of this format."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A step function: ``values[n]`` holds from ``edges[n - 1]`` on, below ``edges[n]``."""

    edges: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return the value of the step that a number stands on."""
        return self.values[bisect_right(self.edges, value)]


@dataclass(frozen=True, slots=True)
class Stage:
    """Step functions that add up, one for each number given."""

    base: float = 0.0
    steps: tuple[Steps, ...] = ()

    def at(self, values: Iterable[float]) -> float:
        """Return the sum of the steps on which the numbers stand; without steps, the base."""
        if not self.steps:
            return self.base
        return self.base + sum(s.at(value) for s, value in zip(self.steps, values, strict=True))


@dataclass(frozen=True, slots=True)
class Model:
    """All that was learned; weights are in log-odds, and above zero they speak for hardware.

    ``concepts`` holds ``name``, ``name@role`` where a role changes the weight, and ``@role``.
    ``items`` is what the item says that a reporter chose, by the kind of its product.
    """

    bias: float
    words: dict[str, float]
    concepts: dict[str, float]
    letters: npt.NDArray[np.float32]
    decides: Stage = Stage()
    doubts: Stage = Stage()
    slope: float = 1.0
    shift: float = 0.0
    items: dict[str, float] = field(default_factory=dict)
    _remembered: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def weight_of(self, word: str) -> float:
        """Return what a word weighs by itself and by its letters, before its share in a text."""
        known = self._remembered.get(word)
        if known is not None:
            return known
        weight = self.words.get(word, 0.0)
        if letters := letters_of(word):
            spelled = float(self.letters[list(letters)].sum()) / len(letters) ** 0.5
            weight += LETTERS_SCALE * spelled
        if len(self._remembered) >= _REMEMBERED_WORDS:
            self._remembered.clear()
        self._remembered[word] = weight
        return weight


@dataclass(frozen=True, slots=True)
class Classifier:
    """A model, the lexicon and the spelling it was trained with, and a name.

    ``taught`` is what corrections have taught since, added to the honest log-odds: for a word of a
    text of ``n`` words, its weight times its share.
    """

    model: Model
    lexicon: Lexicon
    spelling: Spelling
    version: str
    taught: dict[str, float] = field(default_factory=dict)


def loudness(roles: frozenset[str]) -> float:
    """Return how loudly a word speaks in clauses of these roles."""
    return 1.0 + sum(change for role, change in LOUDNESS.items() if role in roles)


def written(classifier: Classifier) -> bytes:
    """Return the file of a classifier; equal classifiers give equal bytes."""
    model = classifier.model
    about: dict[str, object] = {
        "format": FORMAT,
        "version": classifier.version,
        "bias": model.bias,
        "slope": model.slope,
        "shift": model.shift,
        "decides": asdict(model.decides),
        "doubts": asdict(model.doubts),
        "items": model.items,
    }
    arrays: Arrays = {
        "lexicon": _bytes(classifier.lexicon.source),
        "common": _bytes("\n".join(classifier.spelling.common)),
        "letters": model.letters.astype("<f2"),
    }
    named = {"words": model.words, "concepts": model.concepts, "taught": classifier.taught}
    for kind, weights in named.items():
        arrays[f"{kind}_names"] = _bytes("\n".join(weights))
        arrays[f"{kind}_weights"] = np.array(list(weights.values()), dtype="<f2")
    about["seal"] = _seal(about, arrays)
    arrays["about"] = _bytes(json.dumps(about, sort_keys=True))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            member = zipfile.ZipInfo(f"{name}.npy", date_time=_ALWAYS_THE_SAME_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            content = io.BytesIO()
            np.lib.format.write_array(content, arrays[name], allow_pickle=False)
            archive.writestr(member, content.getvalue())
    return file.getvalue()


def read_classifier(content: bytes) -> Classifier:
    """Read the file of a classifier; anything but a sound one of this format is refused.

    :raises BrokenArtefact: it is not one.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return _classifier({name: archive[name] for name in archive.files})
    except Exception as error:  # whatever a damaged file makes of zipfile, numpy and json
        raise BrokenArtefact(str(error)) from error


def _seal(about: dict[str, object], arrays: Arrays) -> str:
    """Return the sum over what a file says, the seal itself left out."""
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for name in sorted(arrays):
        held = arrays[name]
        digest.update(f"{name} {held.dtype.str} {held.shape}".encode() + held.tobytes())
    return digest.hexdigest()


def _classifier(arrays: Arrays) -> Classifier:
    about = json.loads(_text(arrays.pop("about")))
    if about["format"] != FORMAT:
        raise ValueError(f"format {about['format']}, not {FORMAT}")
    if about.pop("seal") != _seal(about, arrays):
        raise ValueError("the seal is broken")
    if not _VERSION.fullmatch(about["version"]):
        raise ValueError("a name that is none")
    model = Model(
        bias=float(about["bias"]),
        words=_weights(arrays, "words"),
        concepts=_weights(arrays, "concepts"),
        letters=_letters(arrays["letters"]),
        decides=_stage(about["decides"], asked_of=SUMS),
        doubts=_stage(about["doubts"], asked_of=DOUBTS),
        slope=float(about["slope"]),
        shift=float(about["shift"]),
        items={str(kind): float(weight) for kind, weight in about["items"].items()},
    )
    _see_finite([model.bias, model.slope, model.shift, *model.items.values()])
    if model.slope <= 0:
        raise ValueError("odds that turn about")
    return Classifier(
        model=model,
        lexicon=Lexicon(_text(arrays["lexicon"])),
        spelling=Spelling(_lines(arrays["common"]), model.words),
        version=about["version"],
        taught=_weights(arrays, "taught"),
    )


def _letters(stored: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    if stored.shape != (1 << HASH_BITS,):
        raise ValueError(f"{stored.shape} letter runs")
    letters = stored.astype(np.float32)
    _see_finite(letters)
    return letters


def _stage(stored: dict[str, object], *, asked_of: int) -> Stage:
    steps = stored["steps"]
    if not isinstance(steps, list) or len(steps) != asked_of:
        raise ValueError(f"not {asked_of} step functions")
    stage = Stage(
        base=float(str(stored["base"])),
        steps=tuple(Steps(tuple(each["edges"]), tuple(each["values"])) for each in steps),
    )
    _see_finite([stage.base])
    for each in stage.steps:
        _see_finite([*each.edges, *each.values])
        if len(each.values) != len(each.edges) + 1 or list(each.edges) != sorted(each.edges):
            raise ValueError("steps that do not follow each other")
    return stage


def _weights(arrays: Arrays, kind: str) -> dict[str, float]:
    names, weights = _lines(arrays[f"{kind}_names"]), arrays[f"{kind}_weights"].astype(float)
    _see_finite(weights)
    if weights.ndim != 1:
        raise ValueError(f"{weights.shape} weights")
    return dict(zip(names, weights.tolist(), strict=True))


def _see_finite(numbers: npt.ArrayLike) -> None:
    if not np.isfinite(numbers).all():
        raise ValueError("a number that is none")


def _lines(array: npt.NDArray[np.generic]) -> list[str]:
    text = _text(array)
    return text.split("\n") if text else []


def _bytes(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(array: npt.NDArray[np.generic]) -> str:
    return array.tobytes().decode()
