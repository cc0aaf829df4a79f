"""What a mail says, to whom, under whose name."""

import re

import pytest

from contracts.choices import Language
from escalation.choices import DispatchState, Sending
from escalation.use_cases.send_dispatch import send_dispatch
from tests.cast import House
from tests.escalation.news import LATER, mail_for, news
from tests.postbox import Postbox, parts_of
from tickets.models import Incident
from tickets.use_cases.move_incident import close_incident, resolve_incident


def test_a_publishers_word_reaches_the_client_under_the_counters_name(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.mia)

    assert send_dispatch(mail_for(house.clara).pk, at=LATER) == Sending.SENT

    (mail,) = postbox.mails
    plain, page = parts_of(mail)
    assert mail["From"] == "Compaq <guichet@example.com>"
    assert mail["To"] == house.clara.email
    assert mail["Subject"].strip().startswith(f"[{escalated.reference}] SQL Server 2000")
    for text in (plain, page):
        assert "Restart node 2." in text
        assert "Mia Okafor, Microsoft" in text
        assert "01 99 00 24 24" in text
        assert f"http://testserver/i/{escalated.reference}/" in text
    assert mail_for(house.clara).state == DispatchState.SENT
    assert mail_for(house.clara).sent_at == LATER


def test_a_client_that_is_not_told_which_vendor_has_it_reads_the_author_alone(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    house.agreement.names_holder_to_client = False
    house.agreement.save()
    news(escalated, house.mia)

    send_dispatch(mail_for(house.clara).pk, at=LATER)

    text = "".join(parts_of(postbox.mails[0]))
    assert "Mia Okafor" in text
    assert "Microsoft" not in text


def test_mails_of_an_incident_make_one_thread_that_machines_leave_alone(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    for body in ("one", "two"):
        news(escalated, house.hank, body=body)
        send_dispatch(mail_for(house.clara).pk, at=LATER)

    one, two = postbox.mails
    assert one["In-Reply-To"] == one["References"] == two["References"]
    assert one["Message-ID"] != two["Message-ID"]
    assert re.fullmatch(r"<news-[0-9a-f]{32}@example\.com>", one["Message-ID"])
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

    send_dispatch(mail_for(house.clara).pk, at=LATER)

    plain, page = parts_of(postbox.mails[0])
    assert words[0] in plain
    assert words[1] in page


def test_a_title_cannot_write_headers_nor_a_body_markup(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    title = "a\r\nBcc: everybody@example.com\r\n <b>" + "é" * 120
    Incident.objects.filter(pk=escalated.pk).update(title=title)
    news(escalated, house.hank, body="<script>alert(1)</script> & « ça »")

    send_dispatch(mail_for(house.clara).pk, at=LATER)

    (mail,) = postbox.mails
    plain, page = parts_of(mail)
    assert mail["Bcc"] is None
    assert "<script>alert(1)</script> & « ça »" in plain
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_line_ends_with_a_full_stop_and_leads_to_where_it_is_answered(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.mia)

    send_dispatch(mail_for(house.clara).pk, at=LATER)

    plain, page = parts_of(postbox.mails[0])
    assert "\r\nMia Okafor wrote.\r\n" in plain
    assert "<strong>Mia Okafor wrote.</strong>" in page
    assert f"Follow {escalated.reference} and answer here:" in plain


def test_nobody_is_asked_to_answer_under_a_closed_incident(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.mia)
    resolve_incident(escalated, cause="x", responsibility=None, by=house.hank, at=LATER)
    close_incident(escalated, by=house.clara, at=LATER)

    send_dispatch(mail_for(house.clara).pk, at=LATER)

    plain, _page = parts_of(postbox.mails[0])
    assert f"See {escalated.reference} here:" in plain
    assert "answer here" not in plain
