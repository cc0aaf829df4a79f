"""When it is our fault: a page that needs neither the database nor the shell."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the reference under which the logs know this request."""
    reference = request.META.get("HTTP_X_REQUEST_ID", "")[:8].upper()
    page = loader.get_template("500.html").render({"reference": reference})
    return HttpResponse(page, status=500)


def nothing_here(_request: HttpRequest, *_parts: str) -> HttpResponse:
    """Keep shut what the sign-in package offers and this house does not."""
    raise Http404
