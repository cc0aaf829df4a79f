"""The verdict of a chaos run explains what was sent twice by what was done, and by nothing else."""

from pathlib import Path
from random import Random

import pytest

from tests.chaos.crew import MAILERS, Crew, Fault
from tests.chaos.verdict import _of_sent
from tests.chaos.witness import Witness

PAUSED = (Fault(200, "pause", MAILERS[0]), Fault(330, "resume", MAILERS[0]))
KILLED = (Fault(200, "kill", MAILERS[0]),)


def _named(faults: tuple[Fault, ...], *accepted: tuple[float, str]) -> list[str]:
    """Return which mails the verdict says were sent twice without a fault to explain it."""
    crew = Crew(Path(), 0, 0, 0, faults=list(faults))
    witness = Witness(Random(0), lambda: None, accepted=list(accepted))  # noqa: S311  draws nothing
    found = {"sent": [name for _at, name in accepted], "failed": 0}
    unexplained = _of_sent("mails", crew, MAILERS, witness, found)[-1].found
    assert isinstance(unexplained, list)
    return [told.partition(" again ")[0] for told in unexplained]


@pytest.mark.parametrize(
    ("faults", "first", "again"),
    [
        (KILLED, 199, 320),
        (PAUSED, 199, 321),
        (PAUSED, 325, 331),
        ((Fault(200, "postgres", "restarted"),), 199, 320),
        ((Fault(200, "redis", "stopped"),), 201, 333),
    ],
    ids=["killed with it", "paused after it", "woken with it", "cut off", "ended by Celery"],
)
def test_a_sender_that_was_hurt_with_it_in_its_hands_explains_it(
    faults: tuple[Fault, ...], first: float, again: float
) -> None:
    assert _named(faults, (first, "one"), (again, "one")) == []


@pytest.mark.parametrize(
    ("faults", "first", "again"),
    [
        ((), 199, 320),
        (KILLED, 180, 199),
        (PAUSED, 150, 331),
        (PAUSED, 300, 325),
        (PAUSED, 300, 345),
        ((Fault(200, "kill", "beat"),), 199, 320),
        ((Fault(200, "redis", "flushed"),), 199, 320),
    ],
    ids=[
        *("nothing", "long before", "before the pause", "still paused", "long awake", "another"),
        "flushed alone",
    ],
)
def test_what_nothing_explains_is_named(
    faults: tuple[Fault, ...], first: float, again: float
) -> None:
    assert _named(faults, (first, "one"), (again, "one")) == ["one"]


def test_one_fault_explains_no_more_than_its_sender_had_in_its_hands() -> None:
    twice = [(at, name) for at in (199, 320) for name in ("one", "two")]

    assert _named(KILLED, *twice) == ["two"]
