from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from contracts.models import User
from portal.web.preferences import PreferencesMiddleware


@pytest.fixture
def seen() -> Callable[[User | AnonymousUser], tuple[str | None, str]]:
    """Which language and zone a page finds."""

    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{translation.get_language()} {timezone.get_current_timezone_name()}")

    def look(person: User | AnonymousUser) -> tuple[str | None, str]:
        request = RequestFactory().get("/")
        request.user = person
        with translation.override("fr"):
            language, zone = PreferencesMiddleware(page)(request).content.decode().split()
        return language, zone

    return look


def test_a_person_reads_the_own_language_in_the_own_time(
    seen: Callable[[User | AnonymousUser], tuple[str | None, str]],
) -> None:
    assert seen(User(language="en", time_zone="Europe/London")) == ("en", "Europe/London")


def test_a_visitor_keeps_the_language_that_was_chosen_and_has_the_houses_time(
    seen: Callable[[User | AnonymousUser], tuple[str | None, str]],
) -> None:
    assert seen(AnonymousUser()) == ("fr", "Europe/Paris")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_zone_that_is_none_counts_as_the_houses(
    seen: Callable[[User | AnonymousUser], tuple[str | None, str]], zone: str
) -> None:
    assert seen(User(language="fr", time_zone=zone)) == ("fr", "Europe/Paris")


def test_the_zone_does_not_stay_behind(
    seen: Callable[[User | AnonymousUser], tuple[str | None, str]],
) -> None:
    seen(User(language="en", time_zone="Asia/Tokyo"))

    assert timezone.get_current_timezone_name() == "UTC"
