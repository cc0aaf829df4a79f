"""Undoing agreed terms on their page: one vendor asks, the other confirms."""

import re
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


def act(client: Client, step: str, **said: Any) -> Any:
    return client.post(RESCIND, {"step": step, "password": PASSWORD, **said})


def opened(client: Client, **said: str) -> dict[str, str]:
    """Return what the page that stands now would post."""
    page = client.get(RESCIND).content.decode()
    hidden = re.findall(r'<input type="hidden" name="(step|read)"(?: value="([^"]*)")?', page)
    return {**dict(hidden), "password": PASSWORD, **said}


def asked(terms: Terms, by: User, reason: str = "Wrong fee.") -> None:
    ask_to_rescind(terms, reason=reason, by=by, at=timezone.now())


def test_one_asks_and_the_other_confirms(client: Client, house: House, agreed: Terms) -> None:
    as_manager(client, house.helen)
    assert f'href="{RESCIND}"' in client.get(PAGE).content.decode()
    assert "12,500.00" in client.get(RESCIND).content.decode()
    assert act(client, "ask", reason="Wrong fee.").headers["Location"] == PAGE
    agreed.refresh_from_db()
    assert agreed.state == TermsState.APPROVED

    as_manager(client, house.max)
    assert "Wrong fee." in client.get(PAGE).content.decode()
    page = client.get(RESCIND).content.decode()
    assert "Helen Duval, Compaq, asked on" in page
    assert 'name="reason"' not in page
    client.post(RESCIND, opened(client))

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
    asked(agreed, house.helen)
    as_manager(client, house.max)

    answer = act(client, "ask", reason="Ours too.")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("The other vendor asked for it meanwhile.") == 1
    assert "Wrong fee." in page
    agreed.refresh_from_db()
    assert agreed.state == TermsState.APPROVED
    assert client.post(RESCIND, opened(client)).status_code == 302


def test_who_has_asked_takes_it_back_until_the_other_confirms(
    client: Client, house: House, agreed: Terms
) -> None:
    asked(agreed, house.helen)
    as_manager(client, house.helen)
    assert f'href="{RESCIND}"' in client.get(PAGE).content.decode()
    page = client.get(RESCIND).content.decode()
    assert "Wrong fee." in page
    assert 'name="reason"' not in page
    take_back = opened(client)
    assert client.post(RESCIND, take_back | {"password": "wrong"}).status_code == 422
    assert hasattr(Terms.objects.get(pk=agreed.pk), "rescission")

    answer = client.post(RESCIND, take_back)

    assert answer.headers["Location"] == PAGE
    assert not hasattr(Terms.objects.get(pk=agreed.pk), "rescission")
    assert "Wrong fee." not in client.get(PAGE).content.decode()


def test_who_asks_twice_takes_nothing_back_unread(
    client: Client, house: House, agreed: Terms
) -> None:
    asked(agreed, house.helen)
    as_manager(client, house.helen)

    answer = act(client, "ask", reason="Wrong fee.")

    assert answer.status_code == 409
    assert hasattr(Terms.objects.get(pk=agreed.pk), "rescission")


def test_who_meant_to_confirm_asks_nothing_once_it_was_taken_back(
    client: Client, house: House, agreed: Terms
) -> None:
    asked(agreed, house.helen)
    as_manager(client, house.max)
    confirm = opened(client)
    take_back_rescission(agreed, by=house.helen, at=timezone.now())

    answer = client.post(RESCIND, confirm)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The request was taken back meanwhile. Nothing was done." in page
    assert answer.context["form"].errors == {}
    assert not hasattr(Terms.objects.get(pk=agreed.pk), "rescission")


def test_who_read_one_request_does_not_confirm_another(
    client: Client, house: House, agreed: Terms
) -> None:
    asked(agreed, house.helen)
    as_manager(client, house.max)
    confirm = opened(client)
    take_back_rescission(agreed, by=house.helen, at=timezone.now())
    asked(agreed, house.helen, "Another reason.")

    answer = client.post(RESCIND, confirm)

    assert answer.status_code == 409
    assert "Another reason." in answer.content.decode()
    agreed.refresh_from_db()
    assert agreed.state == TermsState.APPROVED
    client.post(RESCIND, opened(client))
    agreed.refresh_from_db()
    assert agreed.reason == "Another reason."


def test_what_a_colleague_asked_anew_is_not_taken_back_unread(
    client: Client, house: House, agreed: Terms
) -> None:
    asked(agreed, house.helen)
    as_manager(client, house.helen)
    take_back = opened(client)
    client.post(RESCIND, take_back)
    asked(agreed, house.helen, "Another reason.")

    assert client.post(RESCIND, take_back).status_code == 409

    assert Terms.objects.get(pk=agreed.pk).rescission.reason == "Another reason."


def test_who_clicks_twice_has_taken_it_back_once(
    client: Client, house: House, agreed: Terms
) -> None:
    asked(agreed, house.helen)
    as_manager(client, house.helen)
    take_back = opened(client)
    client.post(RESCIND, take_back)

    assert client.post(RESCIND, take_back).headers["Location"] == PAGE

    assert "Nobody asks for it any more." in client.get(PAGE).content.decode()
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


def test_who_confirms_twice_reads_that_it_is_done_and_by_whom(
    client: Client, house: House, agreed: Terms
) -> None:
    asked(agreed, house.helen)
    as_manager(client, house.max)
    confirm = opened(client)
    client.post(RESCIND, confirm)

    assert client.post(RESCIND, confirm).headers["Location"] == PAGE
    told = "These terms are rescinded: the second vendor has confirmed it. It was Max Berg, "
    assert told in client.get(PAGE).content.decode()
    as_manager(client, house.helen)
    late = act(client, "take-back")
    assert late.status_code == 409
    assert told in late.content.decode()
