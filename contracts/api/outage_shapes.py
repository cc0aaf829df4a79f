"""What callers send and read of outages and maintenance, for the schema."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contracts.choices import (
    MaintenanceAction,
    MaintenanceState,
    OutageAction,
    OutageSource,
    OutageState,
    RoundKind,
)
from contracts.rest import Body, Instant
from contracts.rules.figures import HUNDRED
from contracts.rules.outages import MOST_SEGMENTS
from contracts.use_cases.end_revision import REASON_LENGTH
from contracts.use_cases.propose_maintenance import NOTE_LENGTH
from contracts.use_cases.write_outage import EVIDENCE_LENGTH, MOST_EVENTS

_KEY_LENGTH = 40


def _percent() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False
    )


class ResponsibilityBody(Body):
    """Percentages of the four parties; what is not named is 0, and together they are 100."""

    manufacturer = _percent()
    publisher = _percent()
    client = _percent()
    third_party = _percent()

    default_error_messages = {
        "sum": _("Together the percentages are %(sum)s: they must be 100."),
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        shares = {name: Decimal(value) for name, value in attrs.items()}
        total = sum(shares.values(), Decimal(0))
        if total != HUNDRED:
            sentence = self.error_messages["sum"] % {"sum": f"{total.normalize():f}"}
            raise serializers.ValidationError(sentence)
        return shares


class SegmentBody(Body):
    """From when until when, and whose it was; ``unknown``: whether it was down is not known."""

    start = Instant()
    end = Instant(required=False, allow_null=True, default=None, help_text="Null: it lasts still.")
    responsibility = ResponsibilityBody(required=False, allow_null=True, default=None)
    unknown = serializers.BooleanField(required=False, default=False)

    default_error_messages = {"both": _("What is not known is nobody’s: say one of the two.")}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["unknown"] and attrs["responsibility"] is not None:
            raise serializers.ValidationError({"unknown": self.error_messages["both"]})
        return attrs


class _Segments(Body):
    segments: Any = serializers.ListSerializer(child=SegmentBody(), max_length=MOST_SEGMENTS)


class NewOutage(_Segments):
    """An outage that no incident told of; with whose it was in every segment, that is proposed."""

    configuration = serializers.CharField(
        max_length=_KEY_LENGTH, help_text="Its id or its support number."
    )
    source: Any = serializers.ChoiceField(
        choices=[OutageSource.HAND, OutageSource.MONITORING],
        required=False,
        default=OutageSource.HAND,
    )
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=NOTE_LENGTH, default=""
    )


class CorrectOutage(_Segments):
    """When it was down, by what is known now."""

    reason = serializers.CharField(max_length=REASON_LENGTH, help_text="The others read it.")


class SayResponsibility(_Segments):
    """Whose it was, segment by segment; together they are of the whole outage."""

    evidence = serializers.CharField(
        required=False, allow_blank=True, max_length=EVIDENCE_LENGTH, default=""
    )
    events = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1),
        required=False,
        default=list,
        max_length=MOST_EVENTS,
        help_text="Numbers of lines of the incident's timeline.",
    )


class NewMaintenance(Body):
    configuration = serializers.CharField(
        max_length=_KEY_LENGTH, help_text="Its id or its support number."
    )
    start = Instant()
    end = Instant()
    note = serializers.CharField(max_length=NOTE_LENGTH, help_text="What is done.")


class SayWhy(Body):
    reason = serializers.CharField(max_length=REASON_LENGTH, help_text="The others read it.")


class ReadResponsibility(serializers.Serializer[Any]):
    """In percent. A client reads both vendors as one figure: suppliers."""

    manufacturer = serializers.CharField(required=False, help_text="For the two vendors.")
    publisher = serializers.CharField(required=False, help_text="For the two vendors.")
    suppliers = serializers.CharField(required=False, help_text="For a client.")
    client = serializers.CharField()
    third_party = serializers.CharField()


class ReadSegment(serializers.Serializer[Any]):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField(allow_null=True)
    responsibility = ReadResponsibility(allow_null=True)
    unknown = serializers.BooleanField()


class Round(serializers.Serializer[Any]):
    """One step of the vendors' talk about responsibility."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=RoundKind.choices)
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    organisation = serializers.CharField(allow_null=True)
    evidence = serializers.CharField()
    events = serializers.ListField(child=serializers.IntegerField())
    segments = ReadSegment(many=True)


class KnownStretch(serializers.Serializer[Any]):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField(allow_null=True)
    unknown = serializers.BooleanField()


class KnownInterval(serializers.Serializer[Any]):
    """When the system was down by what was known at some time; ``reason``: of a correction."""

    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    organisation = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    segments = KnownStretch(many=True)


class ListedOutage(serializers.Serializer[Any]):
    """An outage; ``moves`` are what the caller may do with it now."""

    id = serializers.IntegerField()
    configuration = serializers.IntegerField()
    contract = serializers.CharField()
    incident = serializers.CharField(allow_null=True)
    source: Any = serializers.ChoiceField(choices=OutageSource.choices)
    state = serializers.ChoiceField(
        choices=OutageState.choices, help_text="A client reads whether it is agreed."
    )
    start = serializers.DateTimeField()
    end = serializers.DateTimeField(allow_null=True)
    agreed_at = serializers.DateTimeField(allow_null=True, help_text="For the two vendors.")
    segments = ReadSegment(many=True)
    answer_by = serializers.DateTimeField(
        required=False, allow_null=True, help_text="For the two vendors."
    )
    note = serializers.CharField(required=False, help_text="For the two vendors.")
    moves = serializers.ListField(child=serializers.ChoiceField(choices=OutageAction.choices))


class OneOutage(ListedOutage):
    overlaps = serializers.ListField(
        child=serializers.IntegerField(),
        required=False,
        help_text="What else is recorded of the system in the same time, for the two vendors.",
    )
    rounds = Round(many=True, required=False, help_text="For the two vendors.")
    intervals = KnownInterval(
        many=True, required=False, help_text="First and after each correction; for the two vendors."
    )


class MaintenanceParty(serializers.Serializer[Any]):
    organisation = serializers.CharField()
    accepted_at = serializers.DateTimeField(allow_null=True)


class Maintenance(serializers.Serializer[Any]):
    """A window; ``counts``: it leaves committed time."""

    id = serializers.IntegerField()
    configuration = serializers.IntegerField()
    contract = serializers.CharField()
    state = serializers.ChoiceField(choices=MaintenanceState.choices)
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    note = serializers.CharField()
    proposed_by = serializers.CharField(help_text="The organisation.")
    proposed_at = serializers.DateTimeField()
    notice_days = serializers.IntegerField()
    announced_in_time = serializers.BooleanField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    parties = MaintenanceParty(many=True)
    counts = serializers.BooleanField()
    reason = serializers.CharField()
    moves = serializers.ListField(child=serializers.ChoiceField(choices=MaintenanceAction.choices))
