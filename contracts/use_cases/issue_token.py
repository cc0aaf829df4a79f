"""Issue and revoke the tokens with which programs act for a person."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from contracts import journal
from contracts.choices import EventKind
from contracts.models import AccessToken, User

PREFIX = "gct_"


def digest_of(secret: str) -> str:
    """Return what is kept of a token: a hash suffices, since the secret is 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_token(
    user: User,
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None,
    by: User | None,
    at: datetime,
) -> tuple[AccessToken, str]:
    """Issue a token; the secret is returned this once and kept nowhere."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        hint=secret[:8],
        scopes=list(scopes),
        created_at=at,
        expires_at=expires_at,
    )
    journal.record(EventKind.TOKEN_ISSUED, by=by, at=at, token=token.pk, person=user.pk, name=name)
    return token, secret


@transaction.atomic
def revoke_token(token: AccessToken, *, by: User, at: datetime) -> None:
    """Revoke a token for good; revoking it twice changes nothing."""
    if AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        journal.record(EventKind.TOKEN_REVOKED, by=by, at=at, token=token.pk, person=token.user_id)
