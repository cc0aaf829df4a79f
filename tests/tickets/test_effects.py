"""What other terms would have made of a contract's incidents: loaded at once, nothing written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings

from contracts.choices import Impact
from contracts.rules.hours import DayException
from contracts.rules.offer import Offer, TargetOffer
from contracts.selectors.promises import offer_of
from tests.cast import House
from tests.factories import contracts, tickets
from tests.factories.contracts import MORNING
from tests.tickets.random_acts import STEPS, played
from tests.tickets.test_clocks import OFFICE
from tickets.choices import Due
from tickets.models import Incident
from tickets.rules.effect import Sums, Turn
from tickets.selectors import effects
from tickets.selectors.effects import effect_of, promised_in
from tickets.use_cases.converse import log_call
from tickets.use_cases.move_incident import close_incident, resolve_incident

LATER = MORNING + timedelta(hours=6)
STRICTER = [TargetOffer(Impact.OUTAGE, timedelta(minutes=15), timedelta(hours=2), None)]


def _offer(house: House, **fields: object) -> Offer:
    terms = house.contract.terms_at(MORNING)
    assert terms is not None
    return replace(offer_of(terms), **fields)  # type: ignore[arg-type]


@settings(max_examples=12)
@given(steps=STEPS)
def test_the_terms_that_stand_written_as_an_offer_move_nothing(
    house: House, steps: list[tuple[int, str]]
) -> None:
    _incident, at = played(house, steps)

    effect = effect_of(house.contract, promised_in(_offer(house)), reader=house.hank, at=at)

    assert (effect.tried > 0, effect.changed) == (True, [])


def test_a_stricter_delay_shows_each_deadline_and_breach_and_moves_nothing(
    house: House, incident: Incident
) -> None:
    log_call(incident, note="", by=house.hank, at=MORNING + timedelta(minutes=3))
    before = Incident.objects.values().get(pk=incident.pk)

    effect = effect_of(
        house.contract,
        promised_in(_offer(house, targets=STRICTER)),
        reader=house.helen,
        at=MORNING + timedelta(hours=3),
    )

    (changed,) = effect.changed
    restore = next(each for each in changed.shifts if each.kind == Due.RESTORE)
    assert restore.then.due_at == MORNING + timedelta(hours=2)
    assert restore.breach == Turn.APPEARS
    assert effect.sums == Sums(moved=2, appearing=1, going=1)  # no news are promised any more
    assert Incident.objects.values().get(pk=incident.pk) == before


def test_other_hours_and_own_days_are_part_of_it(house: House, incident: Incident) -> None:
    closed = DayException(MORNING.date(), (), "Inventory")

    effect = effect_of(
        house.contract,
        promised_in(_offer(house, hours=replace(OFFICE, exceptions=(closed,)))),
        reader=house.helen,
        at=LATER,
    )

    then = {each.kind: each.then.due_at for each in effect.changed[0].shifts}
    opens_at = datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert then[Due.RESPOND] == opens_at + timedelta(minutes=15)
    assert effect.sums.going == 3


def test_the_publisher_reads_of_incidents_that_it_may_see(house: House, incident: Incident) -> None:
    then = promised_in(_offer(house, targets=STRICTER))
    assert effect_of(house.contract, then, reader=house.max, at=LATER).tried == 0

    tickets.escalated(incident, by=house.hank)

    assert effect_of(house.contract, then, reader=house.max, at=LATER).tried == 1


def test_old_ones_are_tried_while_they_are_open(house: House, incident: Incident) -> None:
    then, far = promised_in(_offer(house)), MORNING + timedelta(days=91)
    assert effect_of(house.contract, then, reader=house.hank, at=far).tried == 1

    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=LATER)
    close_incident(incident, by=house.clara, at=LATER)

    assert effect_of(house.contract, then, reader=house.hank, at=far).tried == 0


def test_however_many_there_are_the_questions_stay_the_same(
    house: House, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = promised_in(_offer(house, targets=STRICTER))
    with CaptureQueriesContext(connection) as few:
        effect_of(house.contract, then, reader=house.hank, at=LATER)
    contracts.amended(house.contract, answer_days=9)
    for at in _minutes(3):
        tickets.incident(house.payroll, house.clara, at=at)
    with CaptureQueriesContext(connection) as many:
        assert effect_of(house.contract, then, reader=house.hank, at=LATER).tried == 4
    assert len(many) == len(few)

    monkeypatch.setattr(effects, "MOST", 3)
    cut = effect_of(house.contract, then, reader=house.hank, at=LATER)
    assert (cut.tried, cut.is_cut) == (3, True)
    assert incident.pk not in {each.incident.pk for each in cut.changed}


def _minutes(count: int) -> Iterator[datetime]:
    for minute in range(1, count + 1):
        yield MORNING + timedelta(minutes=minute)
