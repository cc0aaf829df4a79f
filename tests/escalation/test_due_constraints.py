"""What the database itself refuses of due actions."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from escalation.choices import DueKind, DueOutcome
from escalation.models import DueAction
from tests.factories.contracts import MORNING
from tickets.models import Incident


def _due(incident: Incident, **said: Any) -> DueAction:
    fields = {"kind": DueKind.WARN, "key": "restore:outage:50", "due_at": MORNING, **said}
    return DueAction.objects.create(incident=incident, **fields)


def test_nothing_is_due_twice_for_one_deadline(incident: Incident) -> None:
    _due(incident)

    with pytest.raises(IntegrityError, match="nothing_is_due_twice_for_one_deadline"):
        _due(incident, due_at=MORNING.replace(hour=10))


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (
            {"done_at": MORNING, "cancelled_at": MORNING, "outcome": DueOutcome.DONE},
            "due_action_is_not_both_done_and_cancelled",
        ),
        ({"done_at": MORNING}, "due_action_that_ended_says_how"),
        ({"cancelled_at": MORNING}, "due_action_that_ended_says_how"),
        ({"outcome": DueOutcome.DONE}, "due_action_that_ended_says_how"),
    ],
)
def test_an_end_is_one_and_says_how(incident: Incident, wrong: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        _due(incident, **wrong)
