"""Who answers for a stretch of an outage, in percent of four parties that sum to 100.

Source: domain.md, Availability, penalty, reimbursement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.choices import Party
from contracts.rules.figures import HUNDRED, decimals

PERCENT_DECIMALS = 2
VENDORS = (Party.MANUFACTURER, Party.PUBLISHER)
HUNDREDTHS = 100 * 100
"""A responsibility as a whole, in hundredths of a percent."""
_NOTHING = Decimal(0)


class NotAPercentage(ValueError):
    """What one party is said to answer for is below 0, above 100 or too precise."""

    def __init__(self, party: Party) -> None:
        super().__init__(party)
        self.party = party


class NotAHundred(ValueError):
    """Percentages that sum to something else than 100."""

    def __init__(self, total: Decimal) -> None:
        super().__init__(total)
        self.total = total


@dataclass(frozen=True)
class Responsibility:
    """What each party answers for, in percent with at most two decimals; exactly 100 together.

    :raises NotAPercentage: one of them cannot be a percentage.
    :raises NotAHundred: they sum to something else.
    """

    manufacturer: Decimal = _NOTHING
    publisher: Decimal = _NOTHING
    client: Decimal = _NOTHING
    third_party: Decimal = _NOTHING

    def __post_init__(self) -> None:
        for party in Party:
            if not is_part(self.of(party)):
                raise NotAPercentage(party)
        total = sum(self.percents.values(), _NOTHING)
        if total != HUNDRED:
            raise NotAHundred(total)

    def of(self, party: Party) -> Decimal:
        """Return the percent of a party."""
        percent: Decimal = getattr(self, party.value)
        return percent

    @property
    def percents(self) -> Mapping[Party, Decimal]:
        return {party: self.of(party) for party in Party}

    @property
    def vendors(self) -> Decimal:
        """The percent of both vendors together: all that a client reads of their shares."""
        return self.manufacturer + self.publisher

    def hundredths(self, party: Party) -> int:
        """Return the percent of a party in hundredths, a whole number."""
        return int(self.of(party) * 100)


def all_of(party: Party) -> Responsibility:
    """Return the responsibility that one party bears alone."""
    return Responsibility(**{party.value: HUNDRED})


def is_part(percent: Decimal) -> bool:
    """Tell whether a figure can be what one party answers for."""
    return percent.is_finite() and 0 <= percent <= HUNDRED and decimals(percent) <= PERCENT_DECIMALS
