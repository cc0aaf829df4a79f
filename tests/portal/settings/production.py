"""What a production process is told, for the tests that start one."""

import os

from tests.portal.settings.places import ROOT

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "DJANGO_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ",
    "PASSPORT_KEY": "r0QmC1yB2zJ7Yq8sV3xK5tN6wL9eH4pG0uF1aD2iSbk=",
    "PUBLIC_URL": "https://guichet.example.com",
    "ALLOWED_HOSTS": "guichet.example.com",
    "EMAIL_URL": "console:",
    "DEFAULT_FROM_EMAIL": "guichet@example.com",
    "DATABASE_URL": "postgresql://nowhere/nothing",
    "REDIS_URL": "redis://nowhere",
    "TRUST_PROXY": "1",
}
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")


def told(**variables: str) -> dict[str, str]:
    """The environment of a production process; of ours only what any process needs."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | COMPLETE | variables
