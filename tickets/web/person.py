"""A request of somebody who has signed in, typed as such."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from contracts.models import User


class PersonRequest(HttpRequest):
    """What a view behind ``login_required`` gets."""

    user: User
    htmx: HtmxDetails
