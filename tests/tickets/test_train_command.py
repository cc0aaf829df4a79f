"""Training, on a handful of texts: it is the same every time and says how well it did."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tickets.rules.classification import classify, read_classifier
from tickets.training import corpus

HARD = ["alim {} grillée", "ventilateur {} bloqué", "disque {} mort", "voyant {} orange, compte ok"]
SOFT = ["requête {} lente", "compte {} verrouillé", "journal {} plein", "base {} suspecte"]
VOICES = 3
PARTS = ["avant", "arrière", "gauche", "droit", "haut", "bas", "principal", "secours"]


def written(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def small_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "corpus"
    rows = [
        {"id": f"{label}-{part}-{at}", "text": text.format(part), "lang": "fr", "label": label}
        for label, texts in (("hardware", HARD), ("software", SOFT))
        for at, text in enumerate(texts)
        for part in PARTS
    ]
    rows += [
        {"id": f"ambiguous-{at}", "text": text, "lang": "fr", "label": "ambiguous"}
        for at, text in enumerate(["serveur lent", "serveur en panne", "ça ne marche plus"])
    ]
    for voice in range(VOICES):
        written(folder / f"voice{voice}.jsonl", rows[voice::VOICES])
    monkeypatch.setattr(corpus, "OWN_CORPUS", folder)
    return folder


@pytest.fixture
def others(tmp_path: Path) -> Path:
    folder = tmp_path / "others"
    rows = [
        {
            "id": f"{label}-{at}",
            "title": "Power" if label == "hardware" else "Login",
            "text": f"The {'fan' if label == 'hardware' else 'query'} failed. {at} "
            + "It was so all day. " * 20,
            "lang": "en",
            "label": label,
        }
        for label in ("hardware", "software")
        for at in range(8)
    ]
    written(folder / "articles.jsonl", rows)
    written(folder / "anvil_scancore.jsonl", rows)
    return folder


def test_the_same_texts_give_the_same_bytes(
    small_corpus: Path, others: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"

    for output in (one, two):
        call_command("train_classifier", others, output=output, report=tmp_path / "report.md")

    assert one.read_bytes() == two.read_bytes()


def test_what_was_trained_classifies_and_its_report_gives_the_figures(
    small_corpus: Path, others: Path, tmp_path: Path
) -> None:
    output, report = tmp_path / "router.npz", tmp_path / "report.md"

    call_command("train_classifier", others, output=output, report=report)

    classifier = read_classifier(output.read_bytes())
    figures = report.read_text("utf-8")
    assert classify("alim grillée", classifier=classifier).label == "hardware"
    assert classify("compte verrouillé", classifier=classifier).label == "software"
    assert classifier.version in figures
    assert "| articles |" in figures
    assert "| anvil_scancore | 16 |" in figures
    assert "| anvil_scancore | en | hardware | measures only | 8 |" in figures


def test_without_a_folder_it_learns_from_our_corpus_alone(
    small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("train_classifier", output=tmp_path / "router.npz")

    assert "# Figures of router-" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("train_classifier", tmp_path / "nowhere")
