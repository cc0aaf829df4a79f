"""Problem documents (RFC 9457): the one shape in which the API says no."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

ROOT = "/api/v1/"
MEDIA_TYPE = "application/problem+json"
TYPE = "urn:guichet:problem:"

_TITLES = {
    400: _("The request cannot be read"),
    401: _("Sign in"),
    403: _("Not yours to do"),
    404: _("Not found"),
    405: _("Not done this way here"),
    406: _("Not available in this form"),
    409: _("Not possible now"),
    411: _("Length required"),
    412: _("It has changed meanwhile"),
    413: _("Too large"),
    415: _("This kind of content is not taken"),
    422: _("Some answers cannot be taken"),
    429: _("Too many requests"),
    500: _("Our fault"),
}


def problem(
    status: int,
    code: str,
    detail: Any,
    *,
    errors: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer with a problem: ``code`` is for programs, ``detail`` for people."""
    document = {
        **(extra or {}),
        "type": TYPE + code,
        "title": str(_TITLES.get(status, _("Refused"))),
        "status": status,
        "detail": str(detail),
    }
    if errors:
        document["errors"] = {field: [str(each) for each in errors[field]] for field in errors}
    # In ASCII: half a surrogate pair that somebody sent has no other way back.
    answer = HttpResponse(json.dumps(document), status=status, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    return answer


def is_of_api(request: HttpRequest) -> bool:
    """Tell whether a request is a program's, to be answered with a problem and not a page."""
    return request.path.startswith(ROOT)
