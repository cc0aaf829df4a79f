"""Mails to a real server: one that answers, one that refuses somebody, one that is not there."""

import email
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from contracts.choices import Language
from contracts.models import User
from escalation.choices import MailState, Sending
from escalation.models import Notification
from escalation.rules.backoff import LEASE, MOST_ATTEMPTS, PAUSES
from escalation.use_cases.deliver_mail import deliver_left_behind, deliver_mail
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.send_again import send_again
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.running import free_port
from tickets.choices import Audience, EventKind
from tickets.models import Incident
from tickets.use_cases.converse import add_comment

SOON = MORNING + timedelta(minutes=1)
LATER = MORNING + timedelta(minutes=2)


class Postbox:
    """A mail server that keeps what it gets and refuses whom it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802  the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        parsed = email.message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        return "250 OK"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield box
    controller.stop()


@pytest.fixture
def no_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()


def _news(house: House, incident: Incident, by: User, *, body: str = "Restart node 2.") -> None:
    """Let somebody write to the client, and everybody concerned be told."""
    while follow_left_behind(at=LATER):
        pass
    Notification.objects.all().delete()
    add_comment(incident, audience=Audience.CLIENT, body=body, files=[], by=by, at=SOON)
    while follow_left_behind(at=LATER):
        pass
    Notification.objects.exclude(event__kind=EventKind.COMMENTED).delete()


def _of(person: User) -> Notification:
    return Notification.objects.get(recipient=person)


def _parts(mail: EmailMessage) -> list[str]:
    bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
    return [body.get_content() for body in bodies if body is not None]


def test_a_publishers_word_reaches_the_client_under_the_counters_name(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    _news(house, escalated, house.mia)

    assert deliver_mail(_of(house.clara).pk, at=LATER) == Sending.SENT

    (mail,) = postbox.mails
    plain, page = _parts(mail)
    assert mail["From"] == "Compaq <guichet@example.com>"
    assert mail["To"] == house.clara.email
    assert mail["Subject"].strip().startswith(f"[{escalated.reference}] SQL Server 2000")
    for text in (plain, page):
        assert "Restart node 2." in text
        assert "Mia Okafor, Microsoft" in text
        assert "01 99 00 24 24" in text
        assert f"http://testserver/i/{escalated.reference}/" in text
    assert _of(house.clara).mail_state == MailState.SENT
    assert _of(house.clara).mail_sent_at == LATER


def test_a_client_that_is_not_told_which_vendor_has_it_reads_the_author_alone(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    house.agreement.names_holder_to_client = False
    house.agreement.save()
    _news(house, escalated, house.mia)

    deliver_mail(_of(house.clara).pk, at=LATER)

    text = "".join(_parts(postbox.mails[0]))
    assert "Mia Okafor" in text
    assert "Microsoft" not in text


def test_mails_of_an_incident_make_one_thread_that_machines_leave_alone(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    for body in ("one", "two"):
        _news(house, escalated, house.hank, body=body)
        deliver_mail(_of(house.clara).pk, at=LATER)

    one, two = postbox.mails
    assert one["In-Reply-To"] == one["References"] == two["References"]
    assert one["Message-ID"] != two["Message-ID"]
    assert re.fullmatch(r"<notification-\d+@example\.com>", one["Message-ID"])
    assert one["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.ENGLISH, ("Hello Clara Morel,", 'lang="en"')),
        (Language.FRENCH, ("Bonjour Clara Morel", 'lang="fr"')),
    ],
)
def test_a_mail_speaks_its_readers_language(
    house: House, escalated: Incident, postbox: Postbox, language: str, words: tuple[str, str]
) -> None:
    house.clara.language = language
    house.clara.save()
    _news(house, escalated, house.hank)

    deliver_mail(_of(house.clara).pk, at=LATER)

    plain, page = _parts(postbox.mails[0])
    assert words[0] in plain
    assert words[1] in page


def test_a_title_cannot_write_headers_nor_a_body_markup(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    title = "a\r\nBcc: everybody@example.com\r\n <b>" + "é" * 120
    Incident.objects.filter(pk=escalated.pk).update(title=title)
    _news(house, escalated, house.hank, body="<script>alert(1)</script> & « ça »")

    deliver_mail(_of(house.clara).pk, at=LATER)

    (mail,) = postbox.mails
    plain, page = _parts(mail)
    assert mail["Bcc"] is None
    assert "<script>alert(1)</script> & « ça »" in plain
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_mail_is_sent_once(house: House, escalated: Incident, postbox: Postbox) -> None:
    _news(house, escalated, house.hank)
    pk = _of(house.clara).pk

    outcomes = [deliver_mail(pk, at=LATER) for _ in range(3)]

    assert outcomes == [Sending.SENT, Sending.NOT_DUE, Sending.NOT_DUE]
    assert len(postbox.mails) == 1


def test_a_worker_killed_while_sending_is_replaced_after_its_lease(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    _news(house, escalated, house.hank)
    pk = _of(house.clara).pk
    Notification.objects.filter(pk=pk).update(
        mail_state=MailState.SENDING, mail_attempts=1, mail_due_at=LATER + LEASE
    )

    assert deliver_mail(pk, at=LATER) == Sending.NOT_DUE
    assert deliver_mail(pk, at=LATER + LEASE) == Sending.SENT


def test_who_is_refused_holds_up_nobody_else(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    _news(house, escalated, house.mia)
    postbox.refused = {house.clara.email}
    Notification.objects.filter(recipient=house.clara).update(mail_due_at=MORNING)

    assert deliver_left_behind(at=LATER) == 2

    assert {mail["To"] for mail in postbox.mails} == {house.hank.email, house.helen.email}
    waiting = _of(house.clara)
    assert (waiting.mail_state, waiting.mail_due_at) == (MailState.PENDING, LATER + PAUSES[0])


def test_without_a_server_a_sweep_tries_once_and_all_goes_out_when_it_is_back(
    house: House, escalated: Incident, no_server: None, request: pytest.FixtureRequest
) -> None:
    _news(house, escalated, house.mia)

    assert deliver_left_behind(at=LATER) == 0
    assert sorted(Notification.objects.values_list("mail_attempts", flat=True)) == [0, 0, 1]

    postbox: Postbox = request.getfixturevalue("postbox")
    assert deliver_left_behind(at=LATER + PAUSES[0]) == 3
    assert len(postbox.mails) == 3


def test_it_is_given_up_after_the_last_pause_and_an_operator_begins_anew(
    house: House, escalated: Incident, no_server: None, request: pytest.FixtureRequest
) -> None:
    _news(house, escalated, house.hank)
    pk, at = _of(house.clara).pk, LATER
    instants: list[datetime] = []
    while _of(house.clara).mail_state != MailState.FAILED:
        instants.append(at)
        assert deliver_mail(pk, at=at) == Sending.UNREACHABLE
        at = _of(house.clara).mail_due_at

    assert len(instants) == MOST_ATTEMPTS
    assert [later - one for one, later in pairwise(instants)] == [*PAUSES]
    assert deliver_mail(pk, at=at + timedelta(days=9)) == Sending.NOT_DUE

    request.getfixturevalue("postbox")
    assert send_again([pk], at=at) == 1
    assert deliver_mail(pk, at=at) == Sending.SENT


def test_a_mail_that_kills_its_workers_is_given_up(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    _news(house, escalated, house.hank)
    pk = _of(house.clara).pk
    Notification.objects.filter(pk=pk).update(mail_attempts=MOST_ATTEMPTS)

    assert deliver_mail(pk, at=LATER) == Sending.NOT_DUE

    assert _of(house.clara).mail_state == MailState.FAILED
    assert postbox.mails == []


def test_a_mail_that_cannot_be_written_holds_up_nobody_else(
    house: House,
    escalated: Incident,
    postbox: Postbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _news(house, escalated, house.hank)
    monkeypatch.setattr("escalation.use_cases.write_mail.line_of", _out_of_words)

    assert deliver_mail(_of(house.clara).pk, at=LATER) == Sending.REFUSED

    assert "could not be written" in caplog.text
    assert _of(house.clara).mail_state == MailState.PENDING


def _out_of_words(*_line: object) -> str:
    raise KeyError("who")


@pytest.mark.parametrize("lost", ["account", "company"])
def test_who_lost_the_right_meanwhile_gets_nothing(
    house: House, escalated: Incident, postbox: Postbox, lost: str
) -> None:
    _news(house, escalated, house.hank)
    if lost == "account":
        house.clara.is_active = False
    else:
        house.clara.organisation = house.stranger.organisation
    house.clara.save()

    assert deliver_mail(_of(house.clara).pk, at=LATER) == Sending.NOT_DUE

    assert _of(house.clara).mail_state == MailState.DROPPED
    assert postbox.mails == []


def test_a_slow_worker_does_not_undo_what_another_has_sent(
    house: House, escalated: Incident, no_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _news(house, escalated, house.hank)
    pk = _of(house.clara).pk

    def _sent_by_another(_notification: Notification) -> tuple[Sending, Exception | None]:
        Notification.objects.filter(pk=pk).update(
            mail_state=MailState.SENT, mail_sent_at=LATER, mail_attempts=2
        )
        return Sending.UNREACHABLE, OSError("too late")

    monkeypatch.setattr("escalation.use_cases.deliver_mail._attempt", _sent_by_another)
    deliver_mail(pk, at=LATER)

    assert _of(house.clara).mail_state == MailState.SENT
