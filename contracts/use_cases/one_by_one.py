"""Do the same to one row after the other; one that fails keeps no other from its turn."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from django.db import DatabaseError

from contracts.rules.refusal import Refusal

Row = TypeVar("Row")
logger = logging.getLogger(__name__)

OF_A_ROW = (
    ArithmeticError,
    AttributeError,
    DatabaseError,
    LookupError,
    MultipleObjectsReturned,
    ObjectDoesNotExist,
    OSError,
    Refusal,
    RuntimeError,
    TypeError,
    ValueError,
)
"""As one row raises that nobody can read; the end of a task's time is none of them: it ends all."""


def one_by_one(act: Callable[[Row], int], rows: Iterable[Row]) -> int:
    """Add up what is done to each row; one that fails is logged, and tried again by the next sweep.

    Each is a transaction of its own.
    """
    return sum(_by_itself(act, row) for row in rows)


def _by_itself(act: Callable[[Row], int], row: Row) -> int:
    try:
        return act(row)
    except OF_A_ROW:
        logger.exception("could not carry out %s of %s", act, row)
        return 0
