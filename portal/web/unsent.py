"""What somebody was sending when the session had expired is there again after signing in.

With a script the browser keeps the text itself (portal.js); this is for browsers without.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions import middleware as sessions
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import http_date

KEPT = "unsent"
KEPT_FOR = timedelta(hours=1)
REMEMBERED_FOR = timedelta(days=1)
LONGEST = 200_000


class SessionMiddleware(sessions.SessionMiddleware):
    """The cookie outlives its session by a day, and still says whose it was."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and cookie["max-age"]:
            cookie["max-age"] += int(REMEMBERED_FOR.total_seconds())
            cookie["expires"] = http_date(timezone.now().timestamp() + cookie["max-age"])
        return response


class UnsentMiddleware:
    """Keep a post that is led to the door, and hand it to the page that is asked for next.

    Only whoever had the expired session gets it back, and only at the address it was sent to.
    Kept is what a page takes back (``takes_unsent``), and of that no password.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.unsent = _take(request)  # type: ignore[attr-defined]
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
        and _takes_it_back(request)
    )


def _takes_it_back(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "takes_unsent", False)


def _keep(request: HttpRequest) -> None:
    owner = _owner_of_the_expired(request)
    said = request.POST.copy()
    for name in request.POST:
        if name == "csrfmiddlewaretoken" or "password" in name.lower():
            del said[name]
    body = said.urlencode()
    if owner and len(body) <= LONGEST:
        at = timezone.now().timestamp()
        request.session[KEPT] = {"path": request.path, "body": body, "owner": owner, "at": at}
        # Where nobody signs in, the session that holds it is soon over; signing in lengthens it.
        request.session.set_expiry(KEPT_FOR)


def _take(request: HttpRequest) -> QueryDict | None:
    """Return what the page asked for takes back; what nobody can be given any more is deleted."""
    kept = request.session.get(KEPT)
    if kept is None:
        return None
    is_stale = timezone.now().timestamp() - kept["at"] >= KEPT_FOR.total_seconds()
    is_anothers = request.user.is_authenticated and kept["owner"] != str(request.user.pk)
    if is_stale or is_anothers:
        del request.session[KEPT]
        return None
    is_asked_for = request.method == "GET" and kept["path"] == request.path
    if not (is_asked_for and request.user.is_authenticated):
        return None
    del request.session[KEPT]
    return QueryDict(kept["body"])


def _owner_of_the_expired(request: HttpRequest) -> str:
    """Return whose session the browser's cookie named before it expired, or nothing."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    expired = Session.objects.filter(session_key=key).first() if key else None
    return str(expired.get_decoded().get(SESSION_KEY, "")) if expired else ""
