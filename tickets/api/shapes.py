"""The shapes of what callers read, for the schema; `documents` writes them."""

from typing import Any

from rest_framework import serializers

from contracts.choices import Impact, Priority, ProductKind
from tickets.api.custody_shapes import ThirdParty
from tickets.api.risk_shapes import AtRisk
from tickets.choices import (
    Audience,
    Channel,
    Due,
    EventKind,
    LegAction,
    LegState,
    Outside,
    Queue,
    Status,
)
from tickets.rules.clock import ClockState
from tickets.rules.lifecycle import MOVES

STATES_OF_A_PROMISE = [state.value for state in ClockState]
CLOCKS = [Due.RESPOND.value, Due.RESTORE.value, Due.NEWS.value]


class Reason(serializers.Serializer[Any]):
    """Words of the report; above zero they spoke for the label. The signal is what they name."""

    term = serializers.CharField(
        allow_blank=True,
        help_text="Empty where no words say it: the item chosen, a cause that is left open.",
    )
    weight = serializers.FloatField()
    signal = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="A concept of the router's lexicon, `item`, `open`, or empty.",
    )


class PlacedReason(Reason):
    """A reason with its place in the text that was sent, in characters."""

    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=0)


class Guess(serializers.Serializer[Any]):
    """What the words said at opening, and where that put the incident."""

    label = serializers.ChoiceField(  # type: ignore[assignment]  # a field has a label too
        choices=["hardware", "software"]
    )
    confidence = serializers.FloatField(min_value=0.5, max_value=1)
    queue = serializers.ChoiceField(choices=Queue.choices)
    reasons = Reason(many=True)


class Classification(Guess):
    reasons = PlacedReason(many=True)
    lang = serializers.CharField()
    model = serializers.CharField()


class EscalationOfIncident(serializers.Serializer[Any]):
    """The open escalation or, for vendors, the last one. A client reads four of its fields."""

    id = serializers.IntegerField(required=False)
    status = serializers.ChoiceField(choices=LegState.choices)
    level = serializers.IntegerField(required=False)
    priority = serializers.ChoiceField(choices=Priority.choices)
    support_number = serializers.CharField()
    case_number = serializers.CharField(required=False)
    joint = serializers.BooleanField()


class Target(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Due.choices)
    due_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=STATES_OF_A_PROMISE)


class Step(serializers.Serializer[Any]):
    """A stretch of the way to a deadline; of a pause that goes on, ``to`` is null."""

    counted = serializers.BooleanField()
    why = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {
            "from": serializers.DateTimeField(),
            "to": serializers.DateTimeField(allow_null=True),
            **super().get_fields(),
        }


class Clock(serializers.Serializer[Any]):
    """A promise as it stood at an instant; durations (ISO 8601) are of covered, unpaused time."""

    kind = serializers.ChoiceField(choices=CLOCKS)
    as_of = serializers.DateTimeField()
    impact = serializers.ChoiceField(choices=Impact.choices)
    within = serializers.CharField()
    started_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(choices=STATES_OF_A_PROMISE)
    deadline = serializers.DateTimeField()
    elapsed = serializers.CharField()
    left = serializers.CharField()
    calendar = serializers.CharField(
        help_text="The version of public holidays and zone changes it was reckoned by."
    )
    explanation = Step(many=True)


