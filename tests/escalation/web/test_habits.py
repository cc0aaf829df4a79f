"""The page of what a person is told of: it keeps, refuses beside the field, tells secrets once."""

import re
from typing import Any

import pytest
from django.test import Client

from contracts.models import User
from escalation.choices import NewsGroup
from escalation.models import NewsChoice, QuietHours, Webhook
from escalation.rules.news_groups import groups_for
from tests.gateway import Gateway

PAGE = "/me/notifications/"


def _sent(person: User, **changes: Any) -> dict[str, Any]:
    """Return the form as it stands without a choice, with some answers changed."""
    form = {f"mail-{group}": "on" for group in groups_for(person.kind)}
    return form | {"begins": "22:00", "ends": "07:00", "days": list(range(7))} | changes


def _pages(client: Client, person: User, **changes: Any) -> Any:
    client.force_login(person)
    return client.post(PAGE, _sent(person, **changes))


def test_the_page_shows_each_group_and_locks_the_mail_that_calls(client: Client, mia: User) -> None:
    client.force_login(mia)

    page = client.get(PAGE).content.decode()

    assert re.search(r'<input[^>]*name="mail-call"[^>]*disabled', page)
    assert page.count('name="mail-') == page.count('name="call-') == len(NewsGroup)


def test_what_is_chosen_is_kept(client: Client, mia: User) -> None:
    form = _sent(mia, is_quiet="on", days=[5, 6])
    del form["mail-state"]
    client.force_login(mia)

    answer = client.post(PAGE, form)

    assert answer.status_code == 302
    assert not NewsChoice.objects.get().by_mail
    assert QuietHours.objects.get().weekdays == [5, 6]


def test_a_page_left_as_it_is_keeps_the_mail_that_calls(client: Client, mia: User) -> None:
    form = _sent(mia)
    del form["mail-call"]  # a browser sends nothing of a box that is locked
    client.force_login(mia)

    assert client.post(PAGE, form).status_code == 302
    assert not NewsChoice.objects.exists()


def test_a_secret_is_shown_once(client: Client, mia: User, gateway: Gateway) -> None:
    answer = _pages(client, mia, address=gateway.address)

    secret = Webhook.objects.get().secret
    assert secret in answer.content.decode()
    assert secret not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address": "not an address"}, "address"),
        ({"call-state": "on"}, "address"),
        ({"is_quiet": "on", "days": []}, "days"),
        ({"is_quiet": "on", "begins": ""}, "begins"),
        ({"is_quiet": "on", "ends": "late"}, "ends"),
        ({"is_quiet": "on", "begins": "00:00", "ends": "00:00"}, "days"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, mia: User, changes: dict[str, Any], field: str
) -> None:
    answer = _pages(client, mia, **{"mail-message": "on", **changes})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    for name, value in changes.items():
        if isinstance(value, str) and value not in {"on", ""}:
            assert f'value="{value}"' in page, name
    assert not NewsChoice.objects.exists()
    assert not QuietHours.objects.exists()


def test_it_is_linked_from_the_preferences_and_the_news(client: Client, mia: User) -> None:
    client.force_login(mia)

    for page in ("/me/", "/notifications/"):
        assert f'href="{PAGE}"' in client.get(page).content.decode()
