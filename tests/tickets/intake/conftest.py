"""The door is open, uploads go nowhere that stays, and the payroll has a known number."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import House, built_house
from tests.tickets.intake.letters import NUMBER, SERVER


@pytest.fixture(autouse=True)
def open_door(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_TRUSTED_AUTHSERV = SERVER
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(
        "contracts.use_cases.sign_off_revision.secrets.randbelow", _draws(secrets.randbelow)
    )


@pytest.fixture
def house(db: None, open_door: None) -> House:
    """The same house, built anew, so that its payroll draws the number that the mails name."""
    return built_house()


def _draws(draw: Any) -> Any:
    """Draw the payroll's number first, the one that the mails on file name, then any."""
    first: Iterator[int] = iter([int(NUMBER.replace("-", "")[2:-2])])
    return lambda most: next(first, None) or draw(most)
