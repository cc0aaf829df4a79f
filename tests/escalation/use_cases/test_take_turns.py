"""A turn is one worker's at a time, whichever way it ends."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from escalation.use_cases.take_turns import turn

pytestmark = pytest.mark.django_db(transaction=True)


def _another_has_it(name: str = "sweep") -> bool:
    """Ask from another connection whether it may have the turn."""

    def _ask() -> bool:
        try:
            with turn(name) as is_ours:
                return is_ours
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_ask).result()


def test_while_one_has_it_no_other_does() -> None:
    with turn("sweep") as is_ours:
        assert is_ours
        assert not _another_has_it()
        assert _another_has_it("another")

    assert _another_has_it()


def test_what_fails_gives_it_back() -> None:
    with pytest.raises(RuntimeError), turn("sweep"):
        raise RuntimeError("out of order")

    assert _another_has_it()


def test_a_killed_worker_gives_it_back() -> None:
    with turn("sweep"):
        connection.close()

        assert _another_has_it()
