"""Years of a contract, from its first day by anniversaries, and the months that belong to each.

Source: domain.md, Statement, step 5: the annual cap is an amount per contract year.
"""

from datetime import date

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


def _anniversary(starts_on: date, year: int) -> date:
    """Return a contract's day in a year; without a 29th of February, the 1st of March."""
    try:
        return starts_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
