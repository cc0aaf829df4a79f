"""Every night a challenger learns from corrections; it takes over only where it is better."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.lessons import (
    BOTH,
    NIGHT,
    agents,
    all_corrected,
    consistent,
    corrected,
    new_words,
)
from tests.factories.tickets import HARDWARE_WORDS, SOFTWARE_WORDS
from tests.factories.tickets import incident as opened
from tickets.choices import ChangeOfRouter, LessonSource, Queue
from tickets.models import Incident, Lesson, RouterChange, RouterTrial, RouterVersion
from tickets.rules.champion import FEWEST_LESSONS, Verdict
from tickets.selectors.routing import name_in_force, shipped_name
from tickets.training.adaptation import adapted
from tickets.use_cases import train_challenger as module
from tickets.use_cases.choose_router import roll_router_back
from tickets.use_cases.train_challenger import train_challenger

ENOUGH = 45  # of each queue: two thirds of them teach
NEXT_NIGHT = NIGHT + timedelta(days=1)


def _assert_nothing_changed() -> None:
    assert not RouterChange.objects.exists()
    assert not RouterVersion.objects.exists()
    assert name_in_force() == shipped_name()


def _tried_in(night: int) -> Verdict:
    trial = train_challenger(at=NIGHT + timedelta(days=night))
    assert trial is not None
    return Verdict(trial.verdict)


def test_what_many_say_alike_takes_over_and_routes_the_next_report(house: House) -> None:
    text = " ".join(new_words(Queue.HARDWARE))
    assert opened(house.payroll, house.clara, description=text).queue == Queue.TRIAGE
    all_corrected(house, consistent(ENOUGH), by=agents(house.compaq, 5))

    trial = train_challenger(at=NIGHT)

    assert trial is not None
    assert trial.verdict == Verdict.PROMOTED
    change = RouterChange.objects.get()
    assert (change.kind, change.at, change.by) == (ChangeOfRouter.PROMOTED, NIGHT, "")
    assert (change.before, change.name) == (shipped_name(), trial.challenger)
    assert name_in_force() == trial.challenger != shipped_name()
    version = RouterVersion.objects.get()
    assert (version.name, version.parent) == (trial.challenger, shipped_name())
    routed = opened(house.payroll, house.clara, description=text, at=NIGHT)
    assert (routed.queue, routed.classifier) == (Queue.HARDWARE, trial.challenger)
    assert routed.reasons[0]["term"].split()[0] in new_words(Queue.HARDWARE)


def test_its_trial_keeps_the_figures_that_it_rests_on(house: House) -> None:
    all_corrected(house, consistent(ENOUGH), by=agents(house.compaq, 5))

    trial = train_challenger(at=NIGHT)

    assert trial is not None
    assert (trial.champion, trial.lessons) == (shipped_name(), 63)
    lessons, hold_out = trial.figures["lessons"], trial.figures["hold_out"]
    assert lessons == {"hardware": 32, "software": 31, "teachers": 5}
    assert hold_out["gain"] > hold_out["error"] > 0
    assert hold_out["challenger_right"] >= hold_out["champion_right"]
    assert trial.figures["corrections"]["texts"] == 27


def test_an_incident_keeps_the_version_that_routed_it(house: House) -> None:
    all_corrected(house, consistent(ENOUGH), by=agents(house.compaq, 5))
    trial = train_challenger(at=NIGHT)
    assert trial is not None
    routed = opened(house.payroll, house.clara, at=NIGHT)

    roll_router_back(by="root", reason="just in case", at=NIGHT)

    later = opened(house.payroll, house.clara, at=NIGHT)
    assert (later.classifier, name_in_force()) == (shipped_name(), shipped_name())
    assert Incident.objects.get(pk=routed.pk).classifier == trial.challenger


def test_a_few_corrections_change_nothing_and_are_not_even_learned(house: House) -> None:
    all_corrected(house, consistent(5), by=agents(house.compaq, 5))

    trial = train_challenger(at=NIGHT)

    assert trial is not None
    assert (trial.verdict, trial.challenger) == (Verdict.TOO_FEW, "")
    _assert_nothing_changed()


def test_one_correction_is_a_trial_too(house: House) -> None:
    corrected(house, SOFTWARE_WORDS, Queue.SOFTWARE, by=house.hank, at=MORNING)

    assert _tried_in(0) == Verdict.TOO_FEW


def test_one_teacher_alone_changes_nothing_however_often(house: House) -> None:
    all_corrected(house, consistent(ENOUGH), by=agents(house.compaq, 1))

    assert _tried_in(0) == Verdict.TOO_FEW
    _assert_nothing_changed()


def test_one_who_says_the_wrong_thing_two_hundred_times_changes_nothing(house: House) -> None:
    poisoner, *others = agents(house.compaq, 5)
    for at in range(20):
        corrected(house, HARDWARE_WORDS, Queue.HARDWARE, by=others[at % 4], at=MORNING)
        corrected(house, SOFTWARE_WORDS, Queue.SOFTWARE, by=others[at % 4], at=MORNING)
    wrong = [(HARDWARE_WORDS, Queue.SOFTWARE), (SOFTWARE_WORDS, Queue.HARDWARE)] * 100
    all_corrected(house, wrong, by=[poisoner])
    last = Lesson.objects.order_by("-at", "-pk")[:60].values("pk")
    for at, each in enumerate(Lesson.objects.filter(pk__in=last)):
        Lesson.objects.filter(pk=each.pk).update(by=others[at % 4])

    assert _tried_in(0) == Verdict.NOT_ON_HOLD_OUT
    _assert_nothing_changed()


def test_what_one_person_says_last_judges_nothing(house: House) -> None:
    all_corrected(house, consistent(ENOUGH), by=agents(house.compaq, 5))
    last = Lesson.objects.order_by("-at", "-pk")[:40].values("pk")
    Lesson.objects.filter(pk__in=last).update(by=house.hank)

    assert _tried_in(0) == Verdict.TOO_FEW
    _assert_nothing_changed()


def test_many_who_are_wrong_about_one_queue_change_nothing(house: House) -> None:
    wrong = [(HARDWARE_WORDS, Queue.SOFTWARE), (SOFTWARE_WORDS, Queue.SOFTWARE)]
    right = ("Le ventilateur racle, température haute", Queue.HARDWARE)
    all_corrected(house, [*wrong, right] * 40, by=agents(house.compaq, 12))

    assert _tried_in(0) == Verdict.NOT_ON_HOLD_OUT
    _assert_nothing_changed()


def test_the_right_words_said_the_wrong_way_round_change_nothing(house: House) -> None:
    upside_down = [(text, BOTH[truth == BOTH[0]]) for text, truth in consistent(ENOUGH)]
    all_corrected(house, upside_down, by=agents(house.compaq, 12))

    assert _tried_in(0) == Verdict.NOT_ON_HOLD_OUT
    _assert_nothing_changed()


def test_what_the_last_corrections_contradict_changes_nothing(house: House) -> None:
    people, good = agents(house.compaq, 5), consistent(ENOUGH)
    all_corrected(house, good, by=people)
    contrary = [(text, BOTH[truth == BOTH[0]]) for text, truth in good[:38]]
    all_corrected(house, contrary, by=people, since=MORNING + timedelta(days=1))

    assert _tried_in(0) == Verdict.NOT_ON_CORRECTIONS
    _assert_nothing_changed()


def test_nothing_is_tried_where_nobody_taught_anything_since(house: House) -> None:
    assert train_challenger(at=NIGHT) is None
    people = agents(house.compaq, 5)
    all_corrected(house, consistent(5), by=people)
    assert train_challenger(at=NIGHT) is not None

    assert train_challenger(at=NEXT_NIGHT) is None
    assert RouterTrial.objects.count() == 1
    corrected(house, SOFTWARE_WORDS, Queue.SOFTWARE, by=people[0], at=NEXT_NIGHT)
    assert train_challenger(at=NEXT_NIGHT + timedelta(hours=1)) is not None


def test_what_was_learned_is_not_learned_again(house: House) -> None:
    people = agents(house.compaq, 5)
    all_corrected(house, consistent(ENOUGH), by=people)
    assert _tried_in(0) == Verdict.PROMOTED

    corrected(house, SOFTWARE_WORDS, Queue.SOFTWARE, by=people[0], at=NIGHT + timedelta(hours=1))

    assert _tried_in(1) == Verdict.TOO_FEW
    assert RouterTrial.objects.latest("pk").lessons == 0  # of one, none teaches: it judges


def test_what_was_rolled_back_does_not_return_by_itself(house: House) -> None:
    people = agents(house.compaq, 5)
    all_corrected(house, consistent(ENOUGH), by=people)
    assert _tried_in(0) == Verdict.PROMOTED
    rolled_back = roll_router_back(by="root", reason="worse", at=NIGHT + timedelta(hours=1))
    corrected(house, SOFTWARE_WORDS, Queue.SOFTWARE, by=people[0], at=NIGHT + timedelta(hours=2))

    assert _tried_in(1) == Verdict.TOO_FEW
    assert name_in_force() == rolled_back.name == shipped_name()


def test_the_equal_of_what_was_rolled_back_does_not_either(house: House) -> None:
    all_corrected(house, consistent(ENOUGH), by=agents(house.compaq, 5))
    assert _tried_in(0) == Verdict.PROMOTED
    roll_router_back(by="root", reason="worse", at=NIGHT)
    Lesson.objects.update(at=F("at") + timedelta(days=30, hours=1))  # all say the same once more

    assert _tried_in(2) == Verdict.LEFT_BY_HAND
    assert name_in_force() == shipped_name()
    assert RouterVersion.objects.count() == 1


def test_enough_new_lessons_after_a_roll_back_promote_again(house: House) -> None:
    people = agents(house.compaq, 5)
    all_corrected(house, consistent(ENOUGH), by=people)
    assert _tried_in(0) == Verdict.PROMOTED
    roll_router_back(by="root", reason="worse", at=NIGHT)

    all_corrected(house, consistent(ENOUGH + 6), by=people, since=NIGHT + timedelta(hours=1))

    assert _tried_in(1) == Verdict.PROMOTED
    assert RouterVersion.objects.count() == 2


def test_who_chose_another_version_meanwhile_is_heard(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = agents(house.compaq, 5)
    all_corrected(house, consistent(ENOUGH), by=people)
    assert _tried_in(0) == Verdict.PROMOTED
    all_corrected(house, consistent(ENOUGH), by=people, since=NIGHT + timedelta(hours=1))

    def _slowly(*of: Any) -> Any:
        roll_router_back(by="root", reason="worse", at=NIGHT + timedelta(hours=9))
        return adapted(*of)

    monkeypatch.setattr(module, "adapted", _slowly)

    assert _tried_in(1) == Verdict.CHAMPION_CHANGED
    assert name_in_force() == shipped_name()


def test_only_the_latest_lessons_are_read_and_no_more_of_them_than_the_router_does(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = corrected(house, "x" * 90_000, Queue.HARDWARE, by=house.hank, at=MORNING)
    for at in range(FEWEST_LESSONS):
        one = opened(house.payroll, house.clara, description="y" * 90_000)
        Lesson.objects.create(
            incident=one,
            label=Queue.SOFTWARE,
            source=LessonSource.ROUTED,
            by=house.hank,
            at=MORNING + timedelta(minutes=at + 1),
        )
    monkeypatch.setattr(module, "MOST_LESSONS", FEWEST_LESSONS)

    found = module._last_corrections()

    assert len(found) == FEWEST_LESSONS
    assert long_ago.description not in {each.text for each in found}
    assert max(len(each.text) for each in found) < 10_000
