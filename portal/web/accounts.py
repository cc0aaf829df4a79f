"""Who gets an account: nobody by himself. An organisation's people are entered by an operator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from contracts.models import User


class PeopleOfOrganisations(AuthenticationBackend):  # type: ignore[misc]
    """allauth's way in, fetching a person with the organisation that every page asks about."""

    def get_user(self, user_id: Any) -> User | None:
        return (
            User.objects.select_related("organisation").filter(pk=user_id, is_active=True).first()
        )


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth without a sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
