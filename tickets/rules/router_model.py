"""The numbers that the router learned, and the file in which they travel.

The file is a plain npz without pickled objects and with fixed dates, so the same numbers make the
same bytes. Names travel as text, one a line.
"""

import io
import json
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tickets.rules.features import letters_of

FORMAT = 1
_ALWAYS_THE_SAME_DATE = (1980, 1, 1, 0, 0, 0)
_REMEMBERED_WORDS = 50_000


class BrokenArtefact(Exception):
    """The file is not a model of ours, or not of this format."""


@dataclass(frozen=True, slots=True)
class Scales:
    """How loudly each kind of feature speaks before anything is learned."""

    word: float
    pair: float
    signal: float
    letters: float
    denied: float
    floor: int

    def share(self, words: int) -> float:
        """Return the part that one word has in a text of so many."""
        return float(max(words, self.floor) ** -0.5)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in log-odds; above zero they speak for hardware."""

    bias: float
    words: dict[str, float]
    pairs: dict[str, float]
    signals: dict[str, float]
    letters: npt.NDArray[np.float32]
    scales: Scales


@dataclass(frozen=True, slots=True)
class Classifier:
    """A model with what makes it fit for use: honest odds, a threshold and a name."""

    model: Model
    slope: float
    shift: float
    threshold: float
    version: str
    _remembered: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def weight_of(self, word: str) -> float:
        """Return what a word weighs by itself and by its letters, before its share in a text."""
        known = self._remembered.get(word)
        if known is not None:
            return known
        weight = self.model.scales.word * self.model.words.get(word, 0.0)
        if word.startswith("!"):
            weight += self.model.scales.denied * self.weight_of(word[1:])
        if letters := letters_of(word):
            sounds_like = float(self.model.letters[letters].sum()) / len(letters) ** 0.5
            weight += self.model.scales.letters * sounds_like
        if len(self._remembered) >= _REMEMBERED_WORDS:
            self._remembered.clear()
        self._remembered[word] = weight
        return weight


def save(classifier: Classifier, path: Path) -> None:
    """Write the classifier; equal classifiers give equal bytes."""
    model = classifier.model
    about = {
        "format": FORMAT,
        "version": classifier.version,
        "bias": model.bias,
        "slope": classifier.slope,
        "shift": classifier.shift,
        "threshold": classifier.threshold,
        "scales": asdict(model.scales),
    }
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "about": _bytes(json.dumps(about, sort_keys=True)),
        "letters": model.letters.astype("<f2"),
    }
    for kind, weights in _named(model).items():
        arrays[f"{kind}_names"] = _bytes("\n".join(weights))
        arrays[f"{kind}_weights"] = np.array(list(weights.values()), dtype="<f2")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            member = zipfile.ZipInfo(f"{name}.npy", date_time=_ALWAYS_THE_SAME_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            content = io.BytesIO()
            np.lib.format.write_array(content, arrays[name], allow_pickle=False)
            archive.writestr(member, content.getvalue())


def load(path: Path) -> Classifier:
    """Read a classifier; anything but a sound file of this format is a `BrokenArtefact`."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return _classifier({name: archive[name] for name in archive.files})
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise BrokenArtefact(f"{path.name}: {error}") from error


def _classifier(arrays: dict[str, npt.NDArray[np.generic]]) -> Classifier:
    about = json.loads(arrays["about"].tobytes().decode())
    if about["format"] != FORMAT:
        raise ValueError(f"format {about['format']}, not {FORMAT}")
    model = Model(
        bias=float(about["bias"]),
        words=_weights(arrays, "words"),
        pairs=_weights(arrays, "pairs"),
        signals=_weights(arrays, "signals"),
        letters=arrays["letters"].astype(np.float32),
        scales=Scales(**about["scales"]),
    )
    return Classifier(
        model=model,
        slope=float(about["slope"]),
        shift=float(about["shift"]),
        threshold=float(about["threshold"]),
        version=str(about["version"]),
    )


def _named(model: Model) -> dict[str, dict[str, float]]:
    return {"words": model.words, "pairs": model.pairs, "signals": model.signals}


def _weights(arrays: dict[str, npt.NDArray[np.generic]], kind: str) -> dict[str, float]:
    text = arrays[f"{kind}_names"].tobytes().decode()
    names = text.split("\n") if text else []
    return dict(zip(names, arrays[f"{kind}_weights"].astype(float).tolist(), strict=True))


def _bytes(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
