"""A person's own language and time zone; a visitor's language by cookie or browser."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from contracts.models import User


class PreferencesMiddleware:
    """Stands behind LocaleMiddleware, which has chosen for a visitor and names the language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: User | AnonymousUser = request.user
        if isinstance(user, AnonymousUser):
            zone = settings.VISITORS_TIME_ZONE
        else:
            zone = user.time_zone
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        with timezone.override(_zone(zone)):
            return self._get_response(request)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the zone; one that this machine does not know counts as the visitors'."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.VISITORS_TIME_ZONE)
