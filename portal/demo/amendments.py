"""An amendment of the demonstration that waits for the publisher's approval, to be tried first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from contracts.choices import Impact
from contracts.models import Contract, User
from contracts.rules.offer import TargetOffer
from contracts.selectors.promises import offer_of
from contracts.use_cases.offer_terms import amend_contract

_AMENDED = "CM-0455"
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_TARGETS = (
    TargetOffer(Impact.OUTAGE, 15 * _MINUTE, 4 * _HOUR, 30 * _MINUTE),
    TargetOffer(Impact.DEGRADED, 30 * _MINUTE, 8 * _HOUR, 2 * _HOUR),
    TargetOffer(Impact.AT_RISK, 4 * _HOUR, 48 * _HOUR),
    TargetOffer(Impact.QUESTION, 24 * _HOUR),
)
_NOTE = (
    "Halden demande les délais d’une plateforme critique ; la redevance suivra au renouvellement."
)


def offer_amendments(
    contracts: Mapping[str, Contract], people: Mapping[str, User], *, now: datetime
) -> None:
    """Let the manufacturer's manager offer stricter delays; the publisher's has yet to approve."""
    contract = contracts[_AMENDED]
    standing = contract.versions.approved().whole().get()
    amend_contract(
        contract,
        replace(offer_of(standing), targets=_TARGETS),
        effective_on=_first_of_a_month_to_come(now.date()),
        note=_NOTE,
        by=people["helene"],
        at=now - timedelta(hours=20),
    )


def _first_of_a_month_to_come(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=62)).replace(day=1)
