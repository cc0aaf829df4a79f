"""When it is our fault: a page that needs neither the database nor the shell."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views import defaults

from portal.api.problems import is_of_api, problem


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the reference under which the logs know this request."""
    reference = request.META.get("HTTP_X_REQUEST_ID", "")[:8].upper()
    if is_of_api(request):
        sentence = _("It has been written down as %(reference)s. Try again; if it stays, call us.")
        return problem(500, "server-error", sentence % {"reference": reference})
    page = loader.get_template("500.html").render({"reference": reference})
    return HttpResponse(page, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot even be read."""
    if is_of_api(request):
        return problem(400, "malformed", _("The request cannot be read."))
    return defaults.bad_request(request, exception)


def nothing_here(_request: HttpRequest, *_parts: str) -> HttpResponse:
    """Keep shut what the sign-in package offers and this house does not."""
    raise Http404
