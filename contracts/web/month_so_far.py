"""The month of systems so far, as short as a card of a page that shows many of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from contracts.models import Configuration, User
from contracts.selectors.availability import counting_for
from contracts.selectors.month_so_far import MonthSoFar, months_so_far
from contracts.web.availability import Left, left_before
from contracts.web.availability_pictures import shown


@dataclass(frozen=True)
class ShownMonth:
    """``month``: percent so far; ``is_below``: of the target."""

    month: Decimal
    is_below: bool
    is_down: bool
    to_target: Left


def shown_months(
    systems: Iterable[Configuration], user: User, *, at: datetime
) -> dict[int, ShownMonth]:
    """Return the month of systems that a person may see, by their keys.

    Of a system for which nothing was committed so far there is none.
    """
    contracts = {each.contract_id: each.contract for each in systems}
    read = months_so_far(list(contracts.values()), at=at, counting=counting_for(user))
    found = {each.pk: _shown(read[each.pk]) for each in systems if each.pk in read}
    return {pk: month for pk, month in found.items() if month is not None}


def _shown(read: MonthSoFar) -> ShownMonth | None:
    month = shown(read.measured)
    if month is None:
        return None
    exact = read.measured.availability
    return ShownMonth(
        month=month,
        is_below=exact is not None and exact * 100 < Fraction(read.to_target.threshold),
        is_down=read.is_down,
        to_target=left_before(read.to_target),
    )
