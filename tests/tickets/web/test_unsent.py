"""A session that expired while somebody was typing, in a browser without scripts."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from contracts.models import User
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
