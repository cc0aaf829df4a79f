"""Underpinning targets, proposed by one vendor's manager and agreed by the other's."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from contracts.choices import Impact
from contracts.models import Agreement, Underpinning, User
from contracts.rules.coverage import Hours, Window
from contracts.rules.underpinning import TargetBeneath, UnderpinningOffer
from contracts.use_cases.underpin import agree_underpinning, propose_underpinning
from tests.factories.contracts import MORNING, a_manager_of

JANUARY = date(2026, 1, 1)
OFFICE = Hours(
    "Europe/Paris", always_on=False, windows=[Window(day, 8 * 60, 18 * 60) for day in range(5)]
)
_MINUTES = (
    (Impact.OUTAGE, 15, 4 * 60),
    (Impact.DEGRADED, 60, 8 * 60),
    (Impact.AT_RISK, 240, 48 * 60),
    (Impact.QUESTION, 24 * 60, None),
)


def underpinning(**fields: Any) -> UnderpinningOffer:
    """Return targets as they are proposed: round the clock, as tight as the usual contract."""
    targets = [
        TargetBeneath(
            impact,
            timedelta(minutes=respond),
            timedelta(minutes=restore) if restore else None,
        )
        for impact, respond, restore in _MINUTES
    ]
    defaults: dict[str, Any] = {
        "valid_from": JANUARY,
        "hours": Hours("Europe/Paris"),
        "targets": targets,
    }
    return UnderpinningOffer(**(defaults | fields))


def proposed(
    agreement: Agreement,
    *,
    by: User,
    at: datetime = MORNING,
    offer: UnderpinningOffer | None = None,
    **fields: Any,
) -> Underpinning:
    """Propose targets; ``fields`` of the usual ones differ."""
    said = replace(offer or underpinning(), **fields)
    return propose_underpinning(agreement, said, by=by, at=at)


def agreed(
    agreement: Agreement, *, by: User, at: datetime = MORNING, **fields: Any
) -> Underpinning:
    """Propose targets for one vendor, and agree with them for the other."""
    made = proposed(agreement, by=by, at=at, **fields)
    is_publishers = by.organisation_id == agreement.publisher_id
    other = agreement.manufacturer if is_publishers else agreement.publisher
    return agree_underpinning(made, by=a_manager_of(other), at=at)
