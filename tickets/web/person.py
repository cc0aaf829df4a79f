"""A request of somebody who has signed in, typed as such."""

from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from contracts.models import User


class PersonRequest(HttpRequest):
    """What a view behind ``login_required`` gets."""

    user: User
    htmx: HtmxDetails
    unsent: QueryDict | None
    """What was sent to this address when the session had expired; it is shown again."""
