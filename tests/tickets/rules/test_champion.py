"""A challenger takes over only where it is better on both tests, beyond noise."""

import pytest

from tickets.rules.champion import Lessons, Verdict, duel, verdict

TRUTH = [True, False] * 100
UNSURE = [0.6 if truth else 0.4 for truth in TRUTH]
SURE = [0.9 if truth else 0.1 for truth in TRUTH]
WRONG = [0.4 if truth else 0.6 for truth in TRUTH]


def test_who_is_surer_and_right_wins() -> None:
    assert duel(UNSURE, SURE, TRUTH).is_won
    assert not duel(SURE, UNSURE, TRUTH).is_won


def test_who_is_the_same_does_not_win() -> None:
    same = duel(SURE, SURE, TRUTH)

    assert (same.gain, same.error, same.is_won) == (0, 0, False)


def test_a_gain_within_noise_is_none() -> None:
    luck = [0.95 if at == 0 else each for at, each in enumerate(UNSURE)]

    found = duel(UNSURE, luck, TRUTH)

    assert found.gain > 0
    assert not found.is_won


def test_who_is_surer_but_more_often_wrong_does_not_win() -> None:
    bold = [0.49 if at < 2 else each for at, each in enumerate(SURE)]
    bold[1] = 0.51

    assert not duel(UNSURE, bold, TRUTH).is_won


def test_a_gain_on_what_hardly_counts_is_hardly_one() -> None:
    better_on_few = [0.6] * 200
    better_on_few[:20] = [0.99] * 20
    truth = [True] * 200
    before = [0.6] * 200
    before[:20] = [0.5] * 20

    assert duel(before, better_on_few, truth).gain > 0.05
    light = duel(before, better_on_few, truth, [0.01] * 20 + [1.0] * 180)
    assert 0 < light.gain < 0.001


def test_alike_weights_change_nothing() -> None:
    luck = [0.95 if at < 30 else each for at, each in enumerate(UNSURE)]

    plain, weighed = duel(UNSURE, luck, TRUTH), duel(UNSURE, luck, TRUTH, [0.25] * len(TRUTH))

    assert weighed.gain == pytest.approx(plain.gain)
    assert weighed.error == pytest.approx(plain.error)


def test_nothing_to_try_on_is_no_win() -> None:
    assert not duel([], [], []).is_won
    assert not duel([0.6], [0.9], [True]).is_won


@pytest.mark.parametrize(
    ("hold_out", "corrections", "said"),
    [
        (SURE, SURE, Verdict.PROMOTED),
        (WRONG, SURE, Verdict.NOT_ON_HOLD_OUT),
        (UNSURE, SURE, Verdict.NOT_ON_HOLD_OUT),
        (SURE, WRONG, Verdict.NOT_ON_CORRECTIONS),
        (SURE, UNSURE, Verdict.NOT_ON_CORRECTIONS),
        (WRONG, WRONG, Verdict.NOT_ON_HOLD_OUT),
    ],
)
def test_it_has_to_be_better_on_both(
    hold_out: list[float], corrections: list[float], said: Verdict
) -> None:
    found = verdict(
        hold_out=duel(UNSURE, hold_out, TRUTH), corrections=duel(UNSURE, corrections, TRUTH)
    )

    assert found == said


@pytest.mark.parametrize(
    ("lessons", "are_enough"),
    [
        (Lessons(hardware=45, software=15, teachers=3), True),
        (Lessons(hardware=44, software=15, teachers=3), False),
        (Lessons(hardware=100, software=14, teachers=5), False),
        (Lessons(hardware=14, software=100, teachers=5), False),
        (Lessons(hardware=60, software=60, teachers=2), False),
    ],
)
def test_enough_of_each_from_enough_people(lessons: Lessons, *, are_enough: bool) -> None:
    assert lessons.are_enough is are_enough
