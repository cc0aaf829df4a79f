"""Who gets an account: nobody by himself. An organisation's people are entered by an operator."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth without a sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
