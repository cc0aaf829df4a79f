"""What leaves with what: gathered for two minutes, urgent at once and alone, as each one chose."""

from collections.abc import Sequence
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from contracts.choices import Impact
from escalation.choices import DispatchState, Medium, NewsGroup
from escalation.models import Dispatch, NewsChoice, Notification, Webhook
from escalation.rules.pace import MOST_SHOWN
from escalation.use_cases.notify import tell
from tests.cast import House
from tests.escalation.gathering import forget, mails_sent, says
from tests.factories.contracts import MORNING
from tests.factories.tickets import HARDWARE_WORDS
from tests.factories.tickets import incident as opened
from tests.postbox import Postbox, parts_of
from tickets.choices import Audience
from tickets.models import Incident, IncidentEvent
from tickets.use_cases.converse import add_comment

SOON = MORNING + timedelta(minutes=1)


def test_news_within_two_minutes_of_the_first_leaves_in_one_mail_of_its_thread(
    house: House, slow: Incident, postbox: Postbox
) -> None:
    for after in (0, 60, 119):
        says(slow, house.hank, after=after, body=f"Step {after}.")

    assert mails_sent(after=119) == 0
    assert mails_sent(after=120) == 1

    (mail,) = postbox.mails
    plain, page = parts_of(mail)
    assert mail["Subject"].startswith(f"[{slow.reference}]")
    assert mail["References"] == mail["In-Reply-To"] == f"<incident-{slow.pk}@example.com>"
    for text in (plain, page):
        assert text.index("Step 0.") < text.index("Step 60.") < text.index("Step 119.")
    assert plain.count(f"/i/{slow.reference}/") == 1


def test_what_comes_after_two_minutes_begins_the_next_mail(
    house: House, slow: Incident, postbox: Postbox
) -> None:
    says(slow, house.hank, after=0)
    assert mails_sent(after=120) == 1

    says(slow, house.hank, after=121)

    assert mails_sent(after=240) == 0
    assert mails_sent(after=241) == 1


def test_news_of_several_incidents_is_one_mail_that_is_in_no_thread(
    house: House, slow: Incident, postbox: Postbox
) -> None:
    other = opened(
        house.payroll,
        house.clara,
        description=HARDWARE_WORDS,
        impact=Impact.QUESTION,
        down_since=None,
    )
    forget()
    for incident in (slow, other):
        says(incident, house.hank, after=0)

    assert mails_sent(after=120) == 1

    (mail,) = postbox.mails
    assert mail["References"] is None
    for incident in (slow, other):
        assert incident.reference in mail["Subject"]
        assert f"/i/{incident.reference}/" in parts_of(mail)[0]


def test_what_is_urgent_leaves_at_once_and_alone(
    house: House, slow: Incident, incident: Incident, postbox: Postbox
) -> None:
    forget()
    says(slow, house.hank, after=0, body="Slowly.")
    says(incident, house.hank, after=1, body="Now!")

    assert mails_sent(after=1) == 1

    assert "Now!" in parts_of(postbox.mails[0])[0]
    assert "Slowly." not in parts_of(postbox.mails[0])[0]
    assert mails_sent(after=120) == 1


def test_the_message_id_is_the_rows_own(house: House, slow: Incident, postbox: Postbox) -> None:
    says(slow, house.hank, after=0)
    key = Dispatch.objects.get().key

    assert mails_sent(after=120) == 1

    assert postbox.mails[0]["Message-ID"] == f"<{key}@example.com>"


def test_what_its_reader_may_no_longer_read_is_left_out_and_an_empty_mail_is_dropped(
    house: House, slow: Incident, postbox: Postbox
) -> None:
    says(slow, house.hank, after=0, body="First.")
    says(slow, house.hank, after=1, body="Second.")
    house.clara.organisation = house.stranger.organisation
    house.clara.save()

    assert mails_sent(after=120) == 0

    assert Dispatch.objects.get().state == DispatchState.DROPPED
    assert postbox.mails == []


def test_a_long_mail_counts_what_it_does_not_spell_out(
    house: House, slow: Incident, postbox: Postbox
) -> None:
    for number in range(MOST_SHOWN + 2):
        says(slow, house.hank, after=number, body=f"Step {number:02}.")

    assert mails_sent(after=120) == 1

    for text in parts_of(postbox.mails[0]):
        assert "Step 01." not in text
        assert "Step 02." in text
        assert "And 2 more, in the portal" in text
        assert "http://testserver/notifications/" in text
    assert Notification.objects.filter(recipient=house.clara).count() == MOST_SHOWN + 2


def test_told_again_nobody_is_told_twice(house: House, slow: Incident) -> None:
    event = says(slow, house.hank, after=0)

    with transaction.atomic():
        tell(event, [house.clara, house.helen, house.rival_agent, None], at=SOON)

    told = Notification.objects.values_list("recipient__name", flat=True)
    assert sorted(told) == ["Clara Morel", "Helen Duval"]


def test_who_wants_no_mail_of_it_reads_it_in_the_portal_alone(house: House, slow: Incident) -> None:
    NewsChoice.objects.create(person=house.clara, group=NewsGroup.MESSAGE, by_mail=False)

    says(slow, house.hank, after=0)

    assert Notification.objects.get().mail is None
    assert not Dispatch.objects.exists()


def test_a_webhook_is_called_only_for_what_it_was_chosen_for(house: House, slow: Incident) -> None:
    Webhook.objects.create(
        person=house.clara, address="http://127.0.0.1:1/", secret="whsec_AAAA", created_at=MORNING
    )
    says(slow, house.hank, after=0)
    assert set(Dispatch.objects.values_list("medium", flat=True)) == {Medium.EMAIL}

    NewsChoice.objects.create(person=house.clara, group=NewsGroup.MESSAGE, by_webhook=True)
    says(slow, house.hank, after=1)

    assert set(Dispatch.objects.values_list("medium", flat=True)) == set(Medium)


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_to_gather_lose_nothing(house: House, slow: Incident) -> None:
    count = 6
    for number in range(count):
        add_comment(
            slow, audience=Audience.CLIENT, body=f"{number}", files=[], by=house.hank, at=SOON
        )
    events = list(slow.events.filter(kind="comment.added").order_by("sequence"))
    start = Barrier(count + 1)

    def _tells(event: IncidentEvent) -> None:
        start.wait()
        with transaction.atomic():
            tell(event, [house.clara, house.helen], at=SOON)
        connection.close()

    def _sends() -> None:
        start.wait()
        for _time in range(count):
            mails_sent(after=180)
        connection.close()

    _race([*(Thread(target=_tells, args=[event]) for event in events), Thread(target=_sends)])
    while mails_sent(after=180):
        pass

    assert Notification.objects.count() == 2 * count
    assert not Notification.objects.exclude(mail__state=DispatchState.SENT).exists()


def _race(racers: Sequence[Thread]) -> None:
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
