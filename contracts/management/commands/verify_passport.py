"""Checks a priority passport without the portal's database: what it says, and whether it counts.

Exit codes: 0 genuine and valid, 1 genuine but out of its days, 2 not genuine or a bad key.
"""

import binascii
import re
import sys
from base64 import b64decode, b64encode
from dataclasses import fields
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from contracts.rules.passports import LONGEST, NotGenuine, Passport, verified
from contracts.selectors.passports import signing_key

OUT_OF_DAYS, NOT_GENUINE = 1, 2
_TOKEN = re.compile(r"GP1\.[\w-]+\.[\w-]+", re.ASCII)
_REVOKED = "Whether it was revoked since, only the portal can tell: scan its code."


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "token", nargs="?", default="-", help="as scanned, its address too; - reads standard in"
        )
        parser.add_argument("--public-key", help="whose passport it is, in base64; else our own")
        parser.add_argument("--key", action="store_true", help="print our own public key and end")
        parser.add_argument("--on", type=date.fromisoformat, help="the day asked about, else today")

    def handle(self, *, token: str, public_key: str | None, key: bool, **options: Any) -> None:
        if key:
            self.stdout.write(_written(signing_key().public_key()))
            return
        passport = self._read(token, _key(public_key))
        for each in fields(passport):
            self.stdout.write(f"{each.name + ':':15}{getattr(passport, each.name)}")
        day = options["on"] or timezone.localdate()
        if not passport.is_valid_on(day):
            raise CommandError(f"Genuine, but not valid on {day}.", returncode=OUT_OF_DAYS)
        self.stdout.write(f"Genuine, and valid on {day}. {_REVOKED}")

    def _read(self, token: str, key: Ed25519PublicKey) -> Passport:
        text = sys.stdin.read(LONGEST * 2) if token == "-" else token  # noqa: S105 - no password
        found = _TOKEN.search(text)
        try:
            return verified(found[0] if found else text, key=key)
        except NotGenuine as fault:
            raise CommandError(
                "Not genuine: another key signed it, or it was changed or cut.",
                returncode=NOT_GENUINE,
            ) from fault


def _key(given: str | None) -> Ed25519PublicKey:
    if given is None:
        return signing_key().public_key()
    try:
        return Ed25519PublicKey.from_public_bytes(b64decode(given, validate=True))
    except (binascii.Error, ValueError) as fault:
        raise CommandError(
            "The public key is not 32 bytes in base64.", returncode=NOT_GENUINE
        ) from fault


def _written(key: Ed25519PublicKey) -> str:
    return b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
