"""What the lines of a written reckoning come to before any cap: what their own outages say alone.

So that two reckonings of a month can be told apart line by line, whatever the caps, which other
lines and other months move too. Source: domain.md, Statement, steps 5 and 6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.choices import Party, SplitMethod
from contracts.rules.offer import BandOffer
from contracts.rules.penalty import (
    NOTHING,
    availability_of,
    band_percent,
    fee_of_days,
    in_cents,
    penalty_of,
)
from contracts.rules.reckoning import Reckoning, seconds


@dataclass(frozen=True)
class BeforeCaps:
    """A line's penalty before the caps, and what of it would be the publisher's."""

    penalty: Decimal = NOTHING
    part: Decimal = NOTHING


def before_caps(reckoning: Reckoning) -> dict[int, BeforeCaps]:
    """Return what each line comes to before the caps, by the key of its configuration."""
    return {each["configuration"]: _of_line(each, reckoning) for each in reckoning["lines"]}


def moved(before: Reckoning, after: Reckoning) -> set[int]:
    """Return the configurations whose line comes to something else before the caps."""
    stood, comes = before_caps(before), before_caps(after)
    nothing = BeforeCaps()
    return {key for key in stood | comes if stood.get(key, nothing) != comes.get(key, nothing)}


def _of_line(line: Reckoning, of: Reckoning) -> BeforeCaps:
    penalty = Decimal(line["penalty_before_caps"])
    held = {party: seconds(line["held"][party]) for party in Party}
    downtime = held[Party.MANUFACTURER] + held[Party.PUBLISHER]
    if not downtime:
        return BeforeCaps(penalty)
    if of["split_method"] == SplitMethod.PROPORTIONAL:
        part = Fraction(penalty) * held[Party.PUBLISHER] / downtime
        return BeforeCaps(penalty, in_cents(part))
    but_for = penalty - _alone(Party.MANUFACTURER, held, line, of)
    if of["split_method"] == SplitMethod.BUT_FOR:
        return BeforeCaps(penalty, but_for)
    by_publisher = _alone(Party.PUBLISHER, held, line, of)
    return BeforeCaps(penalty, in_cents(Fraction(by_publisher + but_for) / 2))


def _alone(party: Party, held: Mapping[Party, Fraction], line: Reckoning, of: Reckoning) -> Decimal:
    """Return what would be owed with the percentages of one party alone."""
    bands = [BandOffer(Decimal(each["below"]), Decimal(each["percent"])) for each in of["bands"]]
    percent = band_percent(availability_of(line["committed_seconds"], held[party]), bands)
    fee = fee_of_days(Decimal(of["monthly_fee"]), days=of["days"], of=of["days_of_month"])
    return penalty_of(fee, Fraction(line["share"]), percent)
