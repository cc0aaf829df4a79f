"""Bearer tokens: a program acts for one person, within the token's scopes."""

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, trans_real
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from contracts.models import AccessToken, User
from contracts.use_cases.issue_token import digest_of

READ, WRITE = "read", "write"
_PARTS = 2  # the word Bearer, and the token


class BearerAuthentication(BaseAuthentication):
    """Reads ``Authorization: Bearer …``; without one, the session decides."""

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Guichet"'

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        token = _token(parts, self._refused())
        speak_to(token.user, request)
        return token.user, token

    def _refused(self) -> AuthenticationFailed:
        return AuthenticationFailed(_("This token is unknown, expired or revoked."))


def _token(parts: Sequence[bytes], refused: AuthenticationFailed) -> AccessToken:
    if len(parts) != _PARTS:
        raise refused
    digest = digest_of(parts[1].decode(errors="replace"))
    valid = AccessToken.objects.valid_at(timezone.now()).select_related("user__organisation")
    token = valid.filter(digest=digest).first()
    if token is None:
        raise refused
    return token


def speak_to(user: User, request: Request) -> None:
    """Use the language that the program asked for, else its person's own."""
    if not _asks_for_a_language(request.headers.get("Accept-Language", "")):
        translation.activate(user.language)


def _asks_for_a_language(header: str) -> bool:
    for code, _weight in trans_real.parse_accept_lang_header(header):
        try:
            trans_real.get_supported_language_variant(code)
        except LookupError:
            continue
        return True
    return False


class HasScope(BasePermission):
    """A token with the scope *read* only reads; *write* does both. A session may do all."""

    message = gettext_lazy("This token may only read.")

    def has_permission(self, request: Request, view: object) -> bool:
        if not isinstance(request.auth, AccessToken):
            return True
        reads = request.method in SAFE_METHODS or getattr(view, "only_reads", False)
        return WRITE in request.auth.scopes or (reads and READ in request.auth.scopes)
