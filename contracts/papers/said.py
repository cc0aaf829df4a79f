"""The shapes of a statement that people read: its lines, interruptions, shares and sums.

Instants are in the contract's zone, amounts Decimals, seconds exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from contracts.rules.day_strip import DayOfStrip
from contracts.rules.error_budget import Budget, budget

_COMPANIES = frozenset({"manufacturer", "publisher", "client"})


@dataclass(frozen=True)
class Share:
    """What one party answers for, in percent."""

    kind: str
    name: str
    percent: Decimal

    @property
    def is_one_company(self) -> bool:
        """Whether it is a company’s that a tile can stand for."""
        return self.kind in _COMPANIES


@dataclass(frozen=True)
class Interruption:
    """A committed stretch that an outage holds with one set of percentages."""

    system: str
    reference: str
    begins_at: datetime
    ends_at: datetime
    of: Fraction
    """Of each second, where several outages hold it."""
    shares: Sequence[Share]
    counted: Fraction

    @property
    def seconds(self) -> int:
        return int(self.ends_at.timestamp() - self.begins_at.timestamp())


@dataclass(frozen=True)
class Band:
    """The band that an availability met: strictly below ``below``, and not below ``above``."""

    below: Decimal
    above: Decimal | None
    percent: Decimal


@dataclass(frozen=True)
class Line:
    """One system of a statement."""

    configuration: int
    name: str
    share: Fraction
    committed: int
    maintenance: int
    counted: Fraction
    availability: Decimal | None
    band: Band | None
    penalty_before_caps: Decimal
    penalty: Decimal
    reimbursement: Decimal | None
    manufacturer_share: Decimal | None
    of_publisher: Fraction | None
    of_manufacturer: Fraction | None
    days: Sequence[DayOfStrip]
    interruptions: Sequence[Interruption]
    times_down: int
    windows: Sequence[tuple[datetime, datetime]]

    @property
    def is_capped(self) -> bool:
        return self.penalty != self.penalty_before_caps


@dataclass(frozen=True)
class Explained:
    """A month's statement, explained."""

    month: date
    begins_at: datetime
    ends_at: datetime
    zone: str
    currency: str
    monthly_fee: Decimal
    fee: Decimal
    days: int
    days_of_month: int
    target: Decimal
    availability: Decimal | None
    worst: Line | None
    penalty_before_caps: Decimal
    penalty: Decimal
    penalty_cap: Decimal
    monthly_cap: Decimal
    annual_cap: Decimal | None
    annual_left: Decimal | None
    annual_spent: Decimal | None
    annual_since: date
    cut_by: str
    reimbursement: Decimal | None
    manufacturer_share: Decimal | None
    split_method: str
    split: dict[str, Decimal]
    lines: Sequence[Line]

    @property
    def interruptions(self) -> list[Interruption]:
        found = [each for line in self.lines for each in line.interruptions]
        return sorted(found, key=lambda each: (each.begins_at, each.system, each.reference))

    @property
    def seconds(self) -> int:
        """The whole month’s, an hour more or less where the clocks change."""
        return int(self.ends_at.timestamp() - self.begins_at.timestamp())

    @property
    def counted(self) -> Fraction:
        return sum((each.counted for each in self.lines), Fraction(0))

    @property
    def lasted(self) -> Fraction:
        """How long all stretches lasted, a second that several outages hold once."""
        return sum((each.seconds * each.of for each in self.interruptions), Fraction(0))

    @property
    def is_short_month(self) -> bool:
        """Whether the contract runs on some of the month's days alone."""
        return self.days != self.days_of_month

    @property
    def measured(self) -> list[Line]:
        return [each for each in self.lines if each.committed]

    @property
    def on_target(self) -> list[Line]:
        """The systems that were measured and kept the target."""
        return [each for each in self.measured if not self.budget_of(each).is_spent]

    def budget_of(self, line: Line) -> Budget:
        """Return what the target allows of a system’s committed time, exactly."""
        return budget(line.committed, line.counted, self.target)
