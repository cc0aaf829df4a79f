"""What is too large is refused before it is read, from whoever sends it.

CSRF protection reads a whole form, its files too, before any view can look at their sizes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.api.problems import is_of_api, problem
from portal.web.refusals import refused
from tickets.rules.uploads import LARGEST, MEGABYTE, MOST_FILES

LARGEST_BODY = MOST_FILES * LARGEST + MEGABYTE
"""All the files that one message may have, and its words."""

LARGEST_OF_A_STRANGER = 2 * MEGABYTE
"""Without a session no form takes files; the API reads no body before it knows who asks."""


class TooLargeMiddleware:
    """Answer 413 to a body beyond the largest that is of use, and 411 to one of unknown length.

    Stands before CsrfViewMiddleware, as what is asked of a view, so that the page that says so is
    in the person's language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: Sequence[Any],
        _parts: Mapping[str, Any],
    ) -> HttpResponse | None:
        if _length_of(request) > _most_of(request):
            sentence = _(
                "This is more than can be sent at once: a message takes up to %(files)s files of "
                "%(each)s MB each. Send fewer or smaller files; what you wrote was not sent."
            ) % {"files": MOST_FILES, "each": LARGEST // MEGABYTE}
            return _refused(request, 413, "too-large", sentence)
        if "Transfer-Encoding" in request.headers and not request.headers.get("Content-Length"):
            sentence = _("The length of what is sent has to be said beforehand (Content-Length).")
            return _refused(request, 411, "length-required", sentence)
        return None


def _length_of(request: HttpRequest) -> int:
    """Return the length that is announced; the server reads no further than that."""
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _most_of(request: HttpRequest) -> int:
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return LARGEST_BODY if has_session or is_of_api(request) else LARGEST_OF_A_STRANGER


def _refused(request: HttpRequest, status: int, code: str, sentence: str) -> HttpResponse:
    if is_of_api(request):
        return problem(status, code, sentence)
    return refused(request, sentence, status=status)
