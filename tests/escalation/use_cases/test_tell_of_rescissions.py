"""Who is told that agreed terms are to be undone, and that they were."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.choices import EventKind, Role
from contracts.models import Terms, UnfollowedNews
from contracts.use_cases.rescind_terms import ask_to_rescind, rescind_terms
from escalation.models import Notification
from escalation.use_cases.deliver_mail import deliver_mail
from tests.cast import House
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


def _mail_to(name: str, postbox: Postbox) -> str:
    told = Notification.objects.filter(recipient__name=name).latest("pk")
    deliver_mail(told.pk, at=LATER)
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
