"""The nightly task: one worker learns at a time, and a killed one leaves nothing half done."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection

from escalation.use_cases.learn_from_corrections import learn_from_corrections
from tests.cast import House
from tests.factories.lessons import NIGHT, agents, all_corrected, consistent
from tests.workers import Floor, becomes, nobody_has_a_turn
from tickets.models import RouterChange, RouterTrial, RouterVersion
from tickets.rules.champion import Verdict
from tickets.selectors.routing import name_in_force, shipped_name
from tickets.training.adaptation import adapted
from tickets.use_cases import train_challenger as module

pytestmark = pytest.mark.django_db(transaction=True)

_KILLED_AMID_ITS_PROMOTION = """
import os, signal, django
django.setup()
from escalation.tasks import learn_to_route
from tickets.training.adaptation import adapted
from tickets.use_cases import train_challenger as module
promote = module._promote
def _and_die(*of, **how):
    promote(*of, **how)
    os.kill(os.getpid(), signal.SIGKILL)
module._promote = _and_die
learn_to_route()
"""


@pytest.fixture
def taught(house: House) -> House:
    """A house whose agents have taught enough for a challenger to take over."""
    all_corrected(house, consistent(45), by=agents(house.compaq, 5))
    return house


def _elsewhere() -> None:
    try:
        learn_from_corrections(at=NIGHT)
    finally:
        connection.close()


def _assert_promoted_once() -> None:
    assert [each.verdict for each in RouterTrial.objects.all()] == [Verdict.PROMOTED]
    assert RouterChange.objects.get().name == RouterVersion.objects.get().name == name_in_force()


def test_two_at_once_train_once(taught: House, monkeypatch: pytest.MonkeyPatch) -> None:
    is_at_work, may_end, trained = Event(), Event(), []

    def _slowly(*of: Any) -> Any:
        trained.append(of)
        is_at_work.set()
        may_end.wait(30)
        return adapted(*of)

    monkeypatch.setattr(module, "adapted", _slowly)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(_elsewhere)
        assert is_at_work.wait(30)
        try:
            learn_from_corrections(at=NIGHT)  # does not wait for the first
            assert not RouterTrial.objects.exists()
        finally:
            may_end.set()
        first.result(60)
    learn_from_corrections(at=NIGHT)  # and there is nothing new to learn from

    assert len(trained) == 1
    _assert_promoted_once()


@pytest.mark.processes
def test_a_worker_killed_amid_the_promotion_leaves_nothing_half_done(
    taught: House, floor: Floor
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED_AMID_ITS_PROMOTION],
        check=False,
        env=floor.environment | {"PATH": ""},
    )
    assert killed.returncode == -signal.SIGKILL
    for left in (RouterTrial, RouterVersion, RouterChange):
        assert not left.objects.exists()
    assert name_in_force() == shipped_name()
    becomes(nobody_has_a_turn)

    learn_from_corrections(at=NIGHT)

    _assert_promoted_once()
