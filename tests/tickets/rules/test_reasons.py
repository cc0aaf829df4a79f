"""What the router gives as its reasons."""

from dataclasses import replace

import pytest

from tests.tickets.fresh import FRESH
from tickets.rules.classification import Classification, Classifier, classify
from tickets.rules.features import is_telling
from tickets.rules.folding import fold
from tickets.rules.reasons import ITEM, MOST_REASONS, OPEN
from tickets.rules.router_model import Stage
from tickets.rules.routing_costs import Costs


@pytest.mark.parametrize("report", FRESH, ids=lambda report: str(report["id"]))
def test_the_reasons_are_words_of_the_text_strongest_first(
    classifier: Classifier, report: dict[str, str]
) -> None:
    answer = classify(report["text"], classifier=classifier)

    text = " ".join(report["text"].split())
    weights = [abs(reason.weight) for reason in answer.reasons]
    assert all(reason.term in text for reason in answer.reasons)
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("report", FRESH, ids=lambda report: str(report["id"]))
def test_a_reason_stands_where_it_says(classifier: Classifier, report: dict[str, str]) -> None:
    text = report["text"]

    for reason in classify(text, classifier=classifier).reasons:
        assert " ".join(text[reason.start : reason.end].split()) == reason.term


@pytest.mark.parametrize("report", FRESH, ids=lambda report: str(report["id"]))
def test_no_reason_is_a_mere_function_word(classifier: Classifier, report: dict[str, str]) -> None:
    """Unless it is what an argument turns upon ("still", "since")."""
    answer = classify(report["text"], classifier=classifier)

    for reason in answer.reasons:
        words = [fold(word).strip('.,:;!?()"-') for word in reason.term.replace("'", " ").split()]
        assert reason.signal or any(is_telling(word) for word in words), reason


def test_what_is_said_again_is_told_once(classifier: Classifier) -> None:
    answer = classify(
        "ventilateur bloqué, oui, le ventilateur. VENTILATEUR !", classifier=classifier
    )

    assert [reason.term for reason in answer.reasons].count("ventilateur") == 1
    assert "VENTILATEUR" not in [reason.term for reason in answer.reasons]


def test_a_sure_answer_says_why(classifier: Classifier) -> None:
    answer = classify("Fumée à l'arrière, l'ALIMENTATION a grillé", classifier=classifier)

    assert answer.queue == "hardware"
    assert answer.reasons[0].weight > 0
    assert {"Fumée", "ALIMENTATION"} & {w for r in answer.reasons for w in r.term.split()}


def test_the_weights_change_sign_with_the_label(classifier: Classifier) -> None:
    against = replace(classifier, model=replace(classifier.model, shift=-40.0))

    for_hardware = classify("l'alimentation a grillé", classifier=classifier)
    for_software = classify("l'alimentation a grillé", classifier=against)

    assert for_hardware.reasons[0].weight == -for_software.reasons[0].weight


def test_a_phrase_torn_far_apart_is_shown_by_its_first_word(classifier: Classifier) -> None:
    answer = classify(f"carte{' ' * 80}mère", classifier=classifier)

    assert [reason.term for reason in answer.reasons] == ["carte"]


def test_the_words_of_a_part_are_named(classifier: Classifier) -> None:
    answer = classify("l'alimentation a grillé, il y a de la fumée", classifier=classifier)

    assert "psu" in {reason.signal for reason in answer.reasons}


def test_the_item_chosen_is_heard_and_does_not_decide_alone(classifier: Classifier) -> None:
    text = "ça ne va plus depuis ce matin, tout est bloqué"

    alone, hardware, software = (
        classify(text, classifier=classifier, item=item) for item in ("", "hardware", "software")
    )

    def odds(answer: Classification) -> float:
        return answer.confidence if answer.label == "hardware" else 1 - answer.confidence

    assert odds(software) < odds(alone) < odds(hardware)
    assert [each.term for each in hardware.reasons if each.signal == ITEM] == [""]
    assert not [each for each in alone.reasons if each.signal == ITEM]
    told = classify("fumée derrière, le disque est mort", classifier=classifier, item="software")
    assert told.label == "hardware"


def test_one_that_is_sure_and_yet_sent_to_triage_says_that_the_cause_is_open(
    classifier: Classifier,
) -> None:
    text = "Le voyant du disque 3 est orange et la base rame, on ne sait pas si c'est lié"

    answer = classify(text, classifier=classifier, item="hardware")

    assert (answer.label, answer.queue) == ("hardware", "triage")
    [left_open] = [reason for reason in answer.reasons if reason.signal == OPEN]
    assert left_open.weight < 0
    assert len(answer.reasons) <= MOST_REASONS


@pytest.mark.parametrize("report", FRESH, ids=lambda report: str(report["id"]))
def test_triage_is_for_doubt_or_for_an_open_cause(
    classifier: Classifier, report: dict[str, str]
) -> None:
    answer = classify(report["text"], classifier=classifier)

    is_sure = answer.confidence > Costs().threshold_of(answer.label)
    is_open = OPEN in {reason.signal for reason in answer.reasons}
    assert is_open == (is_sure and answer.queue == "triage")


def test_the_slightest_doubt_is_told_where_it_alone_keeps_a_report_in_triage(
    classifier: Classifier,
) -> None:
    text = "fumée derrière, le disque est mort"
    hardly_open = replace(classifier, model=replace(classifier.model, doubts=Stage(base=-6.0)))
    routed = classify(text, classifier=hardly_open)
    dear = 1_000_000
    just_below = Costs(dear, dear, triage=round(dear * (1 - routed.confidence)) + 100)

    answer = classify(text, classifier=hardly_open, costs=just_below)

    assert (routed.queue, answer.queue) == ("hardware", "triage")
    assert [each.weight < 0 for each in answer.reasons if each.signal == OPEN] == [True]


def test_a_denial_belongs_to_the_words_of_its_own_clause(classifier: Classifier) -> None:
    def _terms(text: str) -> list[str]:
        return [each.term for each in classify(text, classifier=classifier).reasons]

    assert "No" not in " ".join(_terms("No. Disk failed"))
    assert any(term.startswith("aucun ") for term in _terms("aucun disque en panne"))


def test_where_a_wrong_guess_costs_far_more_it_goes_to_the_other_queue(
    classifier: Classifier,
) -> None:
    answer = classify("store won't mount since SP3", classifier=classifier, costs=Costs(7, 1000, 6))

    assert (answer.label, answer.queue) == ("software", "hardware")


def test_an_item_chosen_says_nothing_of_a_text_that_says_nothing(classifier: Classifier) -> None:
    assert classify("?!", classifier=classifier, item="hardware").queue == "triage"
