"""What a mail about a configuration says, to whom, in which thread."""

from contracts.choices import RevisionAudience
from contracts.use_cases.comment_on_revision import comment_on_revision
from contracts.use_cases.end_revision import refuse_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from escalation.choices import DispatchState, Sending
from escalation.models import Dispatch, Notification
from escalation.use_cases.send_dispatch import send_dispatch
from tests.cast import House
from tests.escalation.news import sent_alone
from tests.escalation.register import LATER, SOON, let_news_out, news_for, proposal
from tests.postbox import Postbox, parts_of


def test_a_change_notice_says_what_changes_item_by_item(house: House, postbox: Postbox) -> None:
    proposal(house, house.clara)
    let_news_out()

    assert sent_alone(news_for(house.max, house.payroll), at=LATER) == Sending.SENT

    (mail,) = postbox.mails
    assert mail["To"] == house.max.email
    assert mail["Subject"].strip() == "Payroll, change notice R2: to be signed"
    for text in parts_of(mail):
        assert "Clara Morel, Vauquelin, gives notice of a change to “Payroll”: revision R2" in text
        assert "Changed: SQL Server 2000 (host name: – → SRV-NEW)" in text
        assert "Removed: ProLiant 8500" in text
        assert f"http://testserver/c/{house.payroll.pk}/" in text


def test_it_is_in_the_readers_language_under_the_counters_name(
    house: House, postbox: Postbox
) -> None:
    house.clara.language = "fr"
    house.clara.save()
    proposal(house, house.max)
    let_news_out()

    sent_alone(news_for(house.clara, house.payroll), at=LATER)

    (mail,) = postbox.mails
    assert mail["From"] == "Compaq <guichet@example.com>"
    plain, page = parts_of(mail)
    assert '<html lang="fr">' in page
    assert "Bonjour Clara Morel" in plain
    assert "01 99 00 24 24" in plain


def test_mails_of_a_configuration_make_one_thread(house: House, postbox: Postbox) -> None:
    revision = proposal(house, house.helen)
    sign_off_revision(revision, by=house.helen, at=SOON)
    let_news_out()

    for told in Notification.objects.filter(recipient=house.max):
        sent_alone(told, at=LATER)

    one, other = postbox.mails
    assert one["References"] == other["References"]
    assert one["References"].startswith(f"<configuration-{house.payroll.pk}@")
    assert one["Message-ID"] != other["Message-ID"]
    assert one["Subject"].strip() == "Payroll, revision R2: to be signed"


def test_a_comment_is_quoted_with_its_author(house: House, postbox: Postbox) -> None:
    revision = proposal(house, house.helen)
    comment_on_revision(
        revision, RevisionAudience.VENDORS, body="Which <patch>?", by=house.max, at=SOON
    )
    let_news_out()

    sent_alone(news_for(house.helen, house.payroll), at=LATER)

    plain, page = parts_of(postbox.mails[0])
    assert "Which <patch>?" in plain
    assert "Which &lt;patch&gt;?" in page
    assert "Max Berg, Microsoft" in plain


def test_a_mail_that_its_reader_may_no_longer_read_is_dropped(
    house: House, postbox: Postbox
) -> None:
    revision = proposal(house, house.helen)
    let_news_out()
    told = news_for(house.clara, house.payroll)
    refuse_revision(revision, reason="No.", by=house.max, at=SOON)

    assert sent_alone(told, at=LATER) == Sending.NOT_DUE

    told.refresh_from_db()
    assert told.mail is not None
    assert told.mail.state == DispatchState.DROPPED
    assert not postbox.mails


def test_a_signatory_reads_until_when_to_answer_a_change_notice(
    house: House, postbox: Postbox
) -> None:
    proposal(house, house.clara)
    let_news_out()

    sent_alone(news_for(house.max, house.payroll), at=LATER)

    for text in parts_of(postbox.mails[0]):
        assert "A newer host." in text
        assert "What would change from 23 November 2026, 09:42 on:" in text
        assert "answer is due before 28 November 2026, 09:42" in text
    assert "Follow Payroll and answer here:" in parts_of(postbox.mails[0])[0]


def test_who_cannot_answer_is_led_there_to_see(house: House, postbox: Postbox) -> None:
    proposal(house, house.helen)
    let_news_out()

    sent_alone(news_for(house.clara, house.payroll), at=LATER)

    (mail,) = postbox.mails
    assert mail["Subject"].strip() == "Payroll, revision R2: proposed"
    assert "See Payroll here:" in parts_of(mail)[0]
    assert "answer here" not in parts_of(mail)[0]


def test_a_system_of_which_two_revisions_are_told_is_named_once(
    house: House, postbox: Postbox
) -> None:
    refuse_revision(proposal(house, house.helen), reason="No.", by=house.max, at=SOON)
    proposal(house, house.helen, host="SRV-OTHER")
    let_news_out()
    told = Notification.objects.filter(recipient=house.max, configuration=house.payroll)
    dispatch = Dispatch.objects.create(
        recipient=house.max, is_urgent=True, opened_at=LATER, due_at=LATER
    )
    told.update(mail=dispatch)

    assert send_dispatch(dispatch.pk, at=LATER) == Sending.SENT

    (mail,) = postbox.mails
    assert mail["Subject"].strip() == "News of Payroll"
    for revision in ("r2", "r3"):
        assert f"/c/{house.payroll.pk}/{revision}/" in parts_of(mail)[0]


def test_each_event_has_its_own_subject(house: House, postbox: Postbox) -> None:
    revision = proposal(house, house.helen)
    sign_off_revision(revision, by=house.helen, at=SOON)
    sign_off_revision(revision, by=house.max, at=SOON)
    let_news_out()

    for told in Notification.objects.filter(recipient=house.clara).order_by("pk"):
        sent_alone(told, at=LATER)

    subjects = [mail["Subject"].strip() for mail in postbox.mails]
    assert subjects == [
        "Payroll, revision R2: proposed",
        "Payroll, revision R2: signed by both vendors",
    ]
