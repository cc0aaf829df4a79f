from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import Impact
from escalation.choices import DueKind
from escalation.rules.plan import Facts, Wanted, plan
from tickets.choices import Due, Status
from tickets.rules.ladder import Leg
from tickets.use_cases.escalate import DEFAULT_LEVELS

ASKED = datetime(2026, 3, 28, 22, 42, tzinfo=UTC)  # the night of a change of time, in Europe
HOUR = timedelta(hours=1)
RESTORE = {percent: ASKED + HOUR * percent / 25 for percent in (50, 75, 90, 100)}  # 4 h
RESPOND = {percent: ASKED + HOUR * percent / 200 for percent in (50, 75, 90, 100)}  # 30 min


def _leg(**said: Any) -> Leg:
    always: dict[str, Any] = {"pk": 7, "policy": DEFAULT_LEVELS, "level": 1, "requested_at": ASKED}
    return Leg(**{**always, **said})


def _facts(leg: Leg | None, **said: Any) -> Facts:
    ends_at = {of: shares[100] for of, shares in said.get("shares", {}).items()}
    always = {"status": Status.OPEN, "impact": Impact.OUTAGE, "leg": leg, "ends_at": ends_at}
    return Facts(**{**always, **said})


def _minutes(wanted: list[Wanted], kind: DueKind) -> list[tuple[int, float]]:
    return [
        (each.level, (each.due_at - ASKED) / timedelta(minutes=1))
        for each in wanted
        if each.kind == kind
    ]


def test_unacknowledged_the_waits_add_up_and_then_both_managers_are_called() -> None:
    wanted = plan(_facts(_leg()))

    assert _minutes(wanted, DueKind.CLIMB) == [(2, 15), (3, 45), (4, 105)]
    assert _minutes(wanted, DueKind.CALL_MANAGERS) == [(0, 225)]


def test_the_managers_are_called_again_every_hour() -> None:
    assert _minutes(plan(_facts(_leg(call=3))), DueKind.CALL_MANAGERS) == [(0, 225 + 180)]


def test_a_level_that_was_reached_by_hand_is_not_climbed_to_and_the_next_keeps_its_instant() -> (
    None
):
    assert _minutes(plan(_facts(_leg(level=3))), DueKind.CLIMB) == [(4, 105)]


def test_a_question_never_passes_level_two() -> None:
    wanted = plan(_facts(_leg(), impact=Impact.QUESTION))

    assert _minutes(wanted, DueKind.CLIMB) == [(2, 15)]


def test_acknowledged_it_climbs_one_level_at_half_three_quarters_and_all_of_the_target() -> None:
    leg = _leg(acknowledged_at=ASKED + timedelta(minutes=5))

    wanted = plan(_facts(leg, shares={Due.RESTORE: RESTORE}))

    assert _minutes(wanted, DueKind.CLIMB) == [(2, 120), (3, 180), (4, 240)]
    assert _minutes(wanted, DueKind.CALL_MANAGERS) == []


def test_what_had_passed_when_it_was_acknowledged_does_not_climb() -> None:
    leg = _leg(level=3, acknowledged_level=3, acknowledged_at=ASKED + timedelta(minutes=121))

    wanted = plan(_facts(leg, shares={Due.RESTORE: RESTORE}))

    assert _minutes(wanted, DueKind.CLIMB) == [(4, 180)]


def test_after_a_climb_the_next_share_climbs_to_the_next_level() -> None:
    leg = _leg(level=2, acknowledged_at=ASKED + timedelta(minutes=5), climbed_at=frozenset({50}))

    wanted = plan(_facts(leg, shares={Due.RESTORE: RESTORE}))

    assert _minutes(wanted, DueKind.CLIMB) == [(3, 180), (4, 240)]


def test_no_level_is_passed_over_when_the_shares_of_a_lower_impact_pass_anew() -> None:
    at = ASKED + timedelta(minutes=130)
    leg = _leg(level=2, acknowledged_at=at, climbed_at=frozenset({75}))
    lower = {percent: ASKED + HOUR * percent / 12 for percent in RESTORE}

    wanted = plan(_facts(leg, impact=Impact.DEGRADED, shares={Due.RESTORE: lower}))

    assert _minutes(wanted, DueKind.CLIMB) == [(3, 250), (4, 500)]


