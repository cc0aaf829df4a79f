"""What the publisher promises beneath the demonstration's contracts: with a gap to be found."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from contracts.choices import Impact
from contracts.models import Agreement, User
from contracts.rules.coverage import Hours, Window
from contracts.rules.underpinning import TargetBeneath, UnderpinningOffer
from contracts.use_cases.underpin import agree_underpinning, propose_underpinning

_UNDERPINNED = "AG-FR-0001"
"""The other agreement has none yet: its gap meter says so."""
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)

# Six days a week until 22:00; by now an outage is worked on round the clock.
_LONG_DAYS = Hours(
    "Europe/Paris",
    always_on=False,
    windows=[Window(weekday, 7 * 60, 22 * 60) for weekday in range(6)],
    without_holidays_of="FR",
)
_FIRST = (
    TargetBeneath(Impact.OUTAGE, 30 * _MINUTE, 6 * _HOUR),
    TargetBeneath(Impact.DEGRADED, 2 * _HOUR, 12 * _HOUR),
)
_SINCE = (
    TargetBeneath(Impact.OUTAGE, 15 * _MINUTE, 4 * _HOUR, round_the_clock=True),
    TargetBeneath(Impact.DEGRADED, _HOUR, 8 * _HOUR),
    TargetBeneath(Impact.AT_RISK, 4 * _HOUR, 40 * _HOUR),
)
_NOTE = "Astreinte de nuit pour les pannes seulement ; le reste à négocier avant le renouvellement."


def underpin(
    agreements: Mapping[str, Agreement], people: Mapping[str, User], *, now: datetime
) -> None:
    """Let the publisher promise, and then promise more; the manufacturer's manager agrees."""
    agreement = agreements[_UNDERPINNED]
    proposer, other = people["veronique"], people["helene"]
    for days_ago, targets, note in ((700, _FIRST, ""), (240, _SINCE, _NOTE)):
        valid_from = (now - timedelta(days=days_ago)).date()
        proposed_at = now - timedelta(days=days_ago + 12)
        made = propose_underpinning(
            agreement,
            UnderpinningOffer(valid_from, _LONG_DAYS, targets, note),
            by=proposer,
            at=proposed_at,
        )
        agree_underpinning(made, by=other, at=proposed_at + timedelta(days=5))
