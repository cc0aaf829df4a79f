"""The house says no in one way, here turned into an answer for all rooms' pages.

A view that can show its own form again catches a refusal itself; what arrives here had no form.
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from contracts.rules.refusal import Refusal
from portal.api.problems import is_of_api

_WORDS = ("reason", "body", "note", "way_back", "cause", "evidence", "text")
"""What people write in whole sentences, by the names of its fields in all rooms."""


class RefusalsMiddleware:
    """Answer a refusal with its status: a fragment for htmx, else a page with the way back.

    The page says that nothing was sent, so the browser keeps what was typed (portal.js); and it
    shows the words that came with it, to be copied: somebody else was faster, not better.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        is_of_button = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        if is_of_button and request.method == "GET" and not is_of_api(request):
            return _by_a_button_alone(request, allowed=response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        typed = [said for name in _WORDS if (said := request.POST.get(name, "").strip())]
        return refused(request, exception.sentence, status=exception.status, typed=typed)


def _by_a_button_alone(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """Say that nothing was done to who signed in again after pressing a button that asks nothing.

    The door leads to the address of the button, which takes no reading.
    """
    sentence = _(
        "Nothing was done: you had been signed out, or followed an address that only a button "
        "uses. Go back to its page, and press it again."
    )
    status = HTTPStatus.METHOD_NOT_ALLOWED
    response = refused(request, sentence, status=status, back=_page_above(request.path))
    response["Allow"] = allowed
    return response


def _page_above(path: str) -> str:
    """Return the nearest page under which an address lies."""
    while len(path) > 1:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if is_valid_path(path):
            return path
    return "/"


def refused(
    request: HttpRequest, sentence: Any, *, status: int, typed: Sequence[str] = (), back: str = ""
) -> HttpResponse:
    """Answer with a sentence why something was not done, and with the words that came with it.

    It reads nothing of the request's body, which may be too large to be read.
    """
    is_fragment = "HX-Request" in request.headers
    template = "_refusal.html" if is_fragment else "refused.html"
    context = {
        "sentence": sentence,
        "back": "" if is_fragment else back or back_from(request),
        "is_late": status == HTTPStatus.CONFLICT,
        "is_absent": status == HTTPStatus.NOT_FOUND,
        "typed": typed,
    }
    return render(request, template, context, status=status)


def back_from(request: HttpRequest) -> str:
    """Return the page from which a request came, unless it lies outside this site or is itself."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return came_from if is_ours and came_from != request.build_absolute_uri() else "/"
