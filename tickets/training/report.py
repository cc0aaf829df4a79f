"""The figures of a training, as a page to be committed beside the artefact."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tickets.rules.language import detect_language
from tickets.rules.routing_costs import DEFAULT_COSTS, TRIAGE, Costs, queue_for
from tickets.training.corpus import AMBIGUOUS, HARDWARE, LABELS, SOFTWARE, Example
from tickets.training.fitting import Floats
from tickets.training.pipeline import Measured, Trained

Words = npt.NDArray[np.str_]

_HEAD = (
    "| texts | n | accuracy | hardware found | software found | routed | routed rightly "
    "| ambiguous to triage |"
)
_RULE = "|---|---:|---:|---:|---:|---:|---:|---:|"
_SHORT, _LONG = 60, 160  # characters
_EVEN = 0.5


def report_of(trained: Trained) -> str:
    """Return the report in Markdown."""
    cross, held_out = trained.cross_validated, trained.held_out
    costs = DEFAULT_COSTS
    lines = [
        f"# Figures of {trained.classifier.version}",
        "",
        "Accuracy and recall are of the better guess, triage forbidden, over texts that are not",
        "ambiguous. *Routed* is the share that is not sent to triage, by the costs of a wrong",
        "hardware, a wrong software and a needless triage",
        f"({costs.wrong_hardware}, {costs.wrong_software} and {costs.triage} minutes): from a",
        f"chance of being right of {costs.threshold_of(HARDWARE):.2f}, the chance that the cause",
        "is open taken off.",
        "",
        "## Texts",
        "",
        *_counts(trained),
        "",
        "## Our voices, each by a model that never read its author",
        "",
        "Both stages, the calibration and the doubts are trained without the voice.",
        "",
        *_table([("all", cross), *_slices(cross), *_voices(cross)]),
        "",
        "## Held-out voices, which teach nobody",
        "",
        *_table([("all", held_out), *_slices(held_out), *_voices(held_out)]),
        "",
        "## Other sources, none of which was learned from",
        "",
        *_table(trained.left_out.items()),
        "",
        "## Confusion (voices left out)",
        "",
        *_confusion(cross),
        "",
        "## Confidence against truth (voices left out)",
        "",
        *_reliability(cross),
        "",
        "## Confidence against truth (held-out voices)",
        "",
        *_reliability(held_out),
        "",
        "## Precision and coverage (voices left out)",
        "",
        *_coverage(cross),
        "",
        "## Precision and coverage (held-out voices)",
        "",
        *_coverage(held_out),
        "",
        "## What another price of a needless triage would give (voices left out)",
        "",
        *_by_price(cross),
        "",
        "## The item that a reporter chose (voices left out, reports of which it was asked)",
        "",
        *_by_item(cross, trained),
        "",
    ]
    return "\n".join(lines)


_SLICES: dict[str, Callable[[Example], bool]] = {
    "French": lambda example: example.lang == "fr",
    "English": lambda example: example.lang == "en",
    "up to 60 characters": lambda example: len(example.text) <= _SHORT,
    "61 to 160": lambda example: _SHORT < len(example.text) <= _LONG,
    "longer": lambda example: len(example.text) > _LONG,
    "meant to mislead": lambda example: example.misleads,
}


def _table(rows: Iterable[tuple[str, Measured]]) -> Iterable[str]:
    yield _HEAD
    yield _RULE
    for name, measured in rows:
        yield _line(name, measured)


def _slices(measured: Measured) -> Iterable[tuple[str, Measured]]:
    for name, keep in _SLICES.items():
        yield name, _only(measured, keep)


def _voices(measured: Measured) -> Iterable[tuple[str, Measured]]:
    of_voice: dict[str, list[int]] = defaultdict(list)
    for row, each in enumerate(measured.studies):
        of_voice[each.example.voice].append(row)
    for voice, rows in sorted(of_voice.items()):
        yield f"`{voice}`", _at(measured, rows)


def _only(measured: Measured, keep: Callable[[Example], bool]) -> Measured:
    return _at(measured, [row for row, each in enumerate(measured.studies) if keep(each.example)])


def _at(measured: Measured, rows: list[int]) -> Measured:
    return Measured(
        [measured.studies[row] for row in rows], measured.for_hardware[rows], measured.open[rows]
    )


def _counts(trained: Trained) -> Iterable[str]:
    material = trained.material
    teaching = Counter(
        (each.example.source, each.example.lang, each.example.label, "teaches")
        for each in material.lessons
    )
    measuring = Counter(
        (each.example.source, each.example.lang, each.example.label, "measures only")
        for each in [*material.others, *trained.held_out.studies]
    )
    yield "| source | language | label | part | texts |"
    yield "|---|---|---|---|---:|"
    for (source, lang, label, part), count in sorted((teaching + measuring).items()):
        yield f"| {source} | {lang} | {label} | {part} | {count} |"
    right = sum(detect_language(e.example.text) == e.example.lang for e in material.reports)
    yield ""
    yield f"Language told rightly on {_share(right, len(material.reports))} of our reports."


def _line(name: str, measured: Measured, costs: Costs = DEFAULT_COSTS) -> str:
    truth, guess = _truth(measured), _guess(measured)
    routed = _queues(measured, costs) != TRIAGE
    clear, hard, soft = truth != AMBIGUOUS, truth == HARDWARE, truth == SOFTWARE
    right = guess == truth
    cells = [
        _share((right & clear).sum(), clear.sum()),
        _share((right & hard).sum(), hard.sum()),
        _share((right & soft).sum(), soft.sum()),
        _share((routed & clear).sum(), clear.sum()),
        _share((right & routed & clear).sum(), (routed & clear).sum()),
        _share((~routed & ~clear).sum(), (~clear).sum()),
    ]
    return f"| {name} | {len(truth)} | {' | '.join(cells)} |"


def _truth(measured: Measured) -> Words:
    return np.array([each.example.label for each in measured.studies], dtype=np.str_)


def _guess(measured: Measured) -> Words:
    return np.where(measured.for_hardware >= _EVEN, HARDWARE, SOFTWARE)


def _queues(measured: Measured, costs: Costs) -> Words:
    both = zip(measured.for_hardware.tolist(), measured.open.tolist(), strict=True)
    return np.array([queue_for(each, costs, chance_open=is_open) for each, is_open in both])


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _confusion(measured: Measured) -> Iterable[str]:
    truth, queues = _truth(measured), _queues(measured, DEFAULT_COSTS)
    yield "| truth | to hardware | to software | to triage |"
    yield "|---|---:|---:|---:|"
    for label in LABELS:
        sent = [str(((truth == label) & (queues == q)).sum()) for q in (HARDWARE, SOFTWARE, TRIAGE)]
        yield f"| {label} | {' | '.join(sent)} |"


def _reliability(measured: Measured) -> Iterable[str]:
    clear = _truth(measured) != AMBIGUOUS
    right = (_guess(measured) == _truth(measured))[clear]
    sure = np.maximum(measured.for_hardware, 1 - measured.for_hardware)[clear]
    yield "| confidence | n | mean confidence | right | |"
    yield "|---|---:|---:|---:|---|"
    gap = 0.0
    for low, high in ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01)):
        at = (sure >= low) & (sure < high)
        if at.any():
            gap += at.sum() * abs(sure[at].mean() - right[at].mean())
            mean = f"{100 * sure[at].mean():.1f} %"
            edge = f"{low:.2f}–{min(high, 1):.2f}"
            bar = "█" * round(20 * (right[at].mean() - _EVEN) / _EVEN)
            yield f"| {edge} | {at.sum()} | {mean} | {100 * right[at].mean():.1f} % | {bar} |"
    yield ""
    yield f"Expected calibration error: {gap / max(1, len(sure)):.3f}"


def _coverage(measured: Measured) -> Iterable[str]:
    clear = _truth(measured) != AMBIGUOUS
    right = (_guess(measured) == _truth(measured))[clear]
    worth = _worth(measured)[clear]
    order = np.argsort(-worth, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    yield "| right among the routed | share that can be routed | from a chance of being right of |"
    yield "|---:|---:|---:|"
    for wanted in (0.95, 0.97, 0.98, 0.99):
        enough = np.flatnonzero(precision >= wanted)
        if len(enough):
            last = int(enough[-1])
            share = _share(last + 1, len(order))
            yield f"| {100 * wanted:.0f} % | {share} | {worth[order[last]]:.2f} |"


def _worth(measured: Measured) -> Floats:
    return np.maximum(measured.for_hardware, 1 - measured.for_hardware) * (1 - measured.open)


def _by_price(measured: Measured) -> Iterable[str]:
    yield from _table([])
    for minutes in (2, 3, 4, 5, 6, 8, 10):
        costs = replace(DEFAULT_COSTS, triage=minutes)
        yield _line(f"{minutes} minutes", measured, costs)


def _by_item(measured: Measured, trained: Trained) -> Iterable[str]:
    asked = _only(measured, lambda example: example.item_asked)
    items = trained.classifier.model.items
    weights = np.array([items.get(each.example.item, 0.0) for each in asked.studies])
    odds = np.log(asked.for_hardware / (1 - asked.for_hardware)) + weights
    known = Measured(asked.studies, 1 / (1 + np.exp(-odds)), asked.open)
    yield f"Learned: {json.dumps(items, sort_keys=True)} (log-odds for hardware)."
    yield ""
    yield from _table([("without it", asked), ("with it", known)])
