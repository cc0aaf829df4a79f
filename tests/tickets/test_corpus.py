"""Our own corpus: labels, languages, and no text that says again what another says."""

from collections import Counter
from itertools import combinations

from tickets.rules.folding import fold
from tickets.training.corpus import (
    AMBIGUOUS,
    HARDWARE,
    HELD_OUT,
    LABELS,
    OWN_CORPUS,
    SOFTWARE,
    own_reports,
    own_terms,
)

TOO_NEAR = 0.8  # of two texts' words in common


def test_every_report_has_a_known_label_a_language_and_an_id_of_its_own() -> None:
    examples = [*own_reports(), *own_terms()]

    assert {example.label for example in examples} <= set(LABELS)
    assert {example.lang for example in examples} == {"fr", "en"}
    assert max(Counter(example.id for example in examples).values()) == 1


def test_there_are_enough_reports_of_each_kind() -> None:
    labels = Counter(example.label for example in own_reports())
    languages = Counter(example.lang for example in own_reports())

    assert labels[HARDWARE] >= 300
    assert labels[SOFTWARE] >= 300
    assert labels[AMBIGUOUS] >= 50
    assert min(languages.values()) >= 300


def test_a_fifth_is_held_out_by_whole_voices_of_both_languages() -> None:
    reports = own_reports()

    held_out = [report for report in reports if report.is_held_out]

    assert 0.15 < len(held_out) / len(reports) < 0.25
    assert {report.voice for report in held_out} == HELD_OUT
    assert min(Counter(report.lang for report in held_out).values()) >= 300


def test_a_third_misleads_and_a_tenth_is_ambiguous() -> None:
    reports = own_reports()

    assert sum(report.misleads for report in reports) >= len(reports) / 3
    assert sum(report.label == AMBIGUOUS for report in reports) >= len(reports) / 10


def test_no_two_reports_say_the_same_in_the_same_words() -> None:
    words = [(report.id, frozenset(fold(report.text).split())) for report in own_reports()]

    near = [
        (one, other)
        for (one, ours), (other, theirs) in combinations(words, 2)
        if len(ours & theirs) >= TOO_NEAR * len(ours | theirs)
    ]

    assert near == []


def test_the_corpus_is_plain_json_lines() -> None:
    files = sorted(path.name for path in OWN_CORPUS.iterdir())

    assert "terms.jsonl" in files
    assert all(name.endswith(".jsonl") for name in files)
