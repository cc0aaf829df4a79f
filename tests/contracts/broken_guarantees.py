"""Ways to break a request for a guarantee, by the name of the constraint that refuses each."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from contracts.choices import GuaranteeState
from contracts.models import GuaranteeRequest
from tests.cast import House
from tests.factories.contracts import MORNING


def written(house: House, **fields: Any) -> GuaranteeRequest:
    """Write a request of the house's client past the use case."""
    defaults: dict[str, Any] = {
        "client": house.vauquelin,
        "agreement": house.agreement,
        "platform": "Order entry, Lyon",
        "hours": "Round the clock",
        "availability": Decimal("99.9"),
        "asked_at": MORNING,
        "asked_by": house.clara,
    }
    return GuaranteeRequest.objects.create(**(defaults | fields))


def ended(house: House, state: GuaranteeState, **fields: Any) -> GuaranteeRequest:
    """Write one that a manager has ended past the use case."""
    by = {"answered_at": MORNING, "answered_by": house.helen}
    return written(house, **({"state": state} | by | fields))


BROKEN_GUARANTEES: Mapping[str, Callable[[House], object]] = {
    "guarantee_request_is_in_a_known_state": lambda house: ended(
        house,
        "lost",  # type: ignore[arg-type]
    ),
    "guarantee_asks_a_possible_availability": lambda house: written(
        house, availability=Decimal("100.0001")
    ),
    "guarantee_request_says_what_and_when": lambda house: written(house, hours=""),
    "guarantee_asks_hours_that_are_known": lambda house: written(house, usual_hours="noon"),
    "guarantee_answered_by_somebody_at_some_time": lambda house: ended(
        house, GuaranteeState.WITHDRAWN, answered_by=None
    ),
    "guarantee_answered_after_it_was_asked": lambda house: ended(
        house, GuaranteeState.WITHDRAWN, answered_at=MORNING - timedelta(seconds=1)
    ),
    "guarantee_refused_with_a_reason": lambda house: ended(house, GuaranteeState.REFUSED),
    "guarantee_answered_with_a_contract": lambda house: ended(house, GuaranteeState.ANSWERED),
}
