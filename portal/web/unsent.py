"""What somebody was sending when the session had expired is there again after signing in.

With a script the browser keeps the text itself (portal.js); this is for browsers without.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone

KEPT = "unsent"
KEPT_FOR = timedelta(hours=1)
LONGEST = 200_000
_NOT_KEPT = ("csrfmiddlewaretoken", "password")


class UnsentMiddleware:
    """Keep a post that is led to the door, and hand it to the page that is asked for next.

    Only whoever had the expired session gets it back, and only at the address it was sent to.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.unsent = _take(request) if request.method == "GET" else None  # type: ignore[attr-defined]
        response = self._get_response(request)
        if request.method == "POST" and _is_led_to_the_door(request, response):
            _keep(request)
        return response


def _is_led_to_the_door(request: HttpRequest, response: HttpResponse) -> bool:
    door = resolve_url(settings.LOGIN_URL)
    return (
        isinstance(response, HttpResponseRedirect)
        and response.url.startswith(door)
        and request.path != door
        and not request.user.is_authenticated
        and "HX-Request" not in request.headers
    )


def _keep(request: HttpRequest) -> None:
    owner = _owner_of_the_expired(request)
    said = request.POST.copy()
    for name in _NOT_KEPT:
        said.pop(name, None)
    body = said.urlencode()
    if owner and len(body) <= LONGEST:
        at = timezone.now().timestamp()
        request.session[KEPT] = {"path": request.path, "body": body, "owner": owner, "at": at}


def _take(request: HttpRequest) -> QueryDict | None:
    kept = request.session.get(KEPT) if request.user.is_authenticated else None
    if kept is None or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    is_fresh = timezone.now().timestamp() - kept["at"] < KEPT_FOR.total_seconds()
    return QueryDict(kept["body"]) if is_fresh and kept["owner"] == str(request.user.pk) else None


def _owner_of_the_expired(request: HttpRequest) -> str:
    """Return whose session the browser's cookie named before it expired, or nothing."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    expired = Session.objects.filter(session_key=key).first() if key else None
    return str(expired.get_decoded().get(SESSION_KEY, "")) if expired else ""
