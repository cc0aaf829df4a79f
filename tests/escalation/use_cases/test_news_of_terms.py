"""What a mail about a contract's terms says: what changes from when, what to do, until when."""

from datetime import date, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.utils import translation

from contracts.choices import Role
from contracts.models import Terms, User
from contracts.use_cases.approve_terms import approve_terms, refuse_terms, withdraw_terms
from contracts.use_cases.offer_terms import amend_contract, draw_up_contract
from escalation.models import Notification
from tests.cast import House
from tests.escalation.news import sent_alone
from tests.escalation.register import LATER, SOON, let_news_out
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.postbox import Postbox, parts_of

NEXT_YEAR = date(2027, 1, 1)
SPACE = "\N{NO-BREAK SPACE}"
FEE = f"Monthly fee: 12,000.00{SPACE}EUR → 13,000.00{SPACE}EUR"
CAP = f"At most in a month: 50{SPACE}% of the month’s fee → 40{SPACE}% of the month’s fee"


@pytest.fixture
def cora(house: House) -> User:
    """A manager of the client."""
    return contracts.person("Cora Blanc", house.vauquelin, role=Role.MANAGER)


@pytest.fixture
def offered(house: House, cora: User) -> Terms:
    """An amendment that Helen offers."""
    changed = contracts.offer(monthly_fee=Decimal(13000), penalty_cap=Decimal(40))
    return amend_contract(
        house.contract,
        changed,
        effective_on=NEXT_YEAR,
        note="More to watch.",
        by=house.helen,
        at=MORNING,
    )


@pytest.fixture
def first(house: House, cora: User) -> Terms:
    """A contract that Helen draws up."""
    return draw_up_contract(
        house.agreement,
        house.vauquelin,
        contracts.offer(),
        number="CM-0500",
        starts_on=NEXT_YEAR,
        by=house.helen,
        at=MORNING,
    )


def _mail(postbox: Postbox, reader: User, terms: Terms) -> tuple[str, list[str]]:
    """Deliver the newest news of terms; return the subject, and what both parts say."""
    let_news_out()
    told = Notification.objects.filter(recipient=reader, terms=terms).latest("pk")
    sent_alone(told, at=LATER)
    mail = postbox.mails[-1]
    return " ".join(mail["Subject"].split()), [unescape(part) for part in parts_of(mail)]


def test_whoever_approves_next_reads_what_would_change_and_until_when_to_answer(
    house: House, offered: Terms, postbox: Postbox
) -> None:
    subject, parts = _mail(postbox, house.max, offered)

    assert subject == "Amendment v2 of contract CM-0417: to be approved"
    for text in parts:
        assert "proposes terms of contract CM-0417 from 1 January 2027 on." in text
        assert "What would change from 1 January 2027 on:" in text
        assert FEE in text
        assert CAP in text
        assert "Availability" not in text
        assert "More to watch." in text
        assert "Helen Duval, Compaq" in text
        assert "approval is awaited by 31 December 2026 at the latest" in text
    assert "Follow CM-0417 and answer here:" in parts[0]


def test_first_terms_are_read_out_whole(house: House, first: Terms, postbox: Postbox) -> None:
    subject, parts = _mail(postbox, house.max, first)

    assert subject == "Contract CM-0500: to be approved"
    for text in parts:
        assert "What would be promised from 1 January 2027 on:" in text
        assert f"Availability: 99.9{SPACE}%" in text
        assert f"Everything is down, restored: 4{SPACE}h" in text
        assert "Time zone: Paris time" in text
        assert "approval is awaited by 1 January 2027 at the latest" in text
        assert "To answer on responsibility" in text
        assert "Nothing is promised before both vendors have approved." in text


def test_the_client_reads_what_changes_and_that_it_has_nothing_to_do(
    house: House, cora: User, offered: Terms, postbox: Postbox
) -> None:
    for manager in (house.helen, house.max):
        approve_terms(offered, by=manager, at=SOON)

    subject, parts = _mail(postbox, cora, offered)

    assert subject == "Amendment 1 of contract CM-0417: agreed, from 1 January 2027 on"
    for text in parts:
        assert "What changes from 1 January 2027 on:" in text
        assert FEE in text
        assert "You have nothing to do." in text
        assert "Helen" not in text
        assert "AG-FR-1" not in text
    assert "See CM-0417 here:" in parts[0]
    assert "answer here" not in parts[0]


