"""What becomes of a mail is told: to its sender by mail, to the vendors in the timeline."""

from datetime import timedelta

import pytest
from django.core import mail

from contracts.models import SupportNumber, User
from contracts.use_cases.retire_configuration import retire_configuration
from escalation.models import Notification
from escalation.use_cases.follow_event import follow_left_behind
from tests.cast import House
from tests.escalation.news import sent_alone
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.tickets.intake.letters import on_file, plain, taken
from tickets.choices import Audience, EventKind
from tickets.intake.email import receive
from tickets.models import Incident
from tickets.use_cases.move_incident import close_incident, resolve_incident
from tickets.wording import line_of

pytestmark = pytest.mark.usefixtures("in_english")


def _lines(incident: Incident, reader: User, audience: Audience) -> list[str]:
    lines = incident.events.filter(kind=EventKind.MAIL_READ, audience=audience)
    return [line_of(line, incident, reader=reader) for line in lines]


def test_the_sender_gets_a_receipt_that_tells_how_to_raise_the_impact(house: House) -> None:
    opened = taken(on_file("with_attachments"))
    while follow_left_behind(at=MORNING.replace(hour=9)):
        pass

    for each in Notification.objects.filter(recipient=house.clara):
        sent_alone(each, at=MORNING.replace(hour=9))

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
        sent_alone(each, at=MORNING.replace(hour=9))

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


def _receipt(incident: Incident, reader: User) -> str:
    (line,) = _lines(incident, reader, Audience.CLIENT)
    return line


def test_the_receipt_says_for_which_system_it_was_filed(house: House) -> None:
    receipt = _receipt(taken(plain(house.clara, "FR-7402-9183-63 slow")), house.clara)

    assert "It was filed for “Payroll”." in receipt
    assert "will ask you" not in receipt


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        ("FR-7402-9183-36 slow", "FR-7402-9183-36"),
        ("mon numéro est 7402 9138 63 merci", "7402-9138-63"),
        ("FR-7402-9183-6", "FR-7402-9183-6"),
    ],
)
def test_the_receipt_says_which_number_was_read_with_a_slip(
    house: House, subject: str, read: str
) -> None:
    receipt = _receipt(taken(plain(house.clara, subject)), house.clara)

    assert f"The support number {read}, as it was read, has a typing error." in receipt
    assert "recorded all the same: Compaq will ask you which system it is." in receipt


def test_the_receipt_says_that_a_number_was_revoked(house: House) -> None:
    retire_configuration(
        house.payroll, reason="x", by=house.helen, at=MORNING - timedelta(minutes=10)
    )

    receipt = _receipt(taken(plain(house.clara, "FR-7402-9183-63 slow")), house.clara)

    assert (
        "The support number FR-7402-9183-63 was revoked: its system is no longer under contract."
        in receipt
    )
    assert "Compaq will ask you which system it is." in receipt


def test_a_number_of_another_client_reads_as_one_that_is_nobodys(house: House) -> None:
    theirs, nobodys = str(house.rival_payroll.support_number), "FR-1234-5678-89"

    receipts = [
        _receipt(taken(plain(house.clara, f"{number} slow", key=number)), house.clara)
        for number in (theirs, nobodys)
    ]

    said = "The support number {}, as it was read, is of none of your systems."
    assert said.format(theirs) in receipts[0]
    assert receipts[0].replace(theirs, nobodys) == receipts[1]
    assert "Core banking" not in receipts[0]


def test_a_revoked_number_of_another_client_reads_as_one_that_is_nobodys(house: House) -> None:
    number = str(house.rival_payroll.support_number)
    contracts.left_service(house.rival_payroll)
    SupportNumber.objects.filter(configuration=house.rival_payroll).update(revoked_at=MORNING)

    receipt = _receipt(taken(plain(house.clara, f"{number} slow")), house.clara)

    assert f"The support number {number}, as it was read, is of none of your systems." in receipt


def test_the_receipt_says_that_one_of_several_systems_is_not_guessed(house: House) -> None:
    other = contracts.configuration(
        "Accounting", house.contract, signed_by=(house.helen, house.max)
    )
    both = f"{house.payroll.support_number} and {other.support_number}"

    without = _receipt(taken(plain(house.clara, "Slow")), house.clara)
    with_two = _receipt(taken(plain(house.clara, both, key="2")), house.clara)

    assert "names no support number, and you have several systems." in without
    assert f"{house.payroll.support_number}, {other.support_number} are of several" in with_two


def test_the_mailed_receipt_says_what_is_wrong_with_the_number(house: House) -> None:
    taken(plain(house.clara, "FR-7402-9183-36 slow"))
    while follow_left_behind(at=MORNING.replace(hour=9)):
        pass
    for each in Notification.objects.filter(recipient=house.clara):
        sent_alone(each, at=MORNING.replace(hour=9))

    (receipt,) = [each for each in mail.outbox if "typing error" in each.body]
    assert receipt.to == [house.clara.email]
    assert "FR-7402-9183-36" in receipt.body
