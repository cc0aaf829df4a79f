"""The figures of a training, as a page to be committed beside the artefact."""

from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from tickets.rules.language import detect_language
from tickets.training.corpus import AMBIGUOUS, HARDWARE, SOFTWARE, Example
from tickets.training.fitting import Floats
from tickets.training.pipeline import Measured, Trained

_HEAD = (
    "| texts | n | accuracy | hardware found | software found | routed | routed rightly "
    "| ambiguous to triage |"
)
_RULE = "|---|---:|---:|---:|---:|---:|---:|---:|"
_SHORT, _LONG = 60, 160  # characters
_EVEN = 0.5


def written(trained: Trained) -> str:
    """Return the report in Markdown."""
    threshold = trained.classifier.threshold
    cross = trained.cross_validated
    lines = [
        f"# Figures of {trained.classifier.version}",
        "",
        "Accuracy and recall are of the better guess, triage forbidden, over texts that are not",
        f"ambiguous. *Routed* is the share with a confidence of {threshold:.2f} or more.",
        "",
        "## Texts learned from",
        "",
        *_counts(trained),
        "",
        "## Our corpus, in four folds",
        "",
        _HEAD,
        _RULE,
        _line("all", cross, threshold),
        *(_line(name, _only(cross, keep), threshold) for name, keep in _SLICES.items()),
        "",
        "## Our held-out quarter, model without it",
        "",
        _HEAD,
        _RULE,
        _line("all", trained.held_out, threshold),
        *(_line(name, _only(trained.held_out, keep), threshold) for name, keep in _SLICES.items()),
        "",
        "## Other sources, each by a model that never saw it",
        "",
        _HEAD,
        _RULE,
        *(_line(name, measured, threshold) for name, measured in trained.left_out.items()),
        "",
        "## Confidence against truth (four folds)",
        "",
        *_reliability(cross),
        "",
        "## Precision and coverage (four folds)",
        "",
        *_coverage(cross),
        "",
    ]
    return "\n".join(lines)


_SLICES: dict[str, Callable[[Example], bool]] = {
    "French": lambda example: example.lang == "fr",
    "English": lambda example: example.lang == "en",
    "up to 60 characters": lambda example: len(example.text) <= _SHORT,
    "61 to 160": lambda example: _SHORT < len(example.text) <= _LONG,
    "longer": lambda example: len(example.text) > _LONG,
}


def _only(measured: Measured, keep: Callable[[Example], bool]) -> Measured:
    at = [row for row, each in enumerate(measured.studies) if keep(each.example)]
    return Measured([measured.studies[row] for row in at], measured.for_hardware[at])


def _counts(trained: Trained) -> Iterable[str]:
    material = trained.material
    counts = Counter(
        (each.example.source, each.example.lang, each.example.label)
        for each in [*material.reports, *material.terms, *material.others]
    )
    yield "| source | language | label | texts |"
    yield "|---|---|---|---:|"
    for (source, lang, label), count in sorted(counts.items()):
        yield f"| {source} | {lang} | {label} | {count} |"
    right = sum(detect_language(e.example.text) == e.example.lang for e in material.reports)
    yield ""
    yield f"Language told rightly on {_share(right, len(material.reports))} of our reports."


def _line(name: str, measured: Measured, threshold: float) -> str:
    truth = np.array([each.example.label for each in measured.studies])
    guess = np.where(measured.for_hardware >= _EVEN, HARDWARE, SOFTWARE)
    sure = np.maximum(measured.for_hardware, 1 - measured.for_hardware) >= threshold
    clear, hard, soft = truth != AMBIGUOUS, truth == HARDWARE, truth == SOFTWARE
    right = guess == truth
    cells = [
        _share((right & clear).sum(), clear.sum()),
        _share((right & hard).sum(), hard.sum()),
        _share((right & soft).sum(), soft.sum()),
        _share((sure & clear).sum(), clear.sum()),
        _share((right & sure & clear).sum(), (sure & clear).sum()),
        _share((~sure & ~clear).sum(), (~clear).sum()),
    ]
    return f"| {name} | {len(truth)} | {' | '.join(cells)} |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _reliability(measured: Measured) -> Iterable[str]:
    sure, right = _sureness(measured)
    yield "| confidence | n | mean confidence | right |"
    yield "|---|---:|---:|---:|"
    gap = 0.0
    for low, high in ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01)):
        at = (sure >= low) & (sure < high)
        if at.any():
            gap += at.sum() * abs(sure[at].mean() - right[at].mean())
            mean = f"{100 * sure[at].mean():.1f} %"
            edge = f"{low:.2f}–{min(high, 1):.2f}"
            yield f"| {edge} | {at.sum()} | {mean} | {100 * right[at].mean():.1f} % |"
    yield ""
    yield f"Expected calibration error: {gap / max(1, len(sure)):.3f}"


def _coverage(measured: Measured) -> Iterable[str]:
    sure, right = _sureness(measured)
    order = np.argsort(-sure, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    yield "| right among the routed | share that can be routed | from confidence |"
    yield "|---:|---:|---:|"
    for wanted in (0.95, 0.97, 0.98, 0.99):
        enough = np.flatnonzero(precision >= wanted)
        if len(enough):
            last = int(enough[-1])
            share = _share(last + 1, len(order))
            yield f"| {100 * wanted:.0f} % | {share} | {sure[order[last]]:.2f} |"


def _sureness(measured: Measured) -> tuple[Floats, npt.NDArray[np.bool_]]:
    truth = np.array([each.example.label for each in measured.studies])
    clear = truth != AMBIGUOUS
    guess = np.where(measured.for_hardware >= _EVEN, HARDWARE, SOFTWARE)
    sure = np.maximum(measured.for_hardware, 1 - measured.for_hardware)
    return sure[clear], (guess == truth)[clear]
