"""Who is told that agreed terms are to be undone, and that they were."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contracts.choices import EventKind, Role
from contracts.models import Terms, UnfollowedNews
from contracts.use_cases.rescind_terms import (
    ask_to_rescind,
    rescind_terms,
    take_back_rescission,
)
from escalation.models import Notification
from tests.cast import House
from tests.escalation.news import sent_alone
from tests.escalation.register import LATER, SOON, told_of
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.postbox import Postbox


@pytest.fixture
def agreed(house: House) -> Terms:
    contracts.person("Cora Blanc", house.vauquelin, role=Role.MANAGER)
    made = contracts.amended(
        house.contract, effective_on=date(2027, 1, 1), at=MORNING, monthly_fee=Decimal(15000)
    )
    UnfollowedNews.objects.all().delete()
    return made


def _mail_to(name: str, postbox: Postbox, *, at: datetime = LATER) -> str:
    told = Notification.objects.filter(recipient__name=name).latest("pk")
    sent_alone(told, at=at)
    body = postbox.mails[-1].get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def test_what_one_vendor_asks_stays_between_the_vendors(
    house: House, agreed: Terms, postbox: Postbox
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=SOON)

    assert told_of(EventKind.TERMS_RESCISSION_ASKED) == {"Max"}
    mail = _mail_to("Max Berg", postbox)
    assert "Helen Duval, Compaq, asks that the terms of contract CM-0417" in mail
    assert "Wrong fee." in mail
    assert "confirm it by 31 December 2026 at the latest" in mail


def test_what_both_have_undone_is_told_to_the_client(
    house: House, agreed: Terms, postbox: Postbox
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=SOON)
    rescind_terms(agreed, by=house.max, at=SOON)

    assert told_of(EventKind.TERMS_RESCINDED) == {"Helen", "Cora"}
    mail = _mail_to("Cora Blanc", postbox)
    assert "What was announced for 1 January 2027 does not change contract CM-0417" in mail
    assert "Wrong fee." in mail


def test_a_mail_that_leaves_late_asks_nothing_of_who_has_confirmed(
    house: House, agreed: Terms, postbox: Postbox
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=SOON)
    assert told_of(EventKind.TERMS_RESCISSION_ASKED) == {"Max"}
    rescind_terms(agreed, by=house.max, at=SOON)

    mail = _mail_to("Max Berg", postbox)

    assert "You have nothing to do: both vendors have undone these terms." in mail
    assert "awaited" not in mail


def test_nobody_is_asked_to_confirm_by_a_day_that_is_past(
    house: House, agreed: Terms, postbox: Postbox
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=SOON)
    assert told_of(EventKind.TERMS_RESCISSION_ASKED) == {"Max"}

    mail = _mail_to("Max Berg", postbox, at=datetime(2027, 1, 2, tzinfo=UTC))

    assert "these terms cannot be undone any more" in mail
    assert "confirm it by" not in mail


def test_the_note_of_the_offer_is_not_said_to_be_the_askers(house: House, postbox: Postbox) -> None:
    terms = contracts.amended(
        house.contract, effective_on=date(2027, 1, 1), at=MORNING, note="Old note", answer_days=9
    )
    UnfollowedNews.objects.all().delete()
    ask_to_rescind(terms, reason="Wrong fee.", by=house.max, at=SOON)
    assert told_of(EventKind.TERMS_RESCISSION_ASKED) == {"Helen"}

    mail = _mail_to("Helen Duval", postbox)

    assert "Old note" not in mail
    assert "What changes from 1 January 2027 on, unless both vendors undo it:" in mail


def test_what_is_taken_back_is_told_to_the_managers_of_both_vendors(
    house: House, agreed: Terms, postbox: Postbox
) -> None:
    contracts.person("Ines Faure", house.compaq, role=Role.MANAGER)
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=SOON)
    assert told_of(EventKind.TERMS_RESCISSION_ASKED) == {"Max", "Ines"}
    asked = Notification.objects.get(recipient=house.max)
    take_back_rescission(agreed, by=house.helen, at=SOON)

    assert told_of(EventKind.TERMS_RESCISSION_TAKEN_BACK) == {"Max", "Ines"}
    mail = _mail_to("Max Berg", postbox)
    assert "Helen Duval, Compaq, takes back the request to rescind" in mail
    assert "contract CM-0417 begin on 1 January 2027" in mail
    sent_alone(asked, at=LATER)
    body = postbox.mails[-1].get_body(("plain",))
    assert body is not None
    late = " ".join(str(body.get_content()).split())
    assert "You have nothing to do: whoever asked has taken it back." in late
    assert "confirm it by" not in late
