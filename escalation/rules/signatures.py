"""Signatures of webhooks, as Standard Webhooks 1.0 has them: HMAC-SHA256 over id, time and body."""

import base64
import hashlib
import hmac

PREFIX = "whsec_"
SECRET_BYTES = 24


def secret_from(drawn: bytes) -> str:
    """Return random bytes as a receiver keeps them."""
    return PREFIX + base64.b64encode(drawn).decode()


def signature(secret: str, *, message: str, seconds: int, body: bytes) -> str:
    """Return the value of ``webhook-signature``; ``seconds`` since 1970 are its timestamp."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message}.{seconds}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
