"""Our own corpus: enough, varied, read twice, and with whole voices that teach nobody."""

from collections import Counter

from tickets.training.corpus import HELD_OUT, own_reports
from tickets.training.likeness import near_duplicates


def test_it_is_as_large_and_as_hard_as_it_has_to_be() -> None:
    reports = own_reports()
    labels = Counter(each.label for each in reports)

    assert len(reports) >= 1_200
    assert len({each.voice for each in reports}) >= 20
    assert labels["ambiguous"] >= 0.08 * len(reports)
    assert min(labels["hardware"], labels["software"]) >= 0.4 * len(reports)
    assert {each.lang for each in reports} == {"fr", "en"}


def test_no_two_reports_repeat_one_another() -> None:
    assert near_duplicates(own_reports()) == []


def test_ids_are_unique() -> None:
    ids = [each.id for each in own_reports()]

    assert len(ids) == len(set(ids))


def test_the_voices_that_teach_nobody_are_there_in_both_languages() -> None:
    held_out = [each for each in own_reports() if each.is_held_out]

    assert {each.voice for each in held_out} == HELD_OUT
    assert {each.lang for each in held_out} == {"fr", "en"}
    assert len(held_out) >= 300
