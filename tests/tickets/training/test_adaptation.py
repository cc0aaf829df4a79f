"""What corrections teach a challenger."""

from dataclasses import replace

import pytest

from tickets import router
from tickets.rules.classification import Classifier, chance_of_hardware, classify
from tickets.training.adaptation import Correction, adapted

NEW_WORD = "La frobnicatrice est tombée"


@pytest.fixture(scope="module")
def champion() -> Classifier:
    shipped = router.shipped_classifier()
    assert shipped is not None
    return shipped


def _lessons(count: int, *, teachers: int = 10, item: str = "") -> list[Correction]:
    return [_said(str(at % teachers), of=str(at % 2), at=at, item=item) for at in range(count)]


def _said(teacher: str, *, of: str, at: int = 0, item: str = "") -> Correction:
    """Return what a teacher said of a client's report."""
    text = f"{NEW_WORD} à {at} heures"
    return Correction(text, is_hardware=False, teacher=teacher, client=of, item=item)


def test_a_word_is_learned_and_named_among_the_reasons(champion: Classifier) -> None:
    challenger = adapted(champion, _lessons(60))

    before = chance_of_hardware(NEW_WORD, classifier=champion)
    after = chance_of_hardware(NEW_WORD, classifier=challenger)
    assert after < before - 0.1
    answer = classify(NEW_WORD, classifier=challenger)
    assert answer.label == "software"
    assert "frobnicatrice" in [each.term for each in answer.reasons if each.weight > 0]
    assert answer.model == challenger.version != champion.version


def test_what_was_not_spoken_of_stays_as_it_was(champion: Classifier) -> None:
    challenger = adapted(champion, _lessons(60))
    other = "voyant orange sur le disque 3"

    assert chance_of_hardware(other, classifier=challenger) == pytest.approx(
        chance_of_hardware(other, classifier=champion), abs=0.02
    )


def test_a_few_move_less_than_many(champion: Classifier) -> None:
    chances = [
        chance_of_hardware(NEW_WORD, classifier=adapted(champion, _lessons(count)))
        for count in (2, 20, 200)
    ]

    assert chances == sorted(chances, reverse=True)
    assert chances[0] - chances[2] > 0.1


def test_one_teacher_is_not_as_loud_as_many(champion: Classifier) -> None:
    names = ["1"] * 57 + ["2"] * 3
    mostly_one = [_said(name, of=str(at % 2), at=at) for at, name in enumerate(names)]

    loud, many = (adapted(champion, said).taught for said in (mostly_one, _lessons(60)))

    assert many["frobnicatrice"] / 3 < loud["frobnicatrice"] < 0


def test_the_same_corrections_give_the_same_challenger(champion: Classifier) -> None:
    assert adapted(champion, _lessons(30)) == adapted(champion, _lessons(30))


def test_it_learns_on_from_what_it_was_taught(champion: Classifier) -> None:
    taught = replace(champion, taught={"zz": 1.0})

    assert adapted(taught, _lessons(5)).taught["zz"] == 1.0


def test_a_word_of_one_text_or_of_one_teacher_is_not_learned(champion: Classifier) -> None:
    once = Correction("zorglubien", is_hardware=True, teacher="1", client="1")
    of_one = [
        Correction("schtroumpf", is_hardware=True, teacher="1", client=str(of)) for of in range(9)
    ]

    taught = adapted(champion, [*_lessons(60), once, *of_one]).taught

    assert "frobnicatrice" in taught
    assert not {"zorglubien", "schtroumpf"} & taught.keys()


def test_a_clients_own_word_is_not_learned_whoever_says_it(champion: Classifier) -> None:
    of_two = [
        Correction("zorglub", is_hardware=True, teacher=str(by), client=str(by % 2))
        for by in range(9)
    ]
    of_one = [replace(each, text="schtroumpf", client="1") for each in of_two]

    taught = adapted(champion, [*of_one, *of_two]).taught

    assert "zorglub" in taught
    assert "schtroumpf" not in taught


def test_nobody_is_no_second_teacher(champion: Classifier) -> None:
    of_two = [
        Correction("zorglub", is_hardware=True, teacher=teacher, client=client)
        for teacher in ("1", "2")
        for client in ("1", "2")
    ]
    of_nobody = [replace(each, teacher=each.teacher.strip("2")) for each in of_two]

    assert "zorglub" in adapted(champion, of_two).taught
    assert not adapted(champion, of_nobody).taught


def test_what_the_item_said_already_is_not_learned_of_the_words(champion: Classifier) -> None:
    plain, told, contrary = (
        adapted(champion, _lessons(60, item=item)).taught["frobnicatrice"]
        for item in ("", "software", "hardware")
    )

    assert contrary < plain < told < 0