class Person(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class Author(serializers.Serializer[Any]):
    """The organisation is null where the agreement does not name the vendors to the client."""

    name = serializers.CharField()
    organisation = serializers.CharField(allow_null=True)


class Contact(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()


class Place(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class ItemConcerned(serializers.Serializer[Any]):
    """The item that an incident concerns, of the revision in force when it began."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ProductKind.choices)
    product = serializers.CharField(help_text="Its name and version.")
    serial_number = serializers.CharField()
    host = serializers.CharField()
    role = serializers.CharField()


class Mismatch(serializers.Serializer[Any]):
    """What somebody saw of the real system that differs from the revision."""

    seen = serializers.CharField()
    at = serializers.DateTimeField()


class Incident(serializers.Serializer[Any]):
    """An incident as the caller may see it; what is at risk, vendors alone read."""

    reference = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    impact = serializers.ChoiceField(choices=Impact.choices)
    status = serializers.ChoiceField(choices=Status.choices)
    queue = serializers.ChoiceField(choices=Queue.choices, allow_null=True)
    priority = serializers.ChoiceField(choices=Priority.choices)
    forced_by = serializers.CharField(allow_null=True)
    support_number = serializers.CharField(allow_null=True)
    outside_guarantee = serializers.ChoiceField(choices=Outside.choices, allow_null=True)
    classification = Guess(allow_null=True)
    escalation = EscalationOfIncident(allow_null=True)
    targets = Target(many=True)
    down_since = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField()
    restored_at = serializers.DateTimeField(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    assignee = Person(allow_null=True)
    moves = serializers.ListField(
        child=serializers.ChoiceField(
            choices=[*dict.fromkeys([*(str(m.action) for m in MOVES), *LegAction.values])]
        )
    )
    client = serializers.CharField()
    contract = serializers.CharField()
    configuration = Place(allow_null=True)
    item = ItemConcerned(allow_null=True)
    mismatch = Mismatch(allow_null=True)
    third_party = ThirdParty(allow_null=True)
    contact = Contact()
    channel = serializers.ChoiceField(choices=Channel.choices)
    on_behalf_of = serializers.CharField()
    called_at = serializers.DateTimeField(allow_null=True)
    external_reference = serializers.CharField()
    waiting_for = serializers.CharField()
    at_risk = AtRisk(required=False, allow_null=True)


class Escalation(serializers.Serializer[Any]):
    """An escalation in the publisher's work list."""

    id = serializers.IntegerField()
    incident = serializers.CharField()
    title = serializers.CharField()
    impact = serializers.ChoiceField(choices=Impact.choices)
    client = serializers.CharField()
    item = ItemConcerned(allow_null=True)
    contact = Contact()
    status = serializers.ChoiceField(choices=LegState.choices)
    level = serializers.IntegerField()
    level_name = serializers.CharField()
    priority = serializers.ChoiceField(choices=Priority.choices)
    support_number = serializers.CharField()
    case_number = serializers.CharField()
    joint = serializers.BooleanField()
    engineer = Person(allow_null=True)
    duty_managers = serializers.ListField(child=serializers.CharField())
    critical_manager = Person(allow_null=True)
    requested_at = serializers.DateTimeField()
    acknowledge_due_at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = Person(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    moves = serializers.ListField(child=serializers.ChoiceField(choices=LegAction.choices))


class LevelOfLadder(serializers.Serializer[Any]):
    """A level as agreed when the escalation began; what has not happened has no instant."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    wait_minutes = serializers.IntegerField()
    current = serializers.BooleanField()
    reached_at = serializers.DateTimeField(allow_null=True)
    raised_by = serializers.CharField(help_text="Who raised it by hand; empty if nobody did.")
    on_duty = serializers.CharField(help_text="Who was on duty then; empty if nobody was.")
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="When it climbs there unless something happens."
    )


class NextStep(serializers.Serializer[Any]):
    """What happens by itself next; without a level the managers of both vendors are called."""

    level = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    due_at = serializers.DateTimeField()
    percent = serializers.IntegerField(
        allow_null=True, help_text="Of the time to restore; null while nobody has acknowledged."
    )


class Ladder(serializers.Serializer[Any]):
    """The levels of an escalation and its next step."""

    levels = LevelOfLadder(many=True)
    next = NextStep(allow_null=True)


class Attachment(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    audience = serializers.ChoiceField(choices=Audience.choices)
    comment = serializers.UUIDField()
    url = serializers.URLField()


class Comment(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    author = Author()
    audience = serializers.ChoiceField(choices=Audience.choices)
    body = serializers.CharField()
    lang = serializers.CharField()
    attachments = Attachment(many=True)


class Line(serializers.Serializer[Any]):
    """A line of the timeline; its place, its details and its seals are the vendors'."""

    at = serializers.DateTimeField()
    kind = serializers.CharField(help_text="One of: " + ", ".join(EventKind.values))
    by = Author(allow_null=True)
    audience = serializers.ChoiceField(choices=Audience.choices)
    text = serializers.CharField()
    comment = serializers.UUIDField(allow_null=True)
    sequence = serializers.IntegerField(required=False)
    detail = serializers.DictField(required=False)
    previous_hash = serializers.CharField(required=False)
    hash = serializers.CharField(required=False)
