"""`manage.py receive_mail`: what a mail server's pipe is answered."""

import io
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from tests.cast import House
from tests.portal.settings.places import ROOT
from tests.portal.settings.production import told
from tests.tickets.intake.letters import SERVER, plain
from tickets.management.commands import receive_mail
from tickets.models import Incident


@pytest.fixture(autouse=True)
def open_door(settings: Any) -> None:
    settings.MAIL_TRUSTED_AUTHSERV = SERVER


def _given(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    said = io.StringIO()
    call_command("receive_mail", stdout=said)
    return said.getvalue()


def _refused(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    with pytest.raises(CommandError) as refusal:
        _given(raw, monkeypatch)
    return refusal.value.returncode, str(refusal.value)


def test_a_mail_that_is_taken_tells_its_incident(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = _given(plain(house.clara, "Slow"), monkeypatch)

    assert said.strip() == Incident.objects.get().reference


def test_a_machine_s_mail_is_passed_over(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = plain(house.clara, "Away", headers="Auto-Submitted: auto-replied\n")

    assert "Passed over" in _given(raw, monkeypatch)
    assert not Incident.objects.exists()


def test_refused_senders_bounce_and_learn_nothing_of_accounts(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = plain(house.clara, "x").replace(b"From: Clara Morel <clara@", b"From: <nobody@")
    forged = plain(house.clara, "x").replace(b"dmarc=pass", b"dmarc=fail")
    forged_nobody = nobody.replace(b"dmarc=pass", b"dmarc=fail")

    assert _refused(plain(house.mia, "x"), monkeypatch)[0] == 67
    assert _refused(nobody, monkeypatch)[0] == 67
    assert _refused(forged, monkeypatch) == _refused(forged_nobody, monkeypatch)
    assert _refused(forged, monkeypatch)[0] == 67


def test_a_closed_door_says_which_setting_is_missing_and_loses_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.MAIL_TRUSTED_AUTHSERV = ""

    code, said = _refused(plain(house.clara, "x"), monkeypatch)

    assert (code, "MAIL_TRUSTED_AUTHSERV" in said) == (75, True)


def test_without_a_database_the_mail_is_to_be_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unreachable(*_arguments: object, **_more: object) -> None:
        raise OperationalError("no route to the database")

    monkeypatch.setattr("tickets.intake.email.take_mail", unreachable)

    assert _refused(plain(house.clara, "x"), monkeypatch)[0] == 75
    assert "no route to the database" in caplog.text


@pytest.mark.parametrize("raw", [b"", b" \n", b"x" * (2 * 1024 + 1)])
def test_nothing_and_too_much_are_refused(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive_mail, "LARGEST", 2 * 1024)

    assert _refused(raw, monkeypatch)[0] == 67


def test_as_a_process_it_ends_with_the_code_that_a_mail_server_reads() -> None:
    """In production without the setting, and without a database."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "receive_mail"],
        check=False,
        cwd=ROOT,
        env=told(),
        input=b"From: a@b.example\n\nx",
        capture_output=True,
    )

    assert ended.returncode == 75
    assert b"MAIL_TRUSTED_AUTHSERV" in ended.stderr
