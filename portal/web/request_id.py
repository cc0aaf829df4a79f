"""Each answer carries the id under which its request stands in the logs."""

import re
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

HEADER = "X-Request-ID"
_META = "HTTP_X_REQUEST_ID"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestIdMiddleware:
    """Takes the id that came along when it is well-formed, else makes one; answers with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get(_META, "")
        request_id = given if _WELL_FORMED.fullmatch(given) else str(uuid4())
        request.META[_META] = request_id
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        response = self._get_response(request)
        response[HEADER] = request_id
        return response
