"""The demonstration's logins: drawn once per installation, kept in `var/demo.json` alone."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from contracts.choices import Kind
from contracts.models import AccessToken, User
from contracts.use_cases.issue_token import digest_of, issue_token
from portal.demo.cast import PEOPLE, Person, email_of

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
_GROUPS, _GROUP = 3, 5
_TOKEN_NAME = "Demonstration"  # noqa: S105  a name, not a secret
_KINDS = {Kind.PLATFORM: "operator"}


@dataclass(frozen=True)
class Keys:
    """What `var/demo.json` says: the address and everybody's secrets."""

    url: str
    people: list[dict[str, Any]]


def hand_out_keys(path: Path, *, url: str | None, default_url: str, at: datetime) -> Keys:
    """Give everybody a password and a token, keeping those in the file that still open the door."""
    known = _read(path)
    entries = {each.get("key"): each for each in known.get("people", [])}
    people = {user.email: user for user in _people()}
    rows = [
        _entry(person, people[email_of(person.key)], entries.get(person.key, {}), at=at)
        for person in PEOPLE
    ]
    keys = Keys(url or known.get("url") or default_url, rows)
    _write(path, keys)
    return keys


def _people() -> list[User]:
    emails = [email_of(person.key) for person in PEOPLE]
    return list(User.objects.filter(email__in=emails).select_related("organisation"))


def _entry(person: Person, user: User, known: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    secret = str(known.get("password", ""))
    if not (secret and user.check_password(secret)):
        secret = _draw_password()
        user.set_password(secret)
        user.save(update_fields=["password"])
    token = str(known.get("token", ""))
    if not _opens(user, token, at=at):
        token = _draw_token(user, at=at)
    return {
        "key": person.key,
        "name": user.name,
        "organisation": user.organisation.name,
        "kind": _KINDS.get(user.kind, str(user.kind)),
        "manager": user.is_manager,
        "email": user.email,
        "password": secret,
        "token": token,
    }


def _opens(user: User, token: str, *, at: datetime) -> bool:
    return AccessToken.objects.valid_at(at).filter(user=user, digest=digest_of(token)).exists()


def _draw_password() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _draw_token(user: User, *, at: datetime) -> str:
    """Issue a token in place of the one whose secret is lost."""
    AccessToken.objects.filter(user=user, name=_TOKEN_NAME, revoked_at=None).update(revoked_at=at)
    _token, secret = issue_token(
        user, name=_TOKEN_NAME, scopes=["read", "write"], expires_at=None, by=None, at=at
    )
    return secret


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, keys: Keys) -> None:
    """Write the file so that only its owner reads it, and never half of it."""
    text = json.dumps({"url": keys.url, "people": keys.people}, ensure_ascii=False, indent=2)
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    unfinished.replace(path)
