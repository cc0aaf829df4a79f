"""A request of somebody who has signed in, typed as such."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, QueryDict

from contracts.models import User

View = TypeVar("View", bound=Callable[..., object])


class PersonRequest(HttpRequest):
    """What a view behind ``login_required`` gets."""

    user: User
    unsent: QueryDict | None
    """What was sent to this address when the session had expired; it is shown again."""


def takes_unsent(view: View) -> View:
    """Mark a view that shows ``request.unsent`` again; what is sent to others is not kept."""
    view.takes_unsent = True  # type: ignore[attr-defined]
    return view
