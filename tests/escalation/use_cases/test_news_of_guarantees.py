"""What a mail about a client's request says: what is asked, what became of it, what to do."""

from html import unescape

import pytest

from contracts.models import GuaranteeRequest, User
from contracts.use_cases.answer_guarantee_request import (
    answer_with_contract,
    refuse_guarantee,
    withdraw_guarantee,
)
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from escalation.models import Notification
from tests.cast import House
from tests.contracts.use_cases.test_guarantees import WISH
from tests.escalation.news import sent_alone
from tests.escalation.register import LATER, SOON, let_news_out
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.postbox import Postbox, parts_of

ASKED = (
    "What must stay up: Order entry, SQL Server on two ProLiant 8500, Lyon",
    "When it must be up: Monday to Saturday, 6:00 to 22:00",
    "Availability: 99.95\N{NO-BREAK SPACE}%",
    "From which day on: 1 January 2027",
    "Besides: An hour costs us a day.",
)


@pytest.fixture
def asked(house: House) -> GuaranteeRequest:
    return ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)


def _mail(postbox: Postbox, reader: User) -> tuple[str, list[str]]:
    """Deliver the newest news for somebody; return the subject, and what both parts say."""
    let_news_out()
    told = Notification.objects.filter(recipient=reader).latest("pk")
    sent_alone(told, at=LATER)
    mail = postbox.mails[-1]
    return " ".join(mail["Subject"].split()), [unescape(part) for part in parts_of(mail)]


def test_a_manager_reads_all_that_is_asked_and_what_to_do(
    house: House, asked: GuaranteeRequest, postbox: Postbox
) -> None:
    subject, parts = _mail(postbox, house.max)

    assert subject == f"Guarantee request {asked.pk} of Vauquelin: to be answered"
    for text in parts:
        for said in ASKED:
            assert said in text
        assert "or refuse it with a reason" in text
        assert "The client wishes it from 1 January 2027 on." in text
    assert f"Follow request {asked.pk} and answer here:" in parts[0]


def test_the_client_reads_which_contract_answers_and_from_when(
    house: House, asked: GuaranteeRequest, postbox: Postbox
) -> None:
    answer_with_contract(asked, contracts.answering(asked), by=house.max, at=SOON)

    subject, parts = _mail(postbox, house.clara)

    assert subject == f"Guarantee request {asked.pk}: accepted, contract CM-0500"
    for text in parts:
        assert ASKED[0] in text
        assert "You have nothing to do. Contract CM-0500 begins on 24 November 2026." in text
        assert "AG-FR-1" not in text
    assert f"See request {asked.pk} here:" in parts[0]


def test_the_client_reads_the_reason_of_a_refusal_and_what_it_can_do(
    house: House, asked: GuaranteeRequest, postbox: Postbox
) -> None:
    refuse_guarantee(asked, reason="No spare parts", by=house.helen, at=SOON)

    subject, parts = _mail(postbox, house.clara)

    assert subject == f"Guarantee request {asked.pk}: refused"
    for text in parts:
        assert "No spare parts." in text
        assert "you can ask for something else at any time" in text


def test_a_withdrawal_leaves_nothing_to_do(
    house: House, asked: GuaranteeRequest, postbox: Postbox
) -> None:
    withdraw_guarantee(asked, by=house.clara, at=SOON)

    subject, parts = _mail(postbox, house.max)

    assert subject == f"Guarantee request {asked.pk} of Vauquelin: withdrawn"
    assert "You have nothing to do." in parts[0]
    assert "answer here" not in parts[0]


def test_what_is_asked_cannot_write_markup(house: House, postbox: Postbox) -> None:
    wish = type(WISH)("<b>Mail</b>\nand calendar", WISH.hours, WISH.availability)
    ask_for_guarantee(house.agreement, wish, by=house.clara, at=MORNING)
    let_news_out()

    told = Notification.objects.filter(recipient=house.max).latest("pk")
    sent_alone(told, at=LATER)

    plain, page = parts_of(postbox.mails[-1])
    assert "<b>Mail</b>" in plain
    assert "&lt;b&gt;Mail&lt;/b&gt;<br>and calendar" in page
    assert "From which day on: The day is still open" in plain
