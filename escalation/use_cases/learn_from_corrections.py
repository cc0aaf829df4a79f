"""Let the router learn from the day's corrections; one worker at a time does."""

from datetime import datetime

from escalation.use_cases.take_turns import turn
from tickets.use_cases.train_challenger import train_challenger


def learn_from_corrections(*, at: datetime) -> None:
    """Try a challenger of the router, unless another worker is at it: that one is enough."""
    with turn("learn to route") as is_ours:
        if is_ours:
            train_challenger(at=at)
