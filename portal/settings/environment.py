"""Reads the settings that come from outside, and names the variable that is missing or bad.

Every variable read here stands in .env.example; a test compares the two.
"""

import os
import re
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})
_LINE = re.compile(r"""\s*(?P<name>[A-Z][A-Z0-9_]*)\s*=\s*(["']?)(?P<value>.*?)\2\s*""")
_SHORTEST_SECRET = 50
_SEED = 32  # bytes of an Ed25519 key; one of few different bytes was not drawn at random


class Environment:
    """What the process was told; each question takes the variable's name and perhaps a default."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str | None = None) -> str:
        """Return the variable; an empty one counts as absent."""
        value = self._variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(f"Set the environment variable {name} (see .env.example).")
        return default

    def flag(self, name: str, default: str | None = None) -> bool:
        """Return yes or no."""
        value = self.text(name, default).lower()
        if value not in _YES | _NO:
            raise self._bad(name, value, "1 or 0")
        return value in _YES

    def number(self, name: str, default: str | None = None, *, least: int = 0) -> int:
        """Return a whole number that is not less than ``least``."""
        value = self.text(name, default)
        if not value.isdecimal() or int(value) < least:
            wanted = f"a whole number of at least {least}" if least else "a whole number"
            raise self._bad(name, value, wanted)
        return int(value)

    def words(self, name: str, default: str | None = None) -> list[str]:
        """Return what stands between commas."""
        words = [word.strip() for word in self.text(name, default).split(",")]
        return [word for word in words if word]

    def secret(self, name: str) -> str:
        """Return a secret; one that is short enough to guess is refused, and never repeated."""
        value = self.text(name)
        if len(value) < _SHORTEST_SECRET:
            raise ImproperlyConfigured(
                f"The environment variable {name} needs at least {_SHORTEST_SECRET} characters."
            )
        return value

    def seed(self, name: str, default: str | None = None) -> bytes:
        """Return the 32 bytes of a signing key, written in base64; a bad one is never repeated."""
        wanted = "32 random bytes in base64"
        try:
            seed = b64decode(self.text(name, default), validate=True)
        except ValueError as error:
            raise self._bad(name, "…", wanted) from error
        if len(seed) != _SEED or len(set(seed)) < _SEED // 2:
            raise self._bad(name, "…", wanted)
        return seed

    def address(self, name: str, default: str | None = None, *, schemes: tuple[str, ...]) -> str:
        """Return an address that begins with one of the schemes, without a slash at its end."""
        self._split(name, self.text(name, default), schemes)
        return self.text(name, default).rstrip("/")

    def optional_address(self, name: str, *, schemes: tuple[str, ...]) -> str:
        """Return the same as it was given, or nothing where there is none."""
        value = self.text(name, "")
        if value:
            self._split(name, value, schemes)
        return value

    def database(self, name: str) -> dict[str, Any]:
        """Return Django's description of the PostgreSQL database at this address."""
        url = self._split(name, self.text(name), ("postgresql", "postgres"))
        options = dict(parse_qsl(url.query))
        database = unquote(url.path.lstrip("/"))
        if not database:
            raise self._bad(name, "…", "an address with a database: postgresql://…/name")
        return {
            "NAME": database,
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": options.pop("host", url.hostname or ""),
            "PORT": str(url.port or ""),
            "OPTIONS": options,
        }

    def mail(self, name: str, default: str | None = None) -> dict[str, Any]:
        """Return Django's settings of outgoing mail: a server, a folder (file) or the console."""
        schemes = ("smtp", "smtps", "smtp+starttls", "file", "console")
        url = self._split(name, self.text(name, default), schemes)
        if url.scheme == "console":
            return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
        if url.scheme == "file":
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": unquote(url.path),
            }
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": url.hostname or "localhost",
            "EMAIL_PORT": url.port or {"smtps": 465, "smtp+starttls": 587}.get(url.scheme, 25),
            "EMAIL_HOST_USER": unquote(url.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
            "EMAIL_USE_SSL": url.scheme == "smtps",
            "EMAIL_USE_TLS": url.scheme == "smtp+starttls",
        }

    def _split(self, name: str, value: str, schemes: tuple[str, ...]) -> SplitResult:
        """Take an address apart; what it holds may be secret, so an error never repeats it."""
        wanted = "an address with " + " or ".join(f"{scheme}:" for scheme in schemes)
        try:
            url = urlsplit(value)
            _ = url.port
        except ValueError as error:
            raise self._bad(name, "…", wanted) from error
        if url.scheme not in schemes:
            raise self._bad(name, f"{url.scheme}:…", wanted)
        return url

    @staticmethod
    def _bad(name: str, value: str, wanted: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(
            f"The environment variable {name} is {value!r}; it should be {wanted}."
        )


def from_process() -> Environment:
    """Read what the process was started with."""
    return Environment(os.environ)


def from_process_and_file(path: Path) -> Environment:
    """Read the same with a file of NAME=value lines beneath it, for development."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    matches = filter(None, (_LINE.fullmatch(line) for line in lines))
    return Environment({match["name"]: match["value"] for match in matches} | dict(os.environ))
