"""One clock read twice over REST: as it stands, and as it would by other terms or a calendar."""

from datetime import UTC
from typing import Any

from rest_framework import serializers

from contracts.rest import Data
from tickets.choices import Due
from tickets.rules.clock import ClockState
from tickets.rules.effect import Shift, Stand, Turn

_Schema = serializers.Serializer[Any]


class StandOfClock(_Schema):
    """A deadline and its state; both null where nothing is promised."""

    deadline = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(choices=[str(each) for each in ClockState], allow_null=True)


class ClockReadTwice(_Schema):
    clock = serializers.ChoiceField(choices=Due.choices)
    now = StandOfClock(help_text="As it stands on the incident.")
    then = StandOfClock(help_text="By the terms that are tried, or by today’s calendar.")
    moves = serializers.BooleanField(help_text="The deadline would be another.")
    breach = serializers.ChoiceField(choices=[str(each) for each in Turn], allow_null=True)


def shift_document(shift: Shift) -> Data:
    """Return a clock as it stands and as it would."""
    return {
        "clock": str(shift.kind),
        "now": _stand(shift.now),
        "then": _stand(shift.then),
        "moves": shift.moves,
        "breach": shift.breach and str(shift.breach),
    }


def _stand(stand: Stand) -> Data:
    deadline = stand.due_at and stand.due_at.astimezone(UTC).isoformat()
    return {"deadline": deadline, "state": stand.state and str(stand.state)}
