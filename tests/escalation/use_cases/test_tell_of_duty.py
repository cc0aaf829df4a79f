"""Who is told of swaps of duty, of gaps ahead and of underpinning targets, and who is not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from contracts.choices import EventKind, SwapAction
from contracts.models import ContractEvent, Departure, DutySwap, Roster, Underpinning, User
from contracts.use_cases.override_duty import Period
from contracts.use_cases.swap_duty import answer_swap, ask_swap
from contracts.use_cases.underpin import (
    agree_underpinning,
    propose_underpinning,
    refuse_underpinning,
)
from contracts.use_cases.warn_of_gaps import warn_of_gaps
from escalation.choices import Sending
from escalation.models import Notification
from escalation.use_cases.write_mail import news_for as mailed
from tests.cast import House
from tests.escalation.news import sent_alone
from tests.escalation.register import LATER, SOON, let_news_out, told_of
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tests.factories.underpinnings import underpinning
from tests.postbox import Postbox, parts_of

DAY = timedelta(days=1)
TOMORROW = MORNING + DAY


@pytest.fixture
def roster(house: House) -> Roster:
    """Mia's alone at the publisher's first level, every week."""
    return rosters.roster(house.agreement, house.mia)


@pytest.fixture
def nils(house: House) -> User:
    return contracts.person("Nils Dahl", house.microsoft)


@pytest.fixture
def swap(house: House, roster: Roster, nils: User) -> DutySwap:
    """Mia asks Nils to take a night of hers."""
    period = Period(nils.pk, TOMORROW, TOMORROW + DAY, "A wedding")
    return ask_swap(roster, period, by=house.mia, at=MORNING)


@pytest.fixture
def proposed(house: House) -> Underpinning:
    """Targets that Max proposes to the manufacturer."""
    return propose_underpinning(house.agreement, underpinning(), by=house.max, at=MORNING)


@pytest.mark.parametrize(
    ("action", "by", "kind", "told"),
    [
        (SwapAction.ACCEPT, "nils", EventKind.DUTY_SWAP_ACCEPTED, {"Mia", "Max"}),
        (SwapAction.DECLINE, "nils", EventKind.DUTY_SWAP_DECLINED, {"Mia"}),
        (SwapAction.WITHDRAW, "mia", EventKind.DUTY_SWAP_WITHDRAWN, {"Nils"}),
    ],
)
def test_a_swap_is_told_to_who_is_asked_and_its_answer_to_who_asked(
    house: House, swap: DutySwap, nils: User, action: SwapAction, by: str, kind: str, told: set[str]
) -> None:
    assert told_of(EventKind.DUTY_SWAP_ASKED) == {"Nils"}

    answer_swap(swap, action, by=nils if by == "nils" else house.mia, at=SOON)

    assert told_of(kind) == told


def test_a_gap_within_a_week_is_told_once_to_who_keeps_the_roster(
    house: House, roster: Roster
) -> None:
    roster.rotations.update(ends_at=MORNING + 5 * DAY)

    assert warn_of_gaps(at=MORNING) == 1
    assert warn_of_gaps(at=SOON) == 0
    assert warn_of_gaps(at=MORNING + 4 * DAY) == 0

    assert told_of(EventKind.DUTY_GAP_AHEAD) == {"Max"}
    line = ContractEvent.objects.get(kind=EventKind.DUTY_GAP_AHEAD)
    assert line.detail["begins_at"] == (MORNING + 5 * DAY).isoformat()


def test_a_gap_further_ahead_is_told_when_it_is_a_week_away(roster: Roster) -> None:
    roster.rotations.update(ends_at=MORNING + 8 * DAY)

    assert warn_of_gaps(at=MORNING) == 0
    assert warn_of_gaps(at=MORNING + DAY) == 1


def test_where_nobody_ever_was_on_duty_nothing_is_told(house: House) -> None:
    rosters.empty_roster(house.agreement, house.mia)

    assert warn_of_gaps(at=MORNING) == 0


def test_a_gap_that_somebody_leaves_amid_a_turn_is_told_once(house: House, roster: Roster) -> None:
    hour = timedelta(hours=1)
    Departure.objects.create(person=house.mia, organisation=house.microsoft, left_at=MORNING - hour)
    User.objects.filter(pk=house.mia.pk).update(is_active=False)

    assert warn_of_gaps(at=MORNING) == 1
    assert warn_of_gaps(at=MORNING + hour) == 0


def test_the_database_refuses_to_say_a_gap_twice(roster: Roster) -> None:
    roster.rotations.update(ends_at=MORNING + DAY)
    warn_of_gaps(at=MORNING)
    said = ContractEvent.objects.get(kind=EventKind.DUTY_GAP_AHEAD)

    with pytest.raises(IntegrityError), transaction.atomic():
        ContractEvent.objects.create(kind=said.kind, at=LATER, detail=said.detail)


def test_underpinning_targets_are_told_to_the_managers_of_the_vendors(
    house: House, proposed: Underpinning
) -> None:
    assert told_of(EventKind.UNDERPINNING_PROPOSED) == {"Helen"}

    agree_underpinning(proposed, by=house.helen, at=SOON)

    assert told_of(EventKind.UNDERPINNING_AGREED) == {"Max"}


def test_a_refusal_of_targets_is_told_with_its_reason(
    house: House, proposed: Underpinning, postbox: Postbox
) -> None:
    refuse_underpinning(proposed, reason="Too loose by night.", by=house.helen, at=SOON)
    assert told_of(EventKind.UNDERPINNING_ENDED) == {"Max"}

    news = Notification.objects.get(contract_event__kind=EventKind.UNDERPINNING_ENDED)
    assert sent_alone(news, at=LATER) == Sending.SENT

    assert all("Too loose by night." in part for part in parts_of(postbox.mails[0]))


def test_the_mail_of_a_swap_asks_for_an_answer_only_while_it_waits(
    house: House, swap: DutySwap, nils: User, postbox: Postbox
) -> None:
    let_news_out()
    news = Notification.objects.get(contract_event__kind=EventKind.DUTY_SWAP_ASKED)

    assert sent_alone(news, at=SOON) == Sending.SENT
    with translation.override("en"):  # together with other news each has a heading of both
        said = mailed(news, at=SOON)
    assert (said.reference, said.title) == (f"Level 1, {house.agreement.reference}", "Duty roster")
    answer_swap(swap, SwapAction.DECLINE, by=nils, at=SOON)
    assert sent_alone(news, at=LATER) == Sending.SENT

    first, second = (parts_of(mail)[0] for mail in postbox.mails)
    assert "Mia Okafor asks you to be on duty instead" in first
    assert "Accept or decline it" in first
    assert "Accept or decline it" not in second


def test_a_gap_that_is_filled_meanwhile_asks_nothing(
    house: House, roster: Roster, postbox: Postbox
) -> None:
    roster.rotations.update(ends_at=MORNING + DAY)
    warn_of_gaps(at=MORNING)
    let_news_out()
    news = Notification.objects.get(contract_event__kind=EventKind.DUTY_GAP_AHEAD)
    sent_alone(news, at=SOON)
    rosters.rotation(roster, house.mia, at=SOON)
    sent_alone(news, at=LATER)

    open_, filled = (parts_of(mail)[0] for mail in postbox.mails)
    assert "Put somebody on duty" in open_
    assert "Put somebody on duty" not in filled


def test_who_may_read_it_no_more_is_sent_nothing(
    house: House, swap: DutySwap, nils: User, postbox: Postbox
) -> None:
    let_news_out()
    news = Notification.objects.get(contract_event__kind=EventKind.DUTY_SWAP_ASKED)
    User.objects.filter(pk=nils.pk).update(organisation=house.vauquelin)

    sent_alone(news, at=SOON)

    assert postbox.mails == []
    assert not Notification.objects.readable_by(User.objects.get(pk=nils.pk)).exists()
