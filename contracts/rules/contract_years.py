"""Years of a contract, from its first day by anniversaries; what their months leave of a cap.

Source: domain.md, Statement, step 5: the annual cap is an amount per contract year.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from contracts.rules.gap_calendar import first_of_month_after


def year_begun(starts_on: date, day: date) -> date:
    """Return the first day of the contract year in which a day lies; not before the contract."""
    this_year = _anniversary(starts_on, day.year)
    begun = this_year if this_year <= day else _anniversary(starts_on, day.year - 1)
    return max(begun, starts_on)


def earlier_months(starts_on: date, month: date) -> list[date]:
    """Return the months before one that share its contract year's cap, in order.

    A month belongs to the year in which its first day of the contract lies.
    """
    begun = year_begun(starts_on, max(month, starts_on))
    first = begun.replace(day=1)
    if begun != starts_on and begun.day > 1:
        first = first_of_month_after(first)
    found = []
    while first < month:
        found.append(first)
        first = first_of_month_after(first)
    return found


def are_of_one_year(starts_on: date, month: date, other: date) -> bool:
    """Tell whether two months share a contract year's cap."""
    begun = [year_begun(starts_on, max(each, starts_on)) for each in (month, other)]
    return begun[0] == begun[1]


def left_for(
    month: date, owed: Mapping[date, Decimal], caps: Mapping[date, Decimal | None]
) -> Decimal | None:
    """Return what the other months of a year leave of the annual cap for one; None without one.

    ``owed``: by the months of the year that are known, the one itself once it is issued; ``caps``:
    the cap by the terms of each. An amendment may change it inside a year: up to each month that
    owes something the sum keeps within the cap of that month. What a month owes already it does not
    lose by the caps of others, and a month that was promised without a cap is bound by none.
    """
    own = caps.get(month)
    if own is None:
        return None
    spent = sum((amount for each, amount in owed.items() if each < month), Decimal(0))
    left = own - spent
    for each in sorted(each for each in owed if each > month):
        spent += owed[each]
        cap = caps.get(each)
        if owed[each] and cap is not None:
            left = min(left, cap - spent)
    return max(left, owed.get(month, left))


def spent_beside(
    month: date, owed: Mapping[date, Decimal], caps: Mapping[date, Decimal | None]
) -> Decimal | None:
    """Return what the other months of a year have used up of the cap of one; None without one.

    As ``left_for``, of which it is the other side unless an amendment changed the cap: what later
    months owe under a higher one is nothing that this one could have held.
    """
    own = caps.get(month)
    if own is None:
        return None
    counted = [
        amount
        for each, amount in owed.items()
        if each < month or (each > month and (cap := caps.get(each)) is not None and cap <= own)
    ]
    return sum(counted, Decimal(0))


def _anniversary(starts_on: date, year: int) -> date:
    """Return a contract's day in a year; without a 29th of February, the 1st of March."""
    try:
        return starts_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
