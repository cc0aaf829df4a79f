"""Whose an outage was: proposed, countered, settled; what the publisher sees, and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from django.utils import translation

from contracts.choices import EventKind, OutageState, RoundKind
from contracts.models import ContractEvent, Outage, User
from contracts.rules.outages import Stretch
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.rules.responsibility import Responsibility
from contracts.use_cases.keep_answer_days import let_silence_agree, remind_of_responsibility
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    counter_responsibility,
    propose_responsibility,
    settle_responsibility,
    whole_outage,
)
from contracts.use_cases.record_outage import correct_outage
from contracts.use_cases.write_outage import Evidence, OutageMoveNotOpen
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.factories.outages import AN_HOUR, BEFORE, an_outage

HALF = timedelta(minutes=30)
WHY = Evidence("The hotfix was known to us only at noon.")
TEN_DAYS = timedelta(days=10)


def shares(*percents: str) -> Responsibility:
    return Responsibility(*(Decimal(each) for each in percents))


OURS, BOTH = shares("100"), shares("50", "50")
THEIRS = shares("0", "100")


@pytest.fixture
def outage(house: House) -> Outage:
    return an_outage(house.payroll)


def _now(outage: Outage) -> Outage:
    return Outage.objects.whole().get(pk=outage.pk)


def _said(outage: Outage) -> list[tuple[datetime, Any, Any]]:
    segments = _now(outage).current
    return [(each.begins_at, each.manufacturer, each.publisher) for each in segments]


def _propose(outage: Outage, by: User, said: Responsibility = BOTH) -> Outage:
    whole = whole_outage(outage, said)
    return propose_responsibility(outage, whole, evidence=WHY, by=by, at=MORNING)


def _counter(outage: Outage, by: User, said: Responsibility = OURS) -> Outage:
    whole = whole_outage(outage, said)
    return counter_responsibility(outage, whole, evidence=WHY, by=by, at=MORNING)


def _to_settle(outage: Outage, house: House) -> None:
    for _ in range(2):
        _propose(outage, house.hank)
        _counter(outage, house.mia)


def test_a_proposal_waits_for_the_publisher_who_sees_the_outage_from_then_on(
    house: House, outage: Outage
) -> None:
    assert not Outage.objects.visible_to(house.mia).exists()

    held = _propose(outage, house.hank)

    assert held.state == OutageState.PROPOSED
    assert held.answer_by == MORNING + TEN_DAYS
    assert list(Outage.objects.visible_to(house.mia)) == [outage]
    made = held.rounds.get()
    assert (made.kind, made.by, made.evidence) == (RoundKind.PROPOSED, house.hank, WHY.words)
    event = ContractEvent.objects.get(kind=EventKind.RESPONSIBILITY_PROPOSED)
    assert event.detail["outage"] == outage.pk


def test_a_proposal_that_lays_nothing_on_the_publisher_is_agreed_and_stays_unseen(
    house: House, outage: Outage
) -> None:
    held = _propose(outage, house.hank, shares("60", "0", "30.5", "9.5"))

    assert (held.state, held.agreed_at) == (OutageState.AGREED, MORNING)
    assert not Outage.objects.visible_to(house.mia).exists()


def test_each_part_can_be_anothers(house: House, outage: Outage) -> None:
    cut = BEFORE + HALF
    said = [Stretch(BEFORE, cut, OURS), Stretch(cut, BEFORE + AN_HOUR, THEIRS)]

    propose_responsibility(outage, said, by=house.hank, at=MORNING)
    accept_responsibility(outage, by=house.mia, at=MORNING)

    assert _now(outage).state == OutageState.AGREED
    assert _said(outage) == [(BEFORE, 100, 0), (cut, 0, 100)]


def test_the_manufacturer_may_accept_a_counter(house: House, outage: Outage) -> None:
    _propose(outage, house.hank, THEIRS)
    _counter(outage, house.mia, BOTH)

    held = accept_responsibility(outage, by=house.hank, at=MORNING)

    assert held.state == OutageState.AGREED
    assert _said(outage) == [(BEFORE, 50, 50)]


def test_after_two_counters_a_manager_of_each_says_the_same(house: House, outage: Outage) -> None:
    _to_settle(outage, house)
    assert (_now(outage).state, _now(outage).answer_by) == (OutageState.TO_SETTLE, None)

    def settle(by: User, said: Responsibility) -> str:
        held = settle_responsibility(outage, whole_outage(outage, said), by=by, at=MORNING)
        return held.state

    with pytest.raises(Forbidden):
        settle(house.hank, BOTH)
    assert settle(house.max, OURS) == OutageState.TO_SETTLE
    assert settle(house.max, OURS) == OutageState.TO_SETTLE  # oneself is nobody else
    assert settle(house.helen, BOTH) == OutageState.TO_SETTLE
    assert settle(house.max, BOTH) == OutageState.AGREED
    assert [each.kind for each in outage.rounds.all()][-2:] == [
        RoundKind.OFFERED,
        RoundKind.SETTLED,
    ]


@pytest.mark.parametrize("who", ["mia", "clara"])
def test_only_the_manufacturer_proposes(house: House, outage: Outage, who: str) -> None:
    _propose(outage, house.hank)

    with pytest.raises(Forbidden):
        _propose(outage, getattr(house, who))


def test_strangers_know_of_nothing(house: House, outage: Outage) -> None:
    for who in (house.mia, house.stranger, house.rival_agent, house.olga):
        with pytest.raises(Http404):
            accept_responsibility(outage, by=who, at=MORNING)


def test_nobody_answers_twice(house: House, outage: Outage) -> None:
    _propose(outage, house.hank)
    accept_responsibility(outage, by=house.mia, at=MORNING)

    with pytest.raises(OutageMoveNotOpen) as refused:
        _counter(outage, house.mia)

    assert refused.value.extra == {"moves": []}


def test_a_counter_says_why_and_something_else(house: House, outage: Outage) -> None:
    _propose(outage, house.hank)
    whole = whole_outage(outage, OURS)

    with pytest.raises(Invalid) as silent:
        counter_responsibility(outage, whole, evidence=Evidence(" "), by=house.mia, at=MORNING)
    with pytest.raises(Invalid) as same:
        _counter(outage, house.mia, BOTH)

    assert "evidence" in silent.value.errors
    assert "segments" in same.value.errors
    assert _now(outage).version == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ([Stretch(BEFORE, BEFORE + HALF, BOTH)], "segments"),
        ([Stretch(BEFORE, BEFORE + AN_HOUR)], "segments.0.responsibility"),
        ([Stretch(BEFORE + AN_HOUR, BEFORE, BOTH)], "segments.0.end"),
    ],
)
def test_a_word_is_of_the_whole_outage(
    house: House, outage: Outage, said: Sequence[Stretch], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        propose_responsibility(outage, said, by=house.hank, at=MORNING)

    assert field in refused.value.errors
    assert not outage.rounds.exists()


@pytest.mark.parametrize("why", ["lasts", "unknown"])
def test_what_is_not_known_yet_is_nobodys(house: House, why: str) -> None:
    ends = None if why == "lasts" else BEFORE + AN_HOUR
    made = an_outage(house.payroll, [(BEFORE, ends, None)])
    if why == "unknown":
        unknown = [Stretch(BEFORE, ends, is_unknown=True)]
        correct_outage(made, unknown, reason="no log", by=house.hank, at=MORNING)

    with pytest.raises(OutageMoveNotOpen):
        _propose(made, house.hank)


def test_another_interval_is_to_be_agreed_anew_and_all_stays_readable(
    house: House, outage: Outage
) -> None:
    _propose(outage, house.hank, OURS)
    longer = [Stretch(BEFORE, BEFORE + 2 * AN_HOUR)]

    with pytest.raises(Refusal):
        correct_outage(outage, longer, reason="the log", by=house.hank, at=MORNING)
    held = correct_outage(outage, longer, reason="the log", by=house.helen, at=MORNING)

    assert (held.state, held.agreed_at) == (OutageState.RECORDED, None)
    assert [len(_now(outage).of_version(n)) for n in (1, 2, 3)] == [1, 1, 1]
    assert _said(outage) == [(BEFORE, None, None)]


def test_silence_agrees_only_where_the_contract_says_so(house: House, outage: Outage) -> None:
    _propose(outage, house.hank)
    late = MORNING + TEN_DAYS

    assert let_silence_agree(at=late) == 0

    contracts.amended(house.contract, is_silence_agreement=True)

    assert let_silence_agree(at=late - HALF) == 0
    assert [let_silence_agree(at=late) for _ in range(2)] == [1, 0]
    assert _now(outage).state == OutageState.AGREED
    assert outage.rounds.last().kind == RoundKind.DEEMED  # type: ignore[union-attr]
    agreed = ContractEvent.objects.get(kind=EventKind.RESPONSIBILITY_AGREED)
    assert (agreed.by, agreed.detail["how"]) == (None, "deemed")


def test_an_answer_is_reminded_of_once_two_days_before(house: House, outage: Outage) -> None:
    _propose(outage, house.hank)
    soon = MORNING + timedelta(days=8)

    assert [remind_of_responsibility(at=at) for at in (soon - HALF, soon, soon)] == [0, 1, 0]

    _counter(outage, house.mia)
    assert remind_of_responsibility(at=soon) == 1


def test_what_is_agreed_as_it_is_proposed_ends_the_talk_as_well(
    house: House, outage: Outage
) -> None:
    _propose(outage, house.hank)
    _counter(outage, house.mia)
    _propose(outage, house.hank, OURS)
    longer = [Stretch(BEFORE, BEFORE + 2 * AN_HOUR)]
    correct_outage(_now(outage), longer, reason="log", by=house.helen, at=MORNING)
    _propose(_now(outage), house.hank)

    held = _counter(_now(outage), house.mia)

    assert held.state == OutageState.COUNTERED  # the first of this talk


def test_too_many_lines_of_the_incident_are_told_as_that(house: House, outage: Outage) -> None:
    many = Evidence("w" * 5_001, tuple(range(1, 52)))

    with translation.override("en"), pytest.raises(Invalid) as refused:
        propose_responsibility(
            outage, whole_outage(outage, OURS), evidence=many, by=house.hank, at=MORNING
        )

    said = {name: str(sentences[0]) for name, sentences in refused.value.errors.items()}
    assert said == {
        "evidence": "This text is too long: 5000 characters at most.",
        "events": "Name at most 50 lines of the incident.",
    }
