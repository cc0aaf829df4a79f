"""What a person chooses is kept whole, or refused with its reason."""

from datetime import time
from typing import Any

import pytest

from contracts.models import User
from escalation.choices import NewsGroup
from escalation.models import NewsChoice, QuietHours, Webhook
from escalation.rules.signatures import PREFIX
from escalation.selectors import habits_of
from escalation.use_cases.choose_news import (
    NewsUnknown,
    QuietTime,
    Ways,
    Wish,
    choose_news,
)
from tests.factories.contracts import MORNING

NIGHT = QuietTime(time(22), time(7), frozenset(range(5)))
ADDRESS = "https://gateway.example/sms?to=me"


def test_without_a_choice_all_comes_by_mail_and_nothing_by_webhook(mia: User) -> None:
    habits = habits_of(mia)

    assert list(habits.choices) == list(NewsGroup)
    assert all(each.by_mail and not each.by_webhook for each in habits.choices.values())
    assert (habits.quiet, habits.webhook) == (None, None)


def test_what_is_chosen_is_kept_and_the_rest_has_its_default_again(mia: User) -> None:
    choose_news(mia, Wish({NewsGroup.STATE: Ways(by_mail=False)}), at=MORNING)
    wish = Wish(
        {NewsGroup.MESSAGE: Ways(by_mail=False, by_webhook=True)}, quiet=NIGHT, address=ADDRESS
    )

    secret = choose_news(mia, wish, at=MORNING)

    habits = habits_of(mia)
    assert habits.choices[NewsGroup.STATE].by_mail
    assert habits.choices[NewsGroup.MESSAGE].by_webhook
    assert NewsChoice.objects.count() == 1
    assert habits.quiet is not None
    assert (habits.quiet.begins, habits.quiet.weekdays) == (time(22), [0, 1, 2, 3, 4])
    assert habits.webhook is not None
    assert (habits.webhook.address, habits.webhook.secret) == (ADDRESS, secret)
    assert secret.startswith(PREFIX)


def test_a_secret_is_told_once_and_another_address_has_another(mia: User) -> None:
    secrets = [
        choose_news(mia, Wish({}, address=address), at=MORNING)
        for address in (ADDRESS, ADDRESS, "https://other.example/", "", ADDRESS)
    ]

    assert secrets[1] == secrets[3] == ""
    assert len(set(secrets)) == 4


def test_what_is_given_up_is_forgotten(mia: User) -> None:
    choose_news(mia, Wish({}, quiet=NIGHT, address=ADDRESS), at=MORNING)
    choose_news(mia, Wish({}), at=MORNING)

    assert not QuietHours.objects.exists()
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish({NewsGroup.CALL: Ways(by_mail=False)}), "choices"),
        (Wish({NewsGroup.STATE: Ways(by_webhook=True)}), "address"),
        (Wish({}, QuietTime(time(22), time(7), frozenset())), "quiet_hours"),
        (Wish({}, QuietTime(time(22), time(7), frozenset({9}))), "quiet_hours"),
        (Wish({}, QuietTime(time(0), time(0), frozenset(range(7)))), "quiet_hours"),
        (Wish({}, QuietTime(time(8, 0, 30), time(8), frozenset(range(7)))), "quiet_hours"),
        (Wish({}, QuietTime(time(22), time(7, 0, 30), frozenset({0}))), "quiet_hours"),
        (Wish({}, address="gateway"), "address"),
        (Wish({}, address="https://"), "address"),
        (Wish({}, address="https://x:y/"), "address"),
        (Wish({}, address="https://[/"), "address"),
        (Wish({}, address=f"https://{'a' * 64}.example/"), "address"),
        (Wish({}, address="https://gateway.example/\r\nX: y"), "address"),
        (Wish({}, address="https://me:secret@gateway.example/"), "address"),
        (Wish({}, address="http://gateway.example/"), "address"),
        (Wish({}, address="https://127.0.0.1/"), "address"),
        (Wish({}, address="https://[::1]/"), "address"),
        (Wish({}, address="https://localhost/x"), "address"),
        (Wish({}, address="https://printer.local./"), "address"),
        (Wish({}, address="https://2130706433/"), "address"),
        (Wish({}, address="https://0x7f000001/"), "address"),
        (Wish({}, address="https://169.254.169.254/latest/"), "address"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_kept(
    wish: Wish, field: str, mia: User, settings: Any
) -> None:
    settings.WEBHOOKS_INTO_PRIVATE_NETWORKS = False

    with pytest.raises(NewsUnknown) as refusal:
        choose_news(mia, wish, at=MORNING)

    assert set(refusal.value.errors) == {field}
    assert not NewsChoice.objects.exists()
    assert not Webhook.objects.exists()


def test_a_client_chooses_nothing_of_what_it_never_gets(clara: User) -> None:
    with pytest.raises(NewsUnknown):
        choose_news(clara, Wish({NewsGroup.ESCALATION: Ways(by_mail=False)}), at=MORNING)
