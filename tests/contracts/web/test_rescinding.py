"""Undoing agreed terms on their page: one vendor asks, the other confirms."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from contracts.choices import TermsState
from contracts.models import Terms, User
from contracts.use_cases.approve_terms import approve_terms
from contracts.use_cases.rescind_terms import ask_to_rescind, take_back_rescission
from tests.cast import House
from tests.contracts.web.offering import amendment

PAGE = "/contracts/CM-0417/v2/"
RESCIND = f"{PAGE}rescind/"
PASSWORD = "correct horse"


@pytest.fixture
def agreed(house: House) -> Terms:
    cache.clear()
    offered = amendment(house)
    for manager in (house.helen, house.max):
        approve_terms(offered, by=manager, at=timezone.now() - timedelta(minutes=1))
    return offered


def as_manager(client: Client, user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)


def act(client: Client, step: str, **said: str) -> Any:
    return client.post(RESCIND, {"step": step, "password": PASSWORD, **said})


def test_one_asks_and_the_other_confirms(client: Client, house: House, agreed: Terms) -> None:
    as_manager(client, house.helen)
    assert f'href="{RESCIND}"' in client.get(PAGE).content.decode()
    assert "12,500.00" in client.get(RESCIND).content.decode()
    assert act(client, "ask", reason="Wrong fee.").headers["Location"] == PAGE
    agreed.refresh_from_db()
    assert agreed.state == TermsState.APPROVED

    as_manager(client, house.max)
    assert "Wrong fee." in client.get(PAGE).content.decode()
    asked = client.get(RESCIND).content.decode()
    assert "Helen Duval, Compaq, asked on" in asked
    assert 'name="reason"' not in asked
    act(client, "confirm")

    agreed.refresh_from_db()
    assert agreed.state == TermsState.RESCINDED


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"reason": " "}, "Give the reason"),
        ({"reason": "x" * 5001}, "This text is too long"),
        ({"reason": "kept words", "password": "wrong"}, "Nothing was done."),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_lost(
    client: Client, house: House, agreed: Terms, said: dict[str, str], told: str
) -> None:
    as_manager(client, house.helen)

    answer = act(client, "ask", **said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert said["reason"].strip() in page
    assert not hasattr(Terms.objects.get(pk=agreed.pk), "rescission")


def test_who_meant_to_ask_does_not_confirm_unread(
    client: Client, house: House, agreed: Terms
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=timezone.now())
    as_manager(client, house.max)

    answer = act(client, "ask", reason="Ours too.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The other vendor asked for it meanwhile." in page
    assert "Wrong fee." in page
    agreed.refresh_from_db()
    assert agreed.state == TermsState.APPROVED
    assert act(client, "confirm").status_code == 302


def test_who_has_asked_takes_it_back_until_the_other_confirms(
    client: Client, house: House, agreed: Terms
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=timezone.now())
    as_manager(client, house.helen)
    assert f'href="{RESCIND}"' in client.get(PAGE).content.decode()
    page = client.get(RESCIND).content.decode()
    assert "Wrong fee." in page
    assert 'name="reason"' not in page
    assert act(client, "take_back", password="wrong").status_code == 422
    assert hasattr(Terms.objects.get(pk=agreed.pk), "rescission")

    answer = act(client, "take_back")

    assert answer.headers["Location"] == PAGE
    assert not hasattr(Terms.objects.get(pk=agreed.pk), "rescission")
    assert "Wrong fee." not in client.get(PAGE).content.decode()


def test_who_asks_twice_takes_nothing_back_unread(
    client: Client, house: House, agreed: Terms
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=timezone.now())
    as_manager(client, house.helen)

    answer = act(client, "ask", reason="Wrong fee.")

    assert answer.status_code == 422
    assert hasattr(Terms.objects.get(pk=agreed.pk), "rescission")


def test_who_meant_to_confirm_asks_nothing_once_it_was_taken_back(
    client: Client, house: House, agreed: Terms
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=timezone.now())
    take_back_rescission(agreed, by=house.helen, at=timezone.now())
    as_manager(client, house.max)

    answer = act(client, "confirm")

    assert answer.status_code == 422
    assert not hasattr(Terms.objects.get(pk=agreed.pk), "rescission")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("hank", 403),
        ("mia", 403),
        ("clara", 403),
        ("stranger", 404),
        ("rival_agent", 404),
        ("olga", 404),
    ],
)
def test_others_undo_nothing(
    client: Client, house: House, agreed: Terms, who: str, status: int
) -> None:
    client.force_login(getattr(house, who))

    assert client.get(RESCIND).status_code == status
    assert act(client, "ask", reason="No.").status_code == status
    if status == 403:
        assert RESCIND not in client.get(PAGE).content.decode()
