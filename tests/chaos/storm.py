"""What happens to the processes of a chaos run, and when: drawn from a seed, acted out in order."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from random import Random

from escalation.rules.backoff import LEASE
from tests.chaos.crew import CALLERS, MAILERS, WORKERS, Crew

TWO_HOURS = 2 * 3600
_GAP = (4.0, 8.0)  # seconds from one blow to the next
_BEYOND_THE_LEASE = LEASE + timedelta(seconds=10)
_WITHOUT_REDIS = timedelta(minutes=1)
_ASLEEP = 15.0


@dataclass(frozen=True)
class Blow:
    """One thing done to the crew, so many seconds after the start."""

    after: float
    strike: Callable[[], None]


def plan(crew: Crew, chance: Random, seconds: float) -> list[Blow]:
    """Draw what happens within so many seconds; each kind at least once in three minutes.

    The clock is moved while nobody is paused: who slept through it would judge by the old one.
    """
    return sorted(
        [*_great(crew, chance, seconds), *_small(crew, chance, seconds)],
        key=lambda blow: blow.after,
    )


def act_out(blows: list[Blow], seconds: float, began: float) -> None:
    """Strike each at its time; one that takes longer puts off the next."""
    for blow in blows:
        time.sleep(max(0.0, began + blow.after - time.monotonic()))
        blow.strike()
    time.sleep(max(0.0, began + seconds - time.monotonic()))


def _great(crew: Crew, chance: Random, seconds: float) -> Iterator[Blow]:
    sleeper = chance.choice(MAILERS)
    asleep_at = 0.22 * seconds
    awake_at = min(asleep_at + _BEYOND_THE_LEASE.total_seconds(), 0.96 * seconds)
    redis_at = chance.uniform(0.3, 0.55) * seconds
    redis_for = min(_WITHOUT_REDIS.total_seconds(), seconds / 3)
    yield Blow(chance.uniform(0.05, 0.08) * seconds, lambda: crew.move_clock(TWO_HOURS))
    yield Blow(chance.uniform(0.14, 0.18) * seconds, lambda: crew.move_clock(0))
    yield Blow(asleep_at, lambda: crew.pause(sleeper))
    yield Blow(awake_at, lambda: crew.resume(sleeper))
    yield Blow(redis_at, lambda: _lose_redis(crew))
    yield Blow(redis_at + redis_for, lambda: _find_redis(crew))
    yield Blow(chance.uniform(0.2, 0.4) * seconds, lambda: crew.start("beat-2"))
    yield Blow(chance.uniform(0.7, 0.8) * seconds, lambda: crew.kill("beat-2"))
    yield Blow(0.98 * seconds, lambda: crew.move_clock(TWO_HOURS))
    worker, dozes_at = chance.choice(WORKERS), chance.uniform(0.6, 0.8) * seconds
    yield Blow(dozes_at, lambda: crew.pause(worker))
    yield Blow(dozes_at + min(_ASLEEP, seconds / 12), lambda: crew.resume(worker))


def _small(crew: Crew, chance: Random, seconds: float) -> Iterator[Blow]:
    kinds: list[Callable[[], None]] = [
        *(
            lambda name=name: crew.kill_and_start(name)
            for name in ("web", *WORKERS, *MAILERS, *CALLERS)
        ),
        lambda: crew.kill_and_start("beat"),
        lambda: _flush(crew),
        crew.restart_postgres,
    ]
    after, bag = chance.uniform(*_GAP), cycle(chance.sample(kinds, len(kinds)))
    while after < 0.95 * seconds:
        yield Blow(after, next(bag))
        after += chance.uniform(*_GAP)


def _lose_redis(crew: Crew) -> None:
    crew.stop_redis()


def _find_redis(crew: Crew) -> None:
    crew.empty_redis()
    crew.start_redis()


def _flush(crew: Crew) -> None:
    if crew.broker.answers():
        crew.flush_redis()
