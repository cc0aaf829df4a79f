"""The priority passport: what a support number stands for, signed so that anybody can check it.

A token of three parts, ``GP1.<content>.<signature>``: compact JSON and an Ed25519 signature over
all before it, in base64url without padding. Who has the public key verifies it offline; whether it
was revoked since, only the portal can tell.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_FORM = "GP1"
LONGEST = 2000


class NotGenuine(ValueError):
    """Not a passport of this portal, or one that somebody has changed."""


@dataclass(frozen=True)
class Passport:
    """What the card says; ``valid_until`` is its last day, in the contract's time zone."""

    number: str
    revision: int
    country: str
    client: str
    configuration: str
    level: str
    valid_from: date
    valid_until: date

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


def signed(passport: Passport, *, key: Ed25519PrivateKey) -> str:
    """Return the token of a passport."""
    said = asdict(passport)
    content = json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    body = f"{_FORM}.{_written(content)}"
    return f"{body}.{_written(key.sign(body.encode()))}"


def verified(token: str, *, key: Ed25519PublicKey) -> Passport:
    """Return what a token says, once its signature is found to be genuine.

    :raises NotGenuine: it is of another form, or of another signatory, or was changed.
    """
    body, _, signature = token.strip().rpartition(".")
    form, _, content = body.partition(".")
    if form != _FORM or len(token) > LONGEST:
        raise NotGenuine(form)
    try:
        key.verify(_read(signature), body.encode())
        said = json.loads(_read(content))
        for name in ("valid_from", "valid_until"):
            said[name] = date.fromisoformat(said[name])
        return Passport(**said)
    except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise NotGenuine(token[:20]) from fault


def _written(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _read(text: str) -> bytes:
    """Return what was written; of the ways to write the same bytes only the portal's own counts.

    :raises NotGenuine: it is written in another way, or not at all.
    """
    try:
        content = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError) as fault:
        raise NotGenuine(text[:20]) from fault
    if _written(content) != text:
        raise NotGenuine(text[:20])
    return content
