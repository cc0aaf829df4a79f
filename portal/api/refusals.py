"""Turns every *no* of the API, ours, Django's and the framework's, into a problem document."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions

from contracts.rules.refusal import Refusal
from portal.api.problems import problem

_CODES: Mapping[type[exceptions.APIException], str] = {
    exceptions.ParseError: "malformed",
    exceptions.PermissionDenied: "forbidden",
    exceptions.MethodNotAllowed: "method-not-allowed",
    exceptions.NotAcceptable: "not-acceptable",
    exceptions.UnsupportedMediaType: "unsupported-media-type",
    exceptions.Throttled: "too-many-requests",
    exceptions.NotAuthenticated: "not-authenticated",
    exceptions.AuthenticationFailed: "invalid-token",
}
_WHOLE = "non_field_errors"


def problem_for(fault: Exception, _context: Mapping[str, Any]) -> HttpResponse | None:
    """Answer a refusal or a request that cannot be served; None for bugs, which are raised on."""
    if isinstance(fault, Refusal):
        return problem(
            fault.status, fault.code, fault.sentence, errors=fault.errors, extra=fault.extra
        )
    if isinstance(fault, Http404 | exceptions.NotFound):
        return problem(404, "not-found", _("There is nothing here, or nothing for you to see."))
    if isinstance(fault, exceptions.ValidationError):
        return _invalid(fault)
    if isinstance(fault, exceptions.APIException):
        return _framework(fault)
    return _of_django(fault)


def _invalid(fault: exceptions.ValidationError) -> HttpResponse:
    detail = fault.detail
    fields = detail if isinstance(detail, dict) else {_WHOLE: detail}
    errors = {
        "body" if field == _WHOLE else str(field): list(_sentences(said))
        for field, said in fields.items()
    }
    first = next((said[0] for said in errors.values() if said), "")
    return problem(422, "invalid", first, errors=errors)


def _sentences(said: Any, within: str = "") -> Iterator[str]:
    """Yield the sentences about a field, those about its parts led by their names or rows."""
    if isinstance(said, Mapping):
        for part, inner in said.items():
            yield from _sentences(inner, within if part == _WHOLE else f"{within}{_place(part)}")
    elif isinstance(said, list | tuple):
        for each in said:
            yield from _sentences(each, within)
    else:
        yield f"{within}{said}"


def _place(part: Any) -> str:
    """Name a part of a field; the rows of a list count from one."""
    if isinstance(part, int):
        return _("row %(number)s, ") % {"number": part + 1}
    return f"{part}: "


def _framework(fault: exceptions.APIException) -> HttpResponse:
    answer = problem(fault.status_code, _CODES.get(type(fault), "refused"), fault.detail)
    authenticate = getattr(fault, "auth_header", "")
    if authenticate:
        if isinstance(fault, exceptions.AuthenticationFailed):
            authenticate += ', error="invalid_token"'
        answer["WWW-Authenticate"] = authenticate
    wait = getattr(fault, "wait", None)
    if wait is not None:
        answer["Retry-After"] = str(int(wait))
    return answer


def _of_django(fault: Exception) -> HttpResponse | None:
    if isinstance(fault, PermissionDenied):
        return problem(403, "forbidden", _("This is not yours to do."))
    if isinstance(fault, RequestDataTooBig):
        return problem(413, "too-large", _("The request is too large."))
    if isinstance(fault, SuspiciousOperation):
        return problem(400, "malformed", _("The request cannot be read."))
    return None
