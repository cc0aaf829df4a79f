"""Labelled texts: our own corpus beside the code, and folders of others' texts outside of it."""

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

HARDWARE, SOFTWARE, AMBIGUOUS = "hardware", "software", "ambiguous"
LABELS = (HARDWARE, SOFTWARE, AMBIGUOUS)
OWN_CORPUS = Path(__file__).parent.parent / "corpus"
REPORTS, TERMS = "reports", "terms"
_MEASURED_ONLY = frozenset({"anvil_scancore"})  # its licence forbids learning from it
_READ_OF_AN_ARTICLE = 260  # characters: a report is short, and so is what we compare it with
_CLAUSE = re.compile(r"(?<=[.!?:;])\s")


@dataclass(frozen=True, slots=True)
class Example:
    """A text that somebody wrote and the queue that it belongs to."""

    id: str
    text: str
    lang: str
    label: str
    source: str
    weight: float = 1.0

    @property
    def is_ours(self) -> bool:
        """Whether we wrote it ourselves."""
        return self.source in {REPORTS, TERMS}

    @property
    def family(self) -> str:
        """The source without its edition: two translations of one manual are one source."""
        return self.source.removesuffix("_upstream")

    @property
    def is_held_out(self) -> bool:
        """Whether it measures and never teaches; decided by its id, for good."""
        return self.source == REPORTS and zlib.crc32(self.id.encode()) % 4 == 0


def own_reports() -> list[Example]:
    """Return the reports that we wrote, in a stable order."""
    return [
        example
        for path in sorted(OWN_CORPUS.glob("*.jsonl"))
        if path.stem != TERMS
        for example in _examples(path, source=REPORTS)
    ]


def own_terms() -> list[Example]:
    """Return the words and phrases of the field that speak for one queue by themselves."""
    return _examples(OWN_CORPUS / f"{TERMS}.jsonl", source=TERMS)


def others_texts(folders: Iterable[Path]) -> list[Example]:
    """Return the texts of folders outside the repository, shortened to a report's length."""
    found: list[Example] = []
    for folder in folders:
        for path in sorted(folder.glob("*.jsonl")):
            found += [_shortened(example) for example in _examples(path, source=path.stem)]
    return found


def may_teach(example: Example) -> bool:
    """Whether what is shipped may learn from it."""
    return example.source not in _MEASURED_ONLY


def balanced(
    examples: Sequence[Example], *, per_label: dict[str, float], floor: float = 1.0
) -> list[Example]:
    """Weigh others' texts so that each label has its share, however many rows a source has."""
    rows = Counter((example.source, example.label) for example in examples)
    shares = Counter[str]()
    for (_, label), count in rows.items():
        shares[label] += count**0.5
    return [
        replace(
            example,
            weight=min(
                floor,
                per_label.get(example.label, 0.0)
                * rows[example.source, example.label] ** 0.5
                / shares[example.label]
                / rows[example.source, example.label],
            ),
        )
        for example in examples
    ]


def _examples(path: Path, *, source: str) -> list[Example]:
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Example(
            id=str(row["id"]),
            text=f"{row['title']}. {row['text']}" if row.get("title") else row["text"],
            lang=row["lang"],
            label=row["label"],
            source=source,
        )
        for row in rows
    ]


def _shortened(example: Example) -> Example:
    kept = ""
    for clause in _CLAUSE.split(example.text):
        if kept and len(kept) + len(clause) > _READ_OF_AN_ARTICLE:
            break
        kept = f"{kept} {clause}".strip()
    return replace(example, text=kept[: 2 * _READ_OF_AN_ARTICLE])
