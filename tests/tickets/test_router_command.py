"""`manage.py router`: which classifier routes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from tests.cast import House
from tests.factories.lessons import NIGHT, agents, all_corrected, consistent
from tickets import router
from tickets.models import RouterTrial, RouterVersion
from tickets.rules.router_model import written
from tickets.selectors.routing import name_in_force, shipped_name
from tickets.use_cases.train_challenger import train_challenger

AT = datetime(2026, 11, 3, 2, 10, tzinfo=UTC)


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("router", *words)
    return capsys.readouterr().out


def test_it_lists_chooses_and_rolls_back(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = router.shipped_classifier()
    assert shipped is not None
    artefact = written(replace(shipped, version="other"))
    RouterVersion.objects.create(name="other", artefact=artefact, parent="x", trained_at=AT)
    RouterTrial.objects.create(at=AT, champion="x", lessons=7, verdict="too-few")
    assert _said(capsys, "list") == (
        f"* {shipped_name()}\n  other\n"
        "2026-11-03 02:10 trial of nobody against x: too-few, 7 lessons\n"
    )

    assert _said(capsys, "use", "other") == f"other routes now, {shipped_name()} did before.\n"
    assert "* other" in _said(capsys)
    assert name_in_force() == "other"
    _said(capsys, "rollback", "--reason", "worse")

    assert name_in_force() == shipped_name()
    assert _said(capsys).splitlines()[-1].endswith(" worse)")


def test_one_command_brings_back_what_routed_before_a_night(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    all_corrected(house, consistent(45), by=agents(house.compaq, 5))
    trial = train_challenger(at=NIGHT)
    assert trial is not None
    assert name_in_force() == trial.challenger

    said = _said(capsys, "rollback")

    assert said == f"{shipped_name()} routes now, {trial.challenger} did before.\n"
    assert name_in_force() == shipped_name()


def test_what_is_not_known_is_refused(house: House) -> None:
    with pytest.raises(CommandError, match=r"."):
        call_command("router", "use", "nobody")
    with pytest.raises(CommandError, match=r"."):
        call_command("router", "rollback")
