"""One length for all words that come with an act, whatever door they come by."""

from collections.abc import Callable

import pytest

from contracts.choices import Impact
from contracts.models import User
from contracts.rules.refusal import Invalid
from tests.cast import House
from tests.factories.contracts import MORNING
from tickets.choices import Queue
from tickets.models import Incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.converse import log_call
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import (
    contradict_restoration,
    reopen_incident,
    resolve_incident,
    restore_incident,
    wait_for_client,
)
from tickets.use_cases.stated_words import WORDS_LENGTH
from tickets.use_cases.work_escalation import (
    raise_escalation,
    resolve_escalation,
    return_escalation,
)

LONGEST = "x" * WORDS_LENGTH


def _contradict(incident: Incident, words: str, house: House) -> object:
    restore_incident(incident, restored_at=MORNING, by=house.hank, at=MORNING)
    return contradict_restoration(incident, reason=words, by=house.clara, at=MORNING)


def _reopen(incident: Incident, words: str, house: House) -> object:
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=MORNING)
    return reopen_incident(incident, reason=words, by=house.clara, at=MORNING)


def _resolve(incident: Incident, words: str, house: House) -> object:
    return resolve_incident(incident, cause=words, responsibility=None, by=house.hank, at=MORNING)


def _change(incident: Incident, words: str, house: House) -> object:
    return change_impact(incident, impact=Impact.DEGRADED, reason=words, by=house.hank, at=MORNING)


def _by(who: Callable[[House], User], act: Callable[..., object], **more: object) -> "Act":
    return lambda incident, words, house: act(
        incident, reason=words, by=who(house), at=MORNING, **more
    )


Act = Callable[[Incident, str, House], object]
ACTS: dict[str, tuple[str, Act]] = {
    "wait": ("reason", _by(lambda house: house.hank, wait_for_client)),
    "route": ("reason", _by(lambda house: house.hank, route_incident, queue=Queue.TRIAGE)),
    "not restored": ("reason", _contradict),
    "reopen": ("reason", _reopen),
    "resolve": ("cause", _resolve),
    "impact": ("reason", _change),
    "call": (
        "note",
        lambda incident, words, house: log_call(incident, note=words, by=house.hank, at=MORNING),
    ),
    "return": ("reason", _by(lambda house: house.mia, return_escalation)),
    "raise": ("reason", _by(lambda house: house.mia, raise_escalation)),
    "resolve the escalation": (
        "cause",
        lambda incident, words, house: resolve_escalation(
            incident, cause=words, by=house.mia, at=MORNING
        ),
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_too_many_words_are_told_beside_their_field(
    house: House, escalated: Incident, name: str
) -> None:
    field, act = ACTS[name]

    with pytest.raises(Invalid) as refusal:
        act(escalated, LONGEST + "x", house)

    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize("name", ACTS)
def test_as_many_as_there_may_be_are_taken_with_blanks_around(
    house: House, escalated: Incident, name: str
) -> None:
    ACTS[name][1](escalated, f" {LONGEST}\n", house)

    details = [event.detail for event in escalated.events.all()]
    assert any(LONGEST in detail.values() for detail in details)
