"""A session that expired while somebody was typing, in a browser without scripts."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.http import parse_http_date

from contracts.models import User
from escalation.use_cases.forget_sessions import forget_expired_sessions
from portal.web.unsent import KEPT, KEPT_FOR
from tests.cast import House
from tests.factories import contracts
from tickets.models import Comment, Incident

WORDS = "The second node is down as well."


@pytest.fixture
def expired(at_home: Client) -> Client:
    """A browser whose session has run out, which nobody has told it."""
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    return at_home


def comment_on(incident: Incident) -> str:
    return f"/i/{incident.reference}/comment/"


def test_a_message_is_there_again_after_signing_in(
    expired: Client, fresh: Incident, clara: User
) -> None:
    address = comment_on(fresh)

    led = expired.post(address, {"audience": "internal", "body": WORDS})
    assert led["Location"] == f"/accounts/login/?next={address}"
    expired.force_login(clara)
    page = expired.get(address).content.decode()

    assert f">{WORDS}</textarea>" in page
    assert 'value="internal"\nchecked' in page
    assert "not sent" not in page.split("<main")[1].split("composer_body")[0]
    assert not Comment.objects.exists()
    assert WORDS not in expired.get(address, follow=True).content.decode()


def test_the_form_of_a_move_is_filled_in_again(
    expired: Client, fresh: Incident, clara: User
) -> None:
    address = f"/i/{fresh.reference}/move/impact/"

    expired.post(address, {"impact": "outage", "reason": WORDS})
    expired.force_login(clara)

    assert WORDS in expired.get(address).content.decode()


def test_a_report_is_filled_in_again(expired: Client, house: House, clara: User) -> None:
    address = "/incidents/new/"

    expired.post(address, {"configuration": house.payroll.pk, "description": WORDS})
    expired.force_login(clara)

    assert WORDS in expired.get(address).content.decode()


def test_somebody_else_at_the_same_browser_reads_nothing_of_it(
    expired: Client, fresh: Incident, house: House
) -> None:
    expired.post(comment_on(fresh), {"audience": "internal", "body": WORDS})
    expired.force_login(contracts.person("Carl Petit", house.vauquelin))

    assert WORDS not in expired.get(comment_on(fresh), follow=True).content.decode()


def test_nothing_is_kept_of_what_a_stranger_posts(
    client: Client, fresh: Incident, clara: User
) -> None:
    client.post(comment_on(fresh), {"audience": "internal", "body": WORDS})
    client.force_login(clara)

    assert WORDS not in client.get(comment_on(fresh), follow=True).content.decode()


def test_no_password_is_kept_not_even_where_it_is_changed(expired: Client) -> None:
    said = {"oldpassword": WORDS, "password1": WORDS, "password2": WORDS}

    led = expired.post("/accounts/password/change/", said)

    assert led["Location"].startswith("/accounts/login/")
    assert KEPT not in expired.session


def test_of_what_a_page_takes_back_the_passwords_are_left_out(
    expired: Client, fresh: Incident
) -> None:
    expired.post(comment_on(fresh), {"body": WORDS, "new_Password": "secret"})

    assert "secret" not in expired.session[KEPT]["body"]
    assert "body=" in expired.session[KEPT]["body"]


def test_what_nobody_came_back_for_is_deleted_by_any_request(
    expired: Client, fresh: Incident, clara: User
) -> None:
    expired.post(comment_on(fresh), {"audience": "internal", "body": WORDS})
    expired.force_login(clara)
    session = expired.session
    session[KEPT] |= {"at": timezone.now().timestamp() - KEPT_FOR.total_seconds()}
    session.set_expiry(None)
    session.save()

    expired.post("/language/", {"language": "fr"})

    assert KEPT not in expired.session


def test_where_nobody_signs_in_the_session_ends_with_what_it_keeps(
    expired: Client, fresh: Incident
) -> None:
    expired.post(comment_on(fresh), {"audience": "internal", "body": WORDS})

    kept = Session.objects.get(session_key=expired.session.session_key)
    assert kept.expire_date <= timezone.now() + KEPT_FOR


def test_an_expired_session_is_deleted_once_it_is_of_no_use(
    expired: Client, fresh: Incident, clara: User
) -> None:
    now = timezone.now()
    expired.post(comment_on(fresh), {"audience": "internal", "body": WORDS})

    assert forget_expired_sessions(at=now) == 0
    assert forget_expired_sessions(at=now + timedelta(days=1)) == 1
    assert Session.objects.get().session_key == expired.session.session_key


def test_the_cookie_outlives_its_session_and_still_says_whose_it_was(
    clara: User, client: Client, settings: Any
) -> None:
    clara.set_password(WORDS)
    clara.save()

    client.post("/accounts/login/", {"login": clara.email, "password": WORDS})

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    day = 24 * 3600
    assert cookie["max-age"] == settings.SESSION_COOKIE_AGE + day
    expires_at = parse_http_date(cookie["expires"])
    ends_at = Session.objects.get().expire_date.timestamp()
    assert expires_at - ends_at == pytest.approx(day, abs=5)
