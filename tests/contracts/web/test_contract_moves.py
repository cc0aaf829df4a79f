"""Approving, refusing and withdrawing proposed terms on their page."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from contracts.choices import TermsState
from contracts.models import Terms, User
from tests.cast import House
from tests.contracts.web.offering import amendment, drawn_up

PAGE = "/contracts/CM-0417/v2/"
PASSWORD = "correct horse"


@pytest.fixture
def offered(house: House) -> Terms:
    cache.clear()
    return amendment(house)


def as_manager(client: Client, user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)


def act(client: Client, action: str, **said: str) -> Any:
    return client.post(f"{PAGE}{action}/", said)


def test_both_managers_approve_with_their_passwords(
    client: Client, house: House, offered: Terms
) -> None:
    as_manager(client, house.helen)
    assert "Yours is the first of two approvals" in client.get(PAGE).content.decode()
    assert act(client, "approve", password=PASSWORD).headers["Location"] == PAGE

    as_manager(client, house.max)
    page = client.get(PAGE).content.decode()
    assert "Yours is the second approval" in page
    assert "Helen Duval" in page
    act(client, "approve", password=PASSWORD)

    offered.refresh_from_db()
    assert offered.state == TermsState.APPROVED
    assert "Approved, to come" in client.get(PAGE).content.decode()
    client.force_login(house.clara)
    assert client.get(PAGE).status_code == 200


def test_a_contract_whose_first_day_has_passed_is_offered_anew(
    client: Client, house: House
) -> None:
    cache.clear()
    terms = drawn_up(house, starts_on=date(2026, 1, 31), at=datetime(2026, 1, 30, tzinfo=UTC))
    as_manager(client, house.max)

    answer = client.post("/contracts/CM-0500/v1/approve/", {"password": PASSWORD})

    assert answer.status_code == 409
    assert "offer them anew with a later first day" in answer.content.decode()
    page = client.get("/contracts/CM-0500/v1/").content.decode()
    assert "offer them anew with a later first day" in page
    assert 'name="password"' not in page
    assert "/v1/refuse/" in page
    assert not terms.approvals.exists()
    for seen in (page, client.get("/contracts/").content.decode()):
        assert "Its day has passed: too late to approve" in seen
        assert "Waits for" not in seen


def test_a_wrong_password_approves_nothing(client: Client, house: House, offered: Terms) -> None:
    as_manager(client, house.helen)

    answer = act(client, "approve", password="wrong")

    assert answer.status_code == 422
    assert "This is not your password. Nothing was approved." in answer.content.decode()
    assert not offered.approvals.exists()


def test_a_refusal_needs_its_reason(client: Client, house: House, offered: Terms) -> None:
    client.force_login(house.max)

    assert act(client, "refuse", reason=" ").status_code == 422
    act(client, "refuse", reason="Too dear.")

    page = client.get(PAGE).content.decode()
    assert "Too dear." in page
    assert "Refused" in page


def test_only_whose_offer_it_is_withdraws_it(client: Client, house: House, offered: Terms) -> None:
    client.force_login(house.max)
    assert client.get(f"{PAGE}withdraw/").status_code == 403
    assert f"{PAGE}withdraw/" not in client.get(PAGE).content.decode()

    client.force_login(house.helen)
    act(client, "withdraw", reason="A slip.")

    offered.refresh_from_db()
    assert (offered.state, offered.reason) == (TermsState.WITHDRAWN, "A slip.")


def test_a_member_reads_and_does_nothing(client: Client, house: House, offered: Terms) -> None:
    client.force_login(house.hank)

    page = client.get(PAGE).content.decode()

    assert 'name="password"' not in page
    assert "A manager of each vendor approves" in page
    for action in ("approve", "refuse", "withdraw"):
        assert act(client, action, password="x", reason="x").status_code == 403


def test_what_has_ended_cannot_be_moved(client: Client, house: House, offered: Terms) -> None:
    client.force_login(house.max)
    act(client, "refuse", reason="No.")

    answer = act(client, "refuse", reason="Again.")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "the terms are “Refused”. It was Max Berg, Microsoft, on " in page
    assert "Again." in page
    assert "This was not done" not in page
    client.force_login(house.hank)
    assert act(client, "refuse", reason="x").status_code == 403


def test_approving_a_second_time_reads_that_it_was_done(
    client: Client, house: House, offered: Terms
) -> None:
    as_manager(client, house.helen)
    act(client, "approve", password=PASSWORD)

    page = act(client, "approve", password=PASSWORD).content.decode()

    assert "Your company has already approved these terms. It was Helen Duval, Compaq, on " in page
    assert "This was not done" not in page


def test_an_unknown_move_is_not_found(client: Client, house: House, offered: Terms) -> None:
    client.force_login(house.max)

    assert act(client, "praise").status_code == 404
    assert client.get("/contracts/CM-0417/v99/").status_code == 404
