"""Reports and their queue: by the artefact that ships."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.fresh import FRESH
from tickets.router import ARTEFACT
from tickets.rules import router_model
from tickets.rules.classification import (
    Classification,
    Classifier,
    classify,
    classify_many,
    read_classifier,
)
from tickets.rules.reasons import MOST_REASONS
from tickets.rules.routing_costs import Costs

LEAST_RIGHT = 0.85


def is_sound(answer: Classification) -> bool:
    return (
        answer.label in {"hardware", "software"}
        and 0.5 <= answer.confidence <= 1
        and answer.queue in {answer.label, "triage"}
        and answer.lang in {"fr", "en"}
        and len(answer.reasons) <= MOST_REASONS
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_reports_that_it_has_never_seen_go_mostly_where_they_belong(
    classifier: Classifier, lang: str
) -> None:
    reports = [report for report in FRESH if report["lang"] == lang]

    answers = classify_many([report["text"] for report in reports], classifier=classifier)

    right = sum(
        answer.label == report["label"] for answer, report in zip(answers, reports, strict=True)
    )
    assert right / len(reports) >= LEAST_RIGHT


def test_what_it_routes_by_itself_is_nearly_always_right(classifier: Classifier) -> None:
    answers = classify_many([report["text"] for report in FRESH], classifier=classifier)

    routed = [(a, r) for a, r in zip(answers, FRESH, strict=True) if a.queue != "triage"]
    right = sum(answer.queue == report["label"] for answer, report in routed)
    assert len(routed) / len(FRESH) >= 0.6
    assert right / len(routed) >= 0.93


@pytest.mark.parametrize(
    "text",
    [
        "carte HBA HS",
        "CARTE HBA HS !!!",
        "le lecteur avale la cassette",
        "PSU is dead, smells burnt",
    ],
)
def test_bare_slang_of_the_machine_room_is_hardware(classifier: Classifier, text: str) -> None:
    answer = classify(text, classifier=classifier)

    assert answer.label == "hardware"


@pytest.mark.parametrize(
    "text",
    [
        "journal de transactions plein, erreur 9002",
        "Les disques et les alims sont ok, c'est le mot de passe du compte SQL qui est refusé",
        "store won't mount since SP3",
    ],
)
def test_a_fault_of_a_program_is_software_whatever_machine_it_names(
    classifier: Classifier, text: str
) -> None:
    answer = classify(text, classifier=classifier)

    assert answer.label == "software"


@pytest.mark.parametrize("text", ["", "   \n", "?!", "bonjour", "😀😀", "42", "xq zzkw vvrt"])
def test_a_text_that_says_nothing_goes_to_triage(classifier: Classifier, text: str) -> None:
    answer = classify(text, classifier=classifier)

    assert is_sound(answer)
    assert answer.queue == "triage"


@given(text=st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_text_gets_a_sound_answer(text: str) -> None:
    assert is_sound(classify(text, classifier=load_once()))


@given(text=st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_binary_noise_gets_a_sound_answer(text: bytes) -> None:
    assert is_sound(classify(text.decode("latin-1"), classifier=load_once()))
    assert is_sound(classify(text.decode("utf-8", "surrogateescape"), classifier=load_once()))


_LOADED: list[Classifier] = []


def load_once() -> Classifier:
    if not _LOADED:
        _LOADED.append(read_classifier(ARTEFACT.read_bytes()))
    return _LOADED[0]


@pytest.mark.parametrize(
    "text",
    [
        "voyant orange " * 8_000,
        "x" * 100_000,
        "0" * 100_000,
        "_" * 100_000,
        "aucun " * 20_000,
        "\x00\xff" * 50_000,
        "depuis a b c d e f " * 5_000,
    ],
)
def test_a_pasted_log_of_any_length_is_answered(classifier: Classifier, text: str) -> None:
    assert is_sound(classify(text, classifier=classifier))


def test_a_long_log_is_judged_by_its_beginning_and_its_end(classifier: Classifier) -> None:
    filler = "\n".join(f"{line} INFO heartbeat" for line in range(10_000))

    told_first = classify(f"l'alimentation a grillé, ça fume\n{filler}", classifier=classifier)
    told_last = classify(f"{filler}\nl'alimentation a grillé, ça fume", classifier=classifier)

    assert told_first.label == told_last.label == "hardware"


def test_accents_capitals_and_quotes_change_nothing(classifier: Classifier) -> None:
    plain = classify("l'ecran est casse, le cable brule", classifier=classifier)
    dressed = classify(
        "L’ÉCRAN est CASSÉ, le câble brûlé".replace("brûlé", "brûle"), classifier=classifier
    )

    assert (plain.label, plain.confidence) == (dressed.label, dressed.confidence)


def test_the_language_given_wins_over_the_one_detected(classifier: Classifier) -> None:
    assert classify("disque mort", classifier=classifier).lang == "fr"
    assert classify("disque mort", classifier=classifier, lang="en").lang == "en"


def test_many_are_answered_as_each_alone(classifier: Classifier) -> None:
    texts = [report["text"] for report in FRESH[:10]]

    together = classify_many(texts, classifier=classifier)

    assert together == [classify(text, classifier=classifier) for text in texts]


def test_below_the_threshold_it_is_for_a_person_to_decide(classifier: Classifier) -> None:
    cautious = Costs(triage=0)

    answer = classify("l'alimentation a grillé", classifier=classifier, costs=cautious)

    assert (answer.label, answer.queue) == ("hardware", "triage")


def test_a_memory_of_words_that_is_full_is_begun_again(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(router_model, "_REMEMBERED_WORDS", 3)
    forgetful = read_classifier(ARTEFACT.read_bytes())

    answers = classify_many([report["text"] for report in FRESH], classifier=forgetful)

    assert answers == classify_many([report["text"] for report in FRESH], classifier=classifier)


@pytest.mark.parametrize(
    "text",
    [
        "Der Server startet seit heute Morgen nicht mehr, bitte dringend um Rückruf",
        "El servidor no responde desde esta mañana y nadie puede trabajar",
        "De server is sinds vanochtend niet meer bereikbaar, niemand kan werken",
        "サーバーが起動しません。至急対応をお願いします",
        "Сервер не отвечает с утра, никто не может работать",
    ],
)
def test_a_language_that_it_does_not_read_goes_to_triage(classifier: Classifier, text: str) -> None:
    assert classify(text, classifier=classifier).queue == "triage"