@pytest.mark.parametrize("impact", [Impact.AT_RISK, Impact.QUESTION])
def test_other_impacts_do_not_climb_with_the_target(impact: Impact) -> None:
    leg = _leg(acknowledged_at=ASKED)

    wanted = plan(_facts(leg, impact=impact, shares={Due.RESTORE: RESTORE}))

    assert _minutes(wanted, DueKind.CLIMB) == []


def test_both_promises_are_warned_of_three_times_and_told_once_when_missed() -> None:
    wanted = plan(_facts(None, shares={Due.RESPOND: RESPOND, Due.RESTORE: RESTORE}))

    assert [(each.kind, each.promise, each.percent) for each in wanted] == [
        (DueKind.WARN, Due.RESPOND, 50),
        (DueKind.WARN, Due.RESPOND, 75),
        (DueKind.WARN, Due.RESPOND, 90),
        (DueKind.TELL_MISSED, Due.RESPOND, 100),
        (DueKind.WARN, Due.RESTORE, 50),
        (DueKind.WARN, Due.RESTORE, 75),
        (DueKind.WARN, Due.RESTORE, 90),
        (DueKind.TELL_MISSED, Due.RESTORE, 100),
    ]


def test_a_promise_that_was_kept_in_time_asks_for_nothing_and_a_late_one_is_told_as_missed() -> (
    None
):
    shares = {Due.RESPOND: RESPOND, Due.RESTORE: RESTORE}
    kept = {Due.RESPOND: RESPOND[90], Due.RESTORE: RESTORE[100] + timedelta(seconds=1)}

    wanted = plan(_facts(None, status=Status.RESTORED, shares=shares, kept_at=kept))

    assert [(each.kind, each.promise) for each in wanted] == [(DueKind.TELL_MISSED, Due.RESTORE)]


OVER = (Status.RESOLVED, Status.CLOSED)
MISSED = [(DueKind.TELL_MISSED, Due.RESTORE, RESTORE[100])]
TOLD = {Due.RESTORE: [RESTORE[100]]}


def _of_promises(facts: Facts) -> list[tuple[DueKind, Due, datetime]]:
    return [(each.kind, each.promise, each.due_at) for each in plan(facts)]


@pytest.mark.parametrize("status", OVER)
def test_what_is_over_has_no_plan_but_to_tell_of_what_was_kept_too_late(status: Status) -> None:
    kept = {Due.RESTORE: RESTORE[100]}
    facts = _facts(_leg(), status=status, shares={Due.RESTORE: RESTORE}, kept_at=kept)
    late = replace(facts, kept_at={Due.RESTORE: RESTORE[100] + timedelta(seconds=1)})

    assert plan(facts) == []
    assert _of_promises(late) == MISSED
    assert plan(replace(late, told=TOLD)) == []


@pytest.mark.parametrize("shares", [{50: 8, 75: 12, 90: 15, 100: 16}, {}])
def test_what_was_missed_under_another_impact_is_told_once_and_not_warned_of(
    shares: dict[int, int],
) -> None:
    lower = {percent: ASKED + HOUR * hours for percent, hours in shares.items()}
    facts = replace(
        _facts(None, impact=Impact.DEGRADED, ends_at={Due.RESTORE: RESTORE[100]}),
        shares={Due.RESTORE: lower},
    )

    assert _of_promises(facts) == MISSED
    assert plan(replace(facts, told=TOLD)) == []


def test_of_a_promise_that_stands_against_an_upgraded_calendar_it_is_warned_until_it_runs_out() -> (
    None
):
    later = {percent: instant + HOUR / 2 for percent, instant in RESTORE.items()}
    facts = _facts(None, ends_at={Due.RESTORE: RESTORE[100]}, shares={Due.RESTORE: later})

    warnings = [each for each in plan(facts) if each.kind == DueKind.WARN]

    ends_at = RESTORE[100]
    assert [(each.percent, each.ends_at) for each in warnings] == [(50, ends_at), (75, ends_at)]


