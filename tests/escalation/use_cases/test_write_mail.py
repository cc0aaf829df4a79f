"""What a mail says, to whom, under whose name."""

import re
from email.message import EmailMessage

import pytest

from contracts.choices import Language
from escalation.choices import MailState, Sending
from escalation.use_cases.deliver_mail import deliver_mail
from tests.cast import House
from tests.escalation.news import LATER, mail_for, news
from tests.postbox import Postbox
from tickets.models import Incident


def _parts(mail: EmailMessage) -> list[str]:
    bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
    return [body.get_content() for body in bodies if body is not None]


def test_a_publishers_word_reaches_the_client_under_the_counters_name(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.mia)

    assert deliver_mail(mail_for(house.clara).pk, at=LATER) == Sending.SENT

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
    assert mail_for(house.clara).mail_state == MailState.SENT
    assert mail_for(house.clara).mail_sent_at == LATER


def test_a_client_that_is_not_told_which_vendor_has_it_reads_the_author_alone(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    house.agreement.names_holder_to_client = False
    house.agreement.save()
    news(escalated, house.mia)

    deliver_mail(mail_for(house.clara).pk, at=LATER)

    text = "".join(_parts(postbox.mails[0]))
    assert "Mia Okafor" in text
    assert "Microsoft" not in text


def test_mails_of_an_incident_make_one_thread_that_machines_leave_alone(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    for body in ("one", "two"):
        news(escalated, house.hank, body=body)
        deliver_mail(mail_for(house.clara).pk, at=LATER)

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
    news(escalated, house.hank)

    deliver_mail(mail_for(house.clara).pk, at=LATER)

    plain, page = _parts(postbox.mails[0])
    assert words[0] in plain
    assert words[1] in page


def test_a_title_cannot_write_headers_nor_a_body_markup(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    title = "a\r\nBcc: everybody@example.com\r\n <b>" + "é" * 120
    Incident.objects.filter(pk=escalated.pk).update(title=title)
    news(escalated, house.hank, body="<script>alert(1)</script> & « ça »")

    deliver_mail(mail_for(house.clara).pk, at=LATER)

    (mail,) = postbox.mails
    plain, page = _parts(mail)
    assert mail["Bcc"] is None
    assert "<script>alert(1)</script> & « ça »" in plain
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
