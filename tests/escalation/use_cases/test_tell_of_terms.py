"""Who is told of what happens to a contract's terms, and who is not."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.choices import EventKind, Role
from contracts.models import ContractEvent, Terms
from contracts.use_cases.approve_terms import approve_terms, refuse_terms, withdraw_terms
from contracts.use_cases.offer_terms import amend_contract
from escalation.choices import Sending
from escalation.models import Notification
from escalation.use_cases.follow_register import follow_register
from tests.cast import House
from tests.escalation.news import sent_alone
from tests.escalation.register import LATER, SOON, let_news_out, told_of
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.postbox import Postbox

NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def people(house: House) -> House:
    """Beside the cast a manager of the client, and managers who have nothing to do with it."""
    contracts.person("Cora Blanc", house.vauquelin, role=Role.MANAGER)
    contracts.person("Rex Nobody", house.rival, role=Role.MANAGER)
    contracts.person("Sid Else", house.stranger.organisation, role=Role.MANAGER)
    return house


@pytest.fixture
def offered(people: House) -> Terms:
    """An amendment that Helen offers."""
    changed = contracts.offer(monthly_fee=Decimal(13000))
    return amend_contract(
        people.contract, changed, effective_on=NEXT_YEAR, note="", by=people.helen, at=MORNING
    )


def test_proposed_terms_are_told_to_the_other_managers_of_the_vendors(offered: Terms) -> None:
    assert told_of(EventKind.TERMS_PROPOSED) == {"Max"}


def test_an_approval_is_told_to_the_other_vendor(people: House, offered: Terms) -> None:
    approve_terms(offered, by=people.helen, at=SOON)

    assert told_of(EventKind.TERMS_APPROVED) == {"Max"}


def test_the_second_approval_is_told_by_what_is_agreed(people: House, offered: Terms) -> None:
    approve_terms(offered, by=people.helen, at=SOON)
    approve_terms(offered, by=people.max, at=LATER)

    assert told_of(EventKind.TERMS_APPROVED) == {"Max"}
    assert told_of(EventKind.TERMS_AGREED) == {"Helen", "Cora"}


def test_a_refusal_stays_between_the_vendors(people: House, offered: Terms) -> None:
    refuse_terms(offered, reason="Too dear.", by=people.max, at=SOON)

    assert told_of(EventKind.TERMS_REFUSED) == {"Helen"}


def test_a_withdrawal_stays_between_the_vendors(people: House, offered: Terms) -> None:
    withdraw_terms(offered, reason="A slip.", by=people.helen, at=SOON)

    assert told_of(EventKind.TERMS_WITHDRAWN) == {"Max"}


def test_whoever_is_told_is_told_once(people: House, offered: Terms) -> None:
    let_news_out()

    for event in ContractEvent.objects.filter(kind=EventKind.TERMS_PROPOSED):
        follow_register(event.pk, at=LATER)

    assert Notification.objects.filter(recipient=people.max, terms=offered).count() == 1


def test_a_client_never_reads_news_of_what_is_only_proposed(people: House, offered: Terms) -> None:
    let_news_out()

    Notification.objects.filter(terms=offered).update(recipient=people.clara)

    assert not Notification.objects.readable_by(people.clara).filter(terms=offered).exists()


def test_the_mail_says_who_proposes_what_and_leads_there(
    people: House, offered: Terms, postbox: Postbox
) -> None:
    let_news_out()

    told = Notification.objects.get(recipient=people.max, terms=offered)
    assert sent_alone(told, at=LATER) == Sending.SENT

    (mail,) = postbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert mail["Subject"].strip() == "Amendment v2 of contract CM-0417: to be approved"
    assert "Helen Duval, Compaq, proposes terms of contract CM-0417" in body.get_content()
    assert "http://testserver/contracts/CM-0417/v2/" in body.get_content()
    assert mail["References"].startswith(f"<contract-{people.contract.pk}@")


def test_the_client_is_told_what_stands_from_when(
    people: House, offered: Terms, postbox: Postbox
) -> None:
    approve_terms(offered, by=people.helen, at=SOON)
    approve_terms(offered, by=people.max, at=LATER)
    let_news_out()

    told = Notification.objects.get(recipient__name="Cora Blanc")
    sent_alone(told, at=LATER)

    body = postbox.mails[0].get_body(("plain",))
    assert body is not None
    assert "contract CM-0417 promises something else" in body.get_content()
