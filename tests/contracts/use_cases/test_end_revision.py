"""Refused or withdrawn, with the reason: what stood before stands on, or again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import Http404
from django.utils import translation

from contracts.choices import EventKind, RevisionState
from contracts.models import Configuration, Revision, SupportNumber
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors import last_signed, revision_in_force
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.end_revision import REASON_LENGTH, refuse_revision, withdraw_revision
from contracts.use_cases.hold_revision import RevisionMoveNotOpen
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
End = Callable[..., Revision]


def _proposed(
    house: House, *, effective_in: timedelta = -DAY, on: Configuration | None = None
) -> Revision:
    items = [Item(each) for each in house.agreement.products.all()]
    plan = Plan("x", MORNING + effective_in)
    return propose_revision(on or house.payroll, items, plan, by=house.helen, at=MORNING)


def _signed(house: House, *, effective_in: timedelta, on: Configuration | None = None) -> Revision:
    revision = _proposed(house, effective_in=effective_in, on=on)
    for manager in (house.helen, house.max):
        sign_off_revision(revision, by=manager, at=MORNING)
    return revision


def _first(house: House) -> Revision:
    return Revision.objects.get(configuration=house.payroll, number=1)


def test_a_refusal_is_kept_with_who_when_and_why(house: House) -> None:
    ended = refuse_revision(_proposed(house), reason="  Too old ", by=house.max, at=MORNING + DAY)

    kept = Revision.objects.get(pk=ended.pk)
    assert (kept.state, kept.reason) == (RevisionState.REFUSED, "Too old")
    assert (kept.ended_by, kept.ended_at) == (house.max, MORNING + DAY)
    event = house.payroll.events.latest("pk")
    assert event.kind == EventKind.REVISION_REFUSED
    assert event.detail == {"revision": 2, "reason": "Too old"}
    assert revision_in_force(house.payroll, MORNING + 9 * DAY) == _first(house)
    assert _proposed(house).number == 3


@pytest.mark.parametrize("end", [refuse_revision, withdraw_revision])
@pytest.mark.parametrize("reason", ["", " \n", "\u200b\xa0 \u200b", "x" * (REASON_LENGTH + 1)])
def test_the_reason_is_given_and_not_endless(house: House, end: End, reason: str) -> None:
    revision = _proposed(house)

    with pytest.raises(Invalid) as refusal:
        end(revision, reason=reason, by=house.helen, at=MORNING)

    assert set(refusal.value.errors) == {"reason"}
    assert Revision.objects.get(pk=revision.pk).state == RevisionState.PROPOSED


@pytest.mark.parametrize("who", ["hank", "mia", "clara"])
def test_only_a_vendors_manager_refuses(house: House, who: str) -> None:
    with pytest.raises(Forbidden):
        refuse_revision(_proposed(house), reason="No", by=getattr(house, who), at=MORNING)


@pytest.mark.parametrize("end", [refuse_revision, withdraw_revision])
@pytest.mark.parametrize("who", ["olga", "stranger", "rival_agent"])
def test_who_does_not_see_it_ends_nothing(house: House, end: End, who: str) -> None:
    with pytest.raises(Http404):
        end(_proposed(house), reason="No", by=getattr(house, who), at=MORNING)


def test_who_has_signed_does_not_refuse_any_more(house: House) -> None:
    revision = _proposed(house)
    sign_off_revision(revision, by=house.max, at=MORNING)

    with pytest.raises(RevisionMoveNotOpen):
        refuse_revision(revision, reason="No", by=house.max, at=MORNING)


@pytest.mark.parametrize("end", [refuse_revision, withdraw_revision])
def test_what_has_ended_is_not_signed_nor_ended_again(house: House, end: End) -> None:
    revision = end(_proposed(house), reason="No", by=house.helen, at=MORNING)

    for again in (refuse_revision, withdraw_revision):
        with pytest.raises(RevisionMoveNotOpen):
            again(revision, reason="No", by=house.helen, at=MORNING)
    with pytest.raises(RevisionMoveNotOpen):
        sign_off_revision(revision, by=house.max, at=MORNING)


def test_a_proposal_is_withdrawn_by_its_authors_company_even_half_signed(house: House) -> None:
    revision = _proposed(house)
    sign_off_revision(revision, by=house.helen, at=MORNING)
    with pytest.raises(Forbidden):
        withdraw_revision(revision, reason="No", by=house.max, at=MORNING)

    ended = withdraw_revision(revision, reason="A slip", by=house.hank, at=MORNING)

    assert ended.state == RevisionState.WITHDRAWN
    assert house.payroll.events.latest("pk").kind == EventKind.REVISION_WITHDRAWN


@pytest.mark.parametrize("who", ["helen", "max"])
def test_the_one_before_stands_again_when_a_signed_one_is_withdrawn_in_time(
    house: House, who: str
) -> None:
    revision = _signed(house, effective_in=9 * DAY)
    assert _first(house).in_force == DateTimeTZRange(LONG_AGO, MORNING + 9 * DAY)

    ended = withdraw_revision(
        revision, reason="Delayed", by=getattr(house, who), at=MORNING + 9 * DAY - SECOND
    )

    assert ended.state == RevisionState.WITHDRAWN
    assert Revision.objects.filter(pk=ended.pk, in_force__isnull=True).exists()
    assert _first(house).in_force == DateTimeTZRange(LONG_AGO, None)
    assert last_signed(house.payroll) == _first(house)
    assert _proposed(house).based_on == _first(house)


@pytest.mark.parametrize("who", ["hank", "mia", "clara"])
def test_only_a_vendors_manager_withdraws_what_is_signed(house: House, who: str) -> None:
    revision = _signed(house, effective_in=9 * DAY)

    with pytest.raises(Forbidden):
        withdraw_revision(revision, reason="No", by=getattr(house, who), at=MORNING)


@pytest.mark.parametrize("after", [timedelta(), SECOND, 99 * DAY])
def test_what_is_in_force_is_not_withdrawn_and_is_told_to_be(
    house: House, after: timedelta
) -> None:
    revision = _signed(house, effective_in=9 * DAY)

    with (
        translation.override("en"),
        pytest.raises(RevisionMoveNotOpen, match="in force already"),
    ):
        withdraw_revision(revision, reason="No", by=house.max, at=MORNING + 9 * DAY + after)

    assert revision_in_force(house.payroll, MORNING + 9 * DAY) == revision


def test_one_between_two_others_is_withdrawn_and_the_first_stands_until_the_last(
    house: House,
) -> None:
    second = _signed(house, effective_in=2 * DAY)
    third = _signed(house, effective_in=9 * DAY)

    withdraw_revision(second, reason="Delayed", by=house.helen, at=MORNING + DAY)

    assert _first(house).in_force == DateTimeTZRange(LONG_AGO, MORNING + 9 * DAY)
    assert revision_in_force(house.payroll, MORNING + 9 * DAY) == third


def test_the_last_of_three_is_withdrawn_and_the_second_stands_on(house: House) -> None:
    second = _signed(house, effective_in=2 * DAY)
    third = _signed(house, effective_in=9 * DAY)

    withdraw_revision(third, reason="Delayed", by=house.helen, at=MORNING + 3 * DAY)

    assert revision_in_force(house.payroll, MORNING + 99 * DAY) == second
    with pytest.raises(RevisionMoveNotOpen):
        withdraw_revision(second, reason="No", by=house.helen, at=MORNING + 3 * DAY)


def test_what_another_took_the_place_of_is_not_withdrawn(house: House) -> None:
    later = _signed(house, effective_in=9 * DAY)
    sooner = _signed(house, effective_in=2 * DAY)

    with pytest.raises(RevisionMoveNotOpen):
        withdraw_revision(later, reason="No", by=house.max, at=MORNING)
    withdraw_revision(sooner, reason="Delayed", by=house.max, at=MORNING)

    assert revision_in_force(house.payroll, MORNING + 99 * DAY) == _first(house)


def test_the_first_one_withdrawn_leaves_nothing_in_force_and_the_number_for_the_next(
    house: House,
) -> None:
    fresh = contracts.configuration("Mail", house.contract, signed_by=None)
    revision = _signed(house, effective_in=9 * DAY, on=fresh)
    number = str(SupportNumber.objects.get(configuration=fresh))

    withdraw_revision(revision, reason="Delayed", by=house.helen, at=MORNING)

    assert revision_in_force(fresh, MORNING + 99 * DAY) is None
    next_one = _signed(house, effective_in=DAY, on=fresh)
    assert (next_one.number, next_one.based_on) == (2, None)
    assert str(SupportNumber.objects.get(configuration=fresh)) == number


def test_a_client_still_reads_what_was_signed_once(house: House) -> None:
    revision = _signed(house, effective_in=9 * DAY)

    withdraw_revision(revision, reason="Delayed", by=house.helen, at=MORNING)

    assert Revision.objects.visible_to(house.clara).filter(pk=revision.pk).exists()
