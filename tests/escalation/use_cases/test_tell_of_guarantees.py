"""Who is told of what a client asks to be guaranteed, and who is not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from contracts.choices import EventKind, Role
from contracts.models import ContractEvent, GuaranteeRequest, UnfollowedNews
from contracts.use_cases.answer_guarantee_request import (
    answer_with_contract,
    refuse_guarantee,
    withdraw_guarantee,
)
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from escalation import receivers
from escalation.choices import Sending
from escalation.models import Notification
from escalation.selectors import unread_count
from escalation.use_cases.follow_register import follow_register
from tests.cast import House
from tests.contracts.use_cases.test_guarantees import WISH
from tests.escalation.news import sent_alone
from tests.escalation.register import LATER, SOON, let_news_out, told_of
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.postbox import Postbox


@pytest.fixture
def people(house: House) -> House:
    """Beside the cast a manager of the client, and managers who have nothing to do with it."""
    contracts.person("Cora Blanc", house.vauquelin, role=Role.MANAGER)
    contracts.person("Cyril Petit", house.vauquelin)
    contracts.person("Rex Nobody", house.rival, role=Role.MANAGER)
    contracts.person("Sid Else", house.stranger.organisation, role=Role.MANAGER)
    return house


@pytest.fixture
def asked(people: House) -> GuaranteeRequest:
    return ask_for_guarantee(people.agreement, WISH, by=people.clara, at=MORNING)


def test_a_request_is_told_to_the_managers_of_both_vendors(asked: GuaranteeRequest) -> None:
    assert told_of(EventKind.GUARANTEE_REQUESTED) == {"Helen", "Max"}


def test_an_answer_is_told_to_whoever_asked_and_to_all_managers(
    people: House, asked: GuaranteeRequest
) -> None:
    answer_with_contract(asked, contracts.answering(asked), by=people.max, at=SOON)

    assert told_of(EventKind.GUARANTEE_ANSWERED) == {"Clara", "Cora", "Helen"}


def test_a_refusal_is_told_to_whoever_asked_and_to_all_managers(
    people: House, asked: GuaranteeRequest
) -> None:
    refuse_guarantee(asked, reason="No.", by=people.helen, at=SOON)

    assert told_of(EventKind.GUARANTEE_REFUSED) == {"Clara", "Cora", "Max"}


def test_a_withdrawal_is_told_to_the_managers_of_both_vendors(
    people: House, asked: GuaranteeRequest
) -> None:
    withdraw_guarantee(asked, by=people.clara, at=SOON)

    assert told_of(EventKind.GUARANTEE_WITHDRAWN) == {"Helen", "Max"}


def test_who_has_left_is_told_nothing(people: House, asked: GuaranteeRequest) -> None:
    people.clara.is_active = False
    people.clara.save()
    refuse_guarantee(asked, reason="No.", by=people.helen, at=SOON)

    assert told_of(EventKind.GUARANTEE_REFUSED) == {"Cora", "Max"}


def test_whoever_is_told_is_told_once(people: House, asked: GuaranteeRequest) -> None:
    (event_id,) = UnfollowedNews.objects.values_list("pk", flat=True)
    event = ContractEvent.objects.get(pk=event_id)

    told = [follow_register(event_id, at=LATER) for _ in range(5)]
    UnfollowedNews.objects.create(event=event, at=MORNING)  # as if it came back
    follow_register(event_id, at=LATER)

    assert told == [True, False, False, False, False]
    assert Notification.objects.filter(guarantee_request=asked).count() == 2


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_tell_once(house: House) -> None:
    receivers.disconnect()
    try:
        ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)
    finally:
        receivers.connect()
    (event_id,) = UnfollowedNews.objects.values_list("pk", flat=True)

    def _follow(_: int) -> bool:
        try:
            return follow_register(event_id, at=SOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(_follow, range(4)))

    assert Notification.objects.filter(contract_event=event_id).count() == 2
    assert not UnfollowedNews.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga"])
def test_a_row_of_a_stranger_would_not_be_shown(
    people: House, asked: GuaranteeRequest, who: str
) -> None:
    let_news_out()
    told = Notification.objects.filter(recipient=people.max)
    assert unread_count(people.max) == 1

    told.update(recipient=getattr(people, who))

    assert unread_count(getattr(people, who)) == 0


def test_news_of_a_request_are_of_nothing_else(people: House, asked: GuaranteeRequest) -> None:
    let_news_out()
    told = Notification.objects.filter(recipient=people.max)

    for broken in (
        {"guarantee_request": None},
        {"contract_event": None},
        {"contract": people.contract},
        {"configuration": people.payroll},
    ):
        with pytest.raises(IntegrityError, match="or_of_the_register"), transaction.atomic():
            told.update(**broken)


def test_the_managers_mail_says_who_asks_for_what_and_leads_there(
    people: House, asked: GuaranteeRequest, postbox: Postbox
) -> None:
    let_news_out()

    told = Notification.objects.get(recipient=people.max)
    assert sent_alone(told, at=LATER) == Sending.SENT

    (mail,) = postbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    said = " ".join(body.get_content().split())
    subject = f"Guarantee request {asked.pk} of Vauquelin: to be answered"
    assert mail["Subject"].strip() == subject
    assert "Clara Morel, Vauquelin, asks for a guarantee of “Order entry, SQL" in said
    assert f"http://testserver/guarantees/{asked.pk}/" in said
    assert mail["References"].startswith(f"<guarantee-{asked.pk}@")


def test_the_clients_mail_comes_from_the_counter_and_says_the_answer(
    people: House, asked: GuaranteeRequest, postbox: Postbox
) -> None:
    answer_with_contract(asked, contracts.answering(asked), by=people.max, at=SOON)
    let_news_out()

    told = Notification.objects.get(recipient=people.clara)
    assert sent_alone(told, at=LATER) == Sending.SENT

    (mail,) = postbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert mail["From"].startswith("Compaq")
    said = " ".join(body.get_content().split())
    assert "Max Berg, Microsoft, answers the request for" in said
    assert "with contract CM-0500" in said
    assert "AG-FR-1" not in said


def test_the_client_reads_the_reason_on_the_page_and_marks_it_read(
    client: Client, people: House, asked: GuaranteeRequest
) -> None:
    refuse_guarantee(asked, reason="No spare parts.", by=people.helen, at=SOON)
    let_news_out()
    client.force_login(people.clara)

    page = client.get("/notifications/").content.decode()
    answer = client.post("/notifications/read/", {"guarantee": str(asked.pk)})

    assert "Helen Duval, Compaq, refused the request for" in page
    assert "No spare parts." in page
    assert f'href="/guarantees/{asked.pk}/"' in page
    assert f'name="guarantee" value="{asked.pk}"' in page
    assert answer["Location"] == "/notifications/"
    assert (unread_count(people.clara), unread_count(people.max)) == (0, 2)


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "²"])
def test_a_request_that_is_none_is_not_found(client: Client, house: House, key: str) -> None:
    client.force_login(house.clara)

    assert client.post("/notifications/read/", {"guarantee": key}).status_code == 404


def test_a_request_of_others_is_not_found(
    client: Client, people: House, asked: GuaranteeRequest
) -> None:
    client.force_login(people.stranger)

    assert client.post("/notifications/read/", {"guarantee": str(asked.pk)}).status_code == 404
