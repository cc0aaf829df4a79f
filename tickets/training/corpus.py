"""Labelled texts: our own corpus beside the code, and folders of others' texts outside of it."""

import json
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tickets.rules.lexicon import Lexicon

HARDWARE, SOFTWARE, AMBIGUOUS = "hardware", "software", "ambiguous"
LABELS = (HARDWARE, SOFTWARE, AMBIGUOUS)
HELD_OUT = frozenset(
    {
        *("fr_directrice", "fr_education", "fr_maghreb_telecom", "fr_mixte_franglais"),
        *("en_dba", "en_japanese_korean", "en_monitoring_two", "en_school_district"),
        *("en_housing_council", "en_newspaper_press", "en_university_lab"),
        *("fr_aeroport_sol", "fr_notaire_cabinet", "fr_pharmacie_gros"),
    }
)
"""Whole voices of our corpus that nobody learns from: the fixed test of every model."""
FIRST_AUTHOR = frozenset(
    {
        *("abroad", "administrators", "counter", "letters_and_alarms", "machine_room"),
        *("second_round", "third_round"),
    }
)
"""Voices of one author's imagination: alike, so that they teach words but measure nothing."""
OWN_CORPUS = Path(__file__).parent.parent / "corpus"
LEXICON = Path(__file__).parent / "lexicon"
REPORTS, REASONS, SLIPS, TERMS = "reports", "reasons", "slips", "terms"
_MEASURED_ONLY = frozenset({"anvil_scancore"})  # its licence forbids learning from it
_READ_OF_AN_ARTICLE = 260  # characters: a report is short, and so is what we compare it with
_SEED, _SLIPS_IN = 1999, 0.2
_A_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORTEST_REASON = 8  # characters
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
    voice: str = ""  # whose text it is; of others' texts, nobody's
    misleads: bool = False
    reason: str = ""  # why it has its label, in English
    item: str = ""  # the kind of product of the item that its reporter would choose, if any
    item_asked: bool = False  # whether anybody asked which one that is

    @property
    def family(self) -> str:
        """The source without its edition: two translations of one manual are one source."""
        return self.source.removesuffix("_upstream")

    @property
    def measures(self) -> bool:
        """Whether it says something of authors never read: it was written by one of many."""
        return self.source == REPORTS and self.voice not in FIRST_AUTHOR

    @property
    def is_held_out(self) -> bool:
        """Whether its voice only measures: it teaches neither what ships nor a challenger."""
        return self.voice in HELD_OUT


def own_reports() -> list[Example]:
    """Return the reports that we wrote, in a stable order."""
    return [
        example
        for path in sorted(OWN_CORPUS.glob("*.jsonl"))
        if path.stem != TERMS
        for example in _examples(path, source=REPORTS)
    ]


def reasons_of(reports: Iterable[Example]) -> list[Example]:
    """Return what was written of each report's label, as texts of the same voice."""
    return [
        replace(report, text=report.reason, lang="en", source=REASONS)
        for report in reports
        if len(report.reason) > _SHORTEST_REASON
    ]


def with_slips(reports: Iterable[Example]) -> list[Example]:
    """Return the reports as a hurried hand would have typed them, the same at each call."""
    chance = random.Random(_SEED)  # noqa: S311  no secret hangs on it
    return [
        replace(
            report,
            text=_A_LONG_WORD.sub(lambda word: _slipped(word[0], chance), report.text),
            source=SLIPS,
        )
        for report in reports
    ]


def _slipped(word: str, chance: random.Random) -> str:
    """Drop, exchange or double a letter within one word of five."""
    if chance.random() > _SLIPS_IN:
        return word
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )


def own_lexicon() -> Lexicon:
    """Return the concepts by which people name what failed and how they argue."""
    sides = ("hardware", "software", "reasoning")
    return Lexicon(
        "".join(
            f"[{side}]\n{(LEXICON / side).with_suffix('.txt').read_text('utf-8')}" for side in sides
        )
    )


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
            voice=path.stem if source == REPORTS else "",
            misleads=bool(row.get("misleads")),
            reason=row.get("reason", "") if source == REPORTS else "",
            item=row.get("item") or "",
            item_asked="item" in row,
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
