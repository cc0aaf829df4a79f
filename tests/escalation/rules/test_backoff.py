from datetime import timedelta
from itertools import pairwise

import pytest

from escalation.rules.backoff import LEASE, MOST_ATTEMPTS, PAUSES, pause_after


def test_pauses_grow_and_give_up_after_about_a_day() -> None:
    assert all(shorter < longer for shorter, longer in pairwise(PAUSES))
    assert timedelta(hours=20) < sum(PAUSES, timedelta()) < timedelta(hours=28)


@pytest.mark.parametrize("attempts", range(1, MOST_ATTEMPTS))
def test_each_failure_has_its_pause(attempts: int) -> None:
    assert pause_after(attempts) == PAUSES[attempts - 1]


@pytest.mark.parametrize("attempts", [0, MOST_ATTEMPTS, MOST_ATTEMPTS + 5])
def test_there_is_no_pause_before_the_first_and_after_the_last(attempts: int) -> None:
    assert pause_after(attempts) is None


def test_a_worker_has_longer_than_celery_lets_it_run() -> None:
    assert timedelta(seconds=90) < LEASE
