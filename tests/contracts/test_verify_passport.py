"""`manage.py verify_passport`: what a passport says and whether it counts, without a database."""

import io
import subprocess
import sys
from base64 import b64encode
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from contracts.rules.passports import Passport, signed
from contracts.selectors.passports import signing_key
from tests.portal.settings.places import ROOT
from tests.portal.settings.production import told

CARD = Passport(
    number="FR-7402-9183-63",
    revision=4,
    country="FR",
    client="Groupe Vauquelin",
    configuration="Payroll, Nanterre",
    level="99.9 %",
    valid_from=date(2026, 1, 5),
    valid_until=date(2026, 12, 31),
)
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
OTHERS_KEY = b64encode(OTHER.public_key().public_bytes_raw()).decode()


def said_of(token: str, **options: Any) -> str:
    said = io.StringIO()
    options = {"on": date(2026, 11, 24)} | options
    call_command("verify_passport", token, stdout=said, **options)
    return said.getvalue()


def refused(token: str, **options: Any) -> CommandError:
    with pytest.raises(CommandError) as refusal:
        said_of(token, **options)
    return refusal.value


def test_a_valid_one_is_read_out_and_revocation_is_left_to_the_portal() -> None:
    said = said_of(signed(CARD, key=signing_key()))

    for field in (
        "number:        FR-7402-9183-63",
        "client:        Groupe Vauquelin",
        "2026-12-31",
    ):
        assert field in said
    assert "Genuine, and valid on 2026-11-24." in said
    assert "only the portal can tell" in said


def test_the_address_behind_the_code_is_taken_as_it_is() -> None:
    token = signed(CARD, key=signing_key())

    assert "Genuine" in said_of(f"https://guichet.example.com/p/{token}/")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(signed(CARD, key=signing_key()) + "\n"))

    assert "Genuine" in said_of("-")


@pytest.mark.parametrize("day", [date(2026, 1, 4), date(2027, 1, 1)])
def test_out_of_its_days_it_says_so_with_its_own_exit_code(day: date) -> None:
    fault = refused(signed(CARD, key=signing_key()), on=day)

    assert (fault.returncode, str(fault)) == (1, f"Genuine, but not valid on {day}.")


@pytest.mark.parametrize("cut", [0, 5, 200])
def test_another_s_or_a_cut_one_is_not_genuine(cut: int) -> None:
    token = signed(CARD, key=OTHER if not cut else signing_key())
    fault = refused(token[: len(token) - cut])

    assert fault.returncode == 2
    assert "Not genuine" in str(fault)


def test_another_portal_s_is_checked_with_its_public_key() -> None:
    assert "Genuine" in said_of(signed(CARD, key=OTHER), public_key=OTHERS_KEY)
    assert refused(signed(CARD, key=signing_key()), public_key=OTHERS_KEY).returncode == 2


@pytest.mark.parametrize("key", ["nonsense", "AAAA", "é"])
def test_a_bad_public_key_is_told(key: str) -> None:
    fault = refused(signed(CARD, key=OTHER), public_key=key)

    assert (fault.returncode, "public key" in str(fault)) == (2, True)


def test_it_prints_this_portal_s_public_key_and_needs_no_database() -> None:
    """As a process of production, whose database is nowhere."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", "verify_passport", *arguments]
        return subprocess.run(
            command, check=False, cwd=ROOT, env=told(), capture_output=True, text=True
        )

    key = run("--key").stdout.strip()
    assert len(key) == 44
    ours = b64encode(signing_key().public_key().public_bytes_raw()).decode()
    token = signed(CARD, key=signing_key())
    checked = run(token, "--public-key", ours, "--on", "2026-11-24")
    assert (checked.returncode, key != ours) == (0, True)
    assert run(token, "--on", "2026-11-24").returncode == 2
    assert run(token, "--public-key", ours, "--on", "2030-01-01").returncode == 1
