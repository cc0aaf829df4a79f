"""Every answer to a reader carries its mark, so that an answer that is alike is not sent twice."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portal.api.problems import is_of_api, problem


class ConditionalMiddleware:
    """Marks what the API answers to a GET with a keyed ETag per reader, and answers 304.

    An operation that marks its object itself, for ``If-Match``, keeps its own mark.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._get_response(request)
        if not (is_of_api(request) and isinstance(answer, HttpResponse)):
            return answer
        patch_vary_headers(answer, ["Authorization", "Cookie", "Accept-Language"])
        if request.method not in {"GET", "HEAD"} or answer.status_code != 200:  # noqa: PLR2004
            return answer
        if not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-cache"
        if not answer.has_header("ETag"):
            answer["ETag"] = mark_of(request, answer.content)
        found = get_conditional_response(request, etag=answer["ETag"], response=answer)
        if found is not None and found.status_code == 412:  # noqa: PLR2004
            return problem(412, "stale", _("It has changed since you read it."))
        return found or answer


def mark_of(request: HttpRequest, content: bytes) -> str:
    """Return a quoted mark of what one reader was answered; it tells nothing to another."""
    keyed = str(request.user.pk).encode() + b":" + content
    return f'"{salted_hmac("portal.api.etags", keyed).hexdigest()[:32]}"'