def test_a_clients_amendments_are_counted_without_those_it_never_saw(
    house: House, cora: User, offered: Terms, postbox: Postbox
) -> None:
    withdraw_terms(offered, reason="A slip.", by=house.helen, at=SOON)
    third = contracts.amended(
        house.contract, effective_on=NEXT_YEAR, at=SOON, monthly_fee=Decimal(14000)
    )

    subject, _parts = _mail(postbox, cora, third)
    to_a_vendor, _parts = _mail(postbox, house.max, third)

    assert third.number == 3
    assert subject.startswith("Amendment 1 of contract CM-0417")
    assert to_a_vendor.startswith("Amendment v3 of contract CM-0417")


def test_a_client_is_told_of_a_first_contract_with_all_that_it_promises(
    house: House, cora: User, first: Terms, postbox: Postbox
) -> None:
    for manager in (house.helen, house.max):
        approve_terms(first, by=manager, at=SOON)

    subject, parts = _mail(postbox, cora, first)

    assert subject == "Contract CM-0500: agreed, from 1 January 2027 on"
    for text in parts:
        assert "What is promised from 1 January 2027 on:" in text
        assert f"Monthly fee: 12,000.00{SPACE}EUR" in text
        assert "To contest a statement" in text
        assert "To answer on responsibility" not in text
        assert "deemed agreed" not in text


def test_an_approval_asks_for_the_other_one(house: House, offered: Terms, postbox: Postbox) -> None:
    approve_terms(offered, by=house.helen, at=SOON)

    subject, parts = _mail(postbox, house.max, offered)

    assert subject == "Amendment v2 of contract CM-0417: to be approved"
    assert "Helen Duval approved, for Compaq, the terms" in parts[0]
    assert FEE in parts[0]
    assert "by 31 December 2026 at the latest" in parts[0]


def test_who_has_approved_already_waits_for_the_other(
    house: House, offered: Terms, postbox: Postbox
) -> None:
    other = contracts.person("Hugo Long", house.compaq, role=Role.MANAGER)
    approve_terms(offered, by=house.helen, at=SOON)

    subject, parts = _mail(postbox, other, offered)

    assert subject == "Amendment v2 of contract CM-0417: proposed"
    assert "You have nothing to do: the other vendor’s approval is awaited." in parts[0]
    assert "See CM-0417 here:" in parts[0]


def test_a_refusal_says_what_would_have_changed_and_that_what_stands_goes_on(
    house: House, offered: Terms, postbox: Postbox
) -> None:
    refuse_terms(offered, reason="Too dear", by=house.max, at=SOON)

    subject, parts = _mail(postbox, house.helen, offered)

    assert subject == "Amendment v2 of contract CM-0417: refused"
    for text in parts:
        assert "from 1 January 2027 on: Too dear." in text
        assert "What would have changed from 1 January 2027 on:" in text
        assert FEE in text
        assert "You have nothing to do: what stands today goes on." in text


def test_a_withdrawal_of_first_terms_says_that_nothing_is_promised(
    house: House, first: Terms, postbox: Postbox
) -> None:
    withdraw_terms(first, reason="A slip.", by=house.helen, at=SOON)

    subject, parts = _mail(postbox, house.max, first)

    assert subject == "Contract CM-0500: withdrawn"
    assert "A slip.\r" in parts[0]
    assert "Nothing is promised under this contract yet" in parts[0]


def test_it_speaks_its_readers_language(house: House, offered: Terms, postbox: Postbox) -> None:
    house.max.language = "fr"
    house.max.save()

    with translation.override("en"):
        _subject, parts = _mail(postbox, house.max, offered)

    assert "1er janvier 2027" in parts[0]
    assert "Redevance mensuelle" in parts[0]


def test_a_mail_that_leaves_too_late_asks_for_no_approval(
    house: House, offered: Terms, postbox: Postbox
) -> None:
    let_news_out()
    told = Notification.objects.filter(recipient=house.max, terms=offered).latest("pk")
    sent_alone(told, at=datetime(2027, 1, 1, tzinfo=house.contract.zone()))

    mail = postbox.mails[-1]
    assert "proposed" in mail["Subject"]
    for text in map(unescape, parts_of(mail)):
        assert "is awaited" not in text
        assert "The day of these terms has passed: withdraw them" in text
