"""The long run: a stream of incidents, and at the end every figure that must be what it must be.

Environment: CHAOS_SECONDS (180), CHAOS_SEED (drawn and printed), CHAOS_PACE (seconds between two
filings, 1.5), CHAOS_PATIENCE (how long it may take to settle, 600).
"""

import os
import secrets
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from portal.embedded.broker import redis_program
from portal.embedded.processes import wait_until
from tests.chaos.crew import CALLERS, MAILERS, REGULAR, Crew, becomes_quiet
from tests.chaos.gateway import Gateway
from tests.chaos.post import Post
from tests.chaos.storm import act_out, plan
from tests.chaos.stream import Stream
from tests.chaos.verdict import Line, verdict
from tests.running import free_port

pytestmark = [pytest.mark.chaos, pytest.mark.processes]

SECONDS = float(os.environ.get("CHAOS_SECONDS", "180"))
SEED = int(os.environ.get("CHAOS_SEED", "0")) or secrets.randbelow(1_000_000)
PACE = float(os.environ.get("CHAOS_PACE", "1.5"))
PATIENCE = float(os.environ.get("CHAOS_PATIENCE", "600"))
_AT_LAST = 8 * 3600
"""Where the clock stands in the end: every level has passed, and the managers were called."""

UNFINISHED: Mapping[str, str] = {
    "events to follow": "SELECT count(*) FROM tickets_unfollowed",
    "register's news to follow": "SELECT count(*) FROM contracts_unfollowednews",
    "due actions": "SELECT count(*) FROM escalation_dueaction WHERE done_at IS NULL"
    " AND cancelled_at IS NULL AND due_at <= now() + interval '%(ahead)s seconds'",
    "mails and calls to send": "SELECT count(*) FROM escalation_dispatch"
    " WHERE state IN ('gathering', 'pending', 'sending')",
    "sweeps that the last hour did not see": "SELECT count(*) FROM escalation_lastrun"
    " WHERE sweep NOT IN ('check', 'learn')"
    " AND at <= now() + interval '%(ahead)s seconds' - interval '1 hour 1 minute'",
}


@contextmanager
def _crew(folder: Path, chance: Random) -> Iterator[tuple[Crew, tuple[Post, Gateway]]]:
    """Set servers, those who take mails and calls, and processes up in a folder; end them all."""
    crew = Crew(folder, free_port(), free_port(), free_port())
    post = Post(chance, lambda: crew.kill_and_start(*MAILERS))
    gateway = Gateway(chance, lambda: crew.kill_and_start(*CALLERS))
    server = Controller(post, hostname="127.0.0.1", port=crew.mail_port)
    server.start()
    try:
        with gateway.listening(crew.gateway_port), crew.cluster.in_use():
            crew.start_redis()
            try:
                yield crew, (post, gateway)
            finally:
                crew.end()
    finally:
        server.stop()


def test_nothing_is_lost_nor_done_twice(folder: Path) -> None:
    if redis_program() is None:
        pytest.skip("No redis-server here: install it, or run Python 3.11 or 3.12 on Linux.")
    chance = Random(SEED)  # noqa: S311  it draws faults, not secrets
    _say(f"\nchaos: seed {SEED}, {SECONDS:.0f} s, an incident each {PACE} s on average")
    with _crew(folder, chance) as (crew, witnesses):
        done = crew.run(sys.executable, "manage.py", "prepare_database", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        stream = Stream(crew, crew.inside("ground"), chance, PACE)
        crew.start(*REGULAR)
        assert wait_until(stream.answers_at_all, 120), "the portal does not answer"

        _blow_through(crew, stream, chance)
        left = _settle(crew, witnesses)
        lines = verdict(crew, witnesses, stream, left, crew.inside("figures"))
        for command in ("audit", "verify_timeline"):
            done = crew.run(sys.executable, "manage.py", command, "--verbosity", "0")
            told = (done.stdout + done.stderr).strip()
            lines.append(Line(f"manage.py {command}", "clean", told or "clean"))

    _print(lines, crew, stream)
    assert [line for line in lines if not line.holds] == []


def _blow_through(crew: Crew, stream: Stream, chance: Random) -> None:
    blows, people = plan(crew, chance, SECONDS), stream.run()
    try:
        act_out(blows, SECONDS, time.monotonic())
    finally:
        stream.end(people)


def _settle(crew: Crew, witnesses: tuple[Post, Gateway]) -> dict[str, int]:
    """Strike no more, wait until nothing is left to do; let all time pass, and wait again."""
    for each in witnesses:
        each.is_wild = False
    left = becomes_quiet(crew, UNFINISHED, PATIENCE)
    crew.move_clock(_AT_LAST)
    return left if any(left.values()) else becomes_quiet(crew, UNFINISHED, PATIENCE)


def _print(lines: list[Line], crew: Crew, stream: Stream) -> None:
    kills: dict[str, int] = {}
    for fault in crew.faults:
        name = f"{fault.kind} {fault.whom}"
        kills[name] = kills.get(name, 0) + 1
    _say("\nwhat was done: " + ", ".join(f"{name} ×{count}" for name, count in kills.items()))
    _say(
        "what was asked: " + ", ".join(f"{name} {n}" for name, n in sorted(stream.answers.items()))
    )
    _say(f"requests sent again for want of an answer: {stream.repeated}\n")
    for line in lines:
        _say(f"{'  ' if line.holds else '! '}{line.what:58} {line.wanted!s:>8} {line.found!s:>8}")


def _say(line: Any) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
