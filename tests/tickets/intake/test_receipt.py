"""What becomes of a mail is told: to its sender by mail, to the vendors in the timeline."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.utils import translation

from contracts.models import User
from escalation.models import Notification
from escalation.use_cases.deliver_mail import deliver_mail
from escalation.use_cases.follow_event import follow_left_behind
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.tickets.intake.letters import on_file, plain, taken
from tickets.choices import Audience, EventKind
from tickets.intake.email import receive
from tickets.models import Incident
from tickets.use_cases.move_incident import close_incident, resolve_incident
from tickets.wording import line_of


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _lines(incident: Incident, reader: User, audience: Audience) -> list[str]:
    lines = incident.events.filter(kind=EventKind.MAIL_READ, audience=audience)
    return [line_of(line, incident, reader=reader) for line in lines]


def test_the_sender_gets_a_receipt_that_tells_how_to_raise_the_impact(house: House) -> None:
    opened = taken(on_file("with_attachments"))
    while follow_left_behind(at=MORNING.replace(hour=9)):
        pass

    for each in Notification.objects.filter(recipient=house.clara):
        deliver_mail(each.pk, at=MORNING.replace(hour=9))

    (receipt,) = [each for each in mail.outbox if "could not be taken" in each.body]
    assert receipt.to == [house.clara.email]
    assert receipt.subject == f"[{opened.reference}] {opened.title}"
    assert "if everything is down, say so on the incident’s page or by phone" in receipt.body
    assert "survey.exe" in receipt.body
    assert f"/i/{opened.reference}/" in receipt.body
    assert "01 99 00 24 24" in receipt.body


def test_a_receipt_sent_back_by_a_machine_opens_nothing(house: House) -> None:
    taken(plain(house.clara, "Slow"))
    while follow_left_behind(at=MORNING.replace(hour=9)):
        pass
    for each in Notification.objects.filter(recipient=house.clara):
        deliver_mail(each.pk, at=MORNING.replace(hour=9))

    for sent in mail.outbox:
        proof = b"Authentication-Results: mx.guichet.example; dmarc=pass\n"
        assert receive(proof + sent.message().as_bytes(), at=MORNING) is None
    assert Incident.objects.count() == 1


def test_the_vendors_read_what_was_typed_and_what_is_wrong_with_it(house: House) -> None:
    opened = taken(plain(house.clara, "FR-7402-9183-36 slow"))

    assert _lines(opened, house.hank, Audience.VENDORS) == [
        "The e-mail’s subject says “FR-7402-9183-36 slow”: this support number has a typing error"
    ]


def test_what_follows_a_closed_incident_says_so(house: House, incident: Incident) -> None:
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=MORNING)
    close_incident(incident, by=house.clara, at=MORNING)

    opened = taken(on_file("reply", incident))

    (line,) = _lines(opened, house.clara, Audience.CLIENT)
    assert f"It follows {incident.reference}, which is closed." in line


def test_a_reply_with_nothing_to_tell_is_not_receipted(house: House, incident: Incident) -> None:
    taken(on_file("reply", incident))

    assert _lines(incident, house.clara, Audience.CLIENT) == []