def test_a_missed_promise_is_told_under_one_name_whatever_the_impact() -> None:
    facts = _facts(None, shares={Due.RESTORE: RESTORE})

    names = {
        wanted.key
        for impact in Impact
        for wanted in plan(replace(facts, impact=impact))
        if wanted.kind == DueKind.TELL_MISSED
    }
    assert len(names) == 1


@pytest.mark.parametrize(("later", "told"), [(HOUR, False), (0 * HOUR, True), (-HOUR, True)])
def test_a_miss_that_was_told_tells_nothing_of_a_later_deadline(
    later: timedelta, told: bool
) -> None:
    ends_at = RESTORE[100] + later
    facts = _facts(None, ends_at={Due.RESTORE: ends_at}, told=TOLD)

    wanted, first = plan(facts), plan(replace(facts, told={}))

    assert [each.due_at for each in wanted] == ([] if told else [ends_at])
    assert not {each.key for each in wanted} & {each.key for each in first}
    assert plan(replace(facts, told={Due.RESTORE: [RESTORE[100], ends_at]})) == []


policies = st.lists(st.integers(1, 600), min_size=1, max_size=6).map(
    lambda waits: [
        {"number": number, "name": str(number), "wait_minutes": wait}
        for number, wait in enumerate(waits, 1)
    ]
)
instants = st.integers(0, 10**7).map(lambda seconds: ASKED + timedelta(seconds=seconds))


@st.composite
def legs(draw: st.DrawFn) -> Leg:
    policy = draw(policies)
    acknowledged_level = draw(st.integers(1, len(policy)))
    return _leg(
        policy=policy,
        level=draw(st.integers(acknowledged_level, len(policy))),
        acknowledged_at=draw(st.none() | instants),
        acknowledged_level=acknowledged_level,
        climbed_at=frozenset(draw(st.sets(st.sampled_from([50, 75, 100])))),
        call=draw(st.integers(0, 50)),
    )


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    def _shares() -> dict[int, datetime]:
        known = sorted(draw(st.lists(instants, min_size=4, max_size=4)))
        return dict(zip((50, 75, 90, 100)[: draw(st.integers(0, 4))], known, strict=False))

    return Facts(
        status=draw(st.sampled_from(list(Status))),
        impact=draw(st.sampled_from(list(Impact))),
        leg=draw(st.none() | legs()),
        shares={Due.RESPOND: _shares(), Due.RESTORE: _shares()},
        ends_at=draw(st.dictionaries(st.sampled_from([Due.RESPOND, Due.RESTORE]), instants)),
        kept_at=draw(st.dictionaries(st.sampled_from([Due.RESPOND, Due.RESTORE]), instants)),
    )


@given(facts())
def test_nothing_is_wanted_twice_for_one_deadline_and_no_level_is_climbed_to_twice(
    found: Facts,
) -> None:
    wanted = plan(found)
    levels = [each.level for each in wanted if each.kind == DueKind.CLIMB]

    assert len({each.key for each in wanted}) == len(wanted)
    assert [each.due_at for each in wanted] == sorted(each.due_at for each in wanted)
    assert levels == sorted(set(levels))
    if found.leg is not None:
        assert all(level > found.leg.level for level in levels)
        assert all(level <= len(found.leg.policy) for level in levels)


@given(facts())
def test_an_acknowledgement_stops_the_ladder_of_waits(found: Facts) -> None:
    if found.leg is not None and found.leg.acknowledged_at is not None:
        wanted = plan(found)
        assert not any(each.kind == DueKind.CALL_MANAGERS for each in wanted)
        assert not any(":level:" in each.key for each in wanted)


@given(policies)
def test_each_level_is_told_after_the_waits_of_all_below(policy: list[dict[str, Any]]) -> None:
    wanted = plan(_facts(_leg(policy=policy)))

    told = [each.due_at for each in wanted if each.kind == DueKind.CLIMB]
    told += [each.due_at for each in wanted if each.kind == DueKind.CALL_MANAGERS]
    for count, instant in enumerate(told, 1):
        waits = sum(step["wait_minutes"] for step in policy[:count])
        assert instant == ASKED + timedelta(minutes=waits)
    assert len(told) == len(policy)
