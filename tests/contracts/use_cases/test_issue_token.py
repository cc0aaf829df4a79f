from datetime import timedelta

import pytest

from contracts.choices import EventKind
from contracts.models import AccessToken, ContractEvent, User
from contracts.use_cases.issue_token import PREFIX, digest_of, issue_token, revoke_token
from tests.factories.contracts import MORNING


def _issued(to: User, *, lasts: timedelta | None = None) -> tuple[AccessToken, str]:
    ends = MORNING + lasts if lasts else None
    return issue_token(to, name="probe", scopes=["read"], expires_at=ends, by=to, at=MORNING)


def test_the_secret_is_told_once_and_kept_nowhere(clara: User) -> None:
    token, secret = _issued(clara)

    kept = str(AccessToken.objects.values().get())
    assert secret.startswith(PREFIX)
    assert len(secret) > 40
    assert secret not in kept
    assert token.digest == digest_of(secret)


@pytest.mark.parametrize(("seconds", "is_valid"), [(59, True), (60, False), (61, False)])
def test_a_token_opens_until_it_expires(clara: User, seconds: int, is_valid: bool) -> None:
    _issued(clara, lasts=timedelta(seconds=60))

    found = AccessToken.objects.valid_at(MORNING + timedelta(seconds=seconds))

    assert found.exists() == is_valid


def test_a_revoked_token_opens_nothing_and_is_revoked_once(clara: User) -> None:
    token, _secret = _issued(clara)

    for _time in range(2):
        revoke_token(token, by=clara, at=MORNING)

    assert not AccessToken.objects.valid_at(MORNING).exists()
    assert ContractEvent.objects.filter(kind=EventKind.TOKEN_REVOKED).count() == 1


def test_the_token_of_somebody_who_may_not_sign_in_opens_nothing(clara: User) -> None:
    _issued(clara)
    clara.is_active = False
    clara.save()

    assert not AccessToken.objects.valid_at(MORNING).exists()
