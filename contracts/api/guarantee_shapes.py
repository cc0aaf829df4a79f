"""What callers send and read of requests for a guarantee, for the schema."""

from typing import Any

from rest_framework import serializers

from contracts.choices import GuaranteeAction, GuaranteeState, UsualHours
from contracts.rest import Body
from contracts.rules.guarantee import HOURS_LENGTH, NOTE_LENGTH, PLATFORM_LENGTH
from contracts.use_cases.end_revision import REASON_LENGTH

_NAME_LENGTH = 120


class NewGuaranteeRequest(Body):
    manufacturer = serializers.CharField(
        required=False,
        default="",
        max_length=_NAME_LENGTH,
        help_text="Its name; needed where several can be asked in the client’s country.",
    )
    publisher = serializers.CharField(
        required=False,
        default="",
        max_length=_NAME_LENGTH,
        help_text="Its name; needed where the manufacturer has several.",
    )
    platform = serializers.CharField(max_length=PLATFORM_LENGTH, help_text="What must stay up.")
    usual_hours = serializers.ChoiceField(
        choices=UsualHours.choices,
        required=False,
        allow_blank=True,
        default="",
        help_text="When it must be up, where it is one of these; they are compared with a promise.",
    )
    hours = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=HOURS_LENGTH,
        default="",
        help_text="When it must be up, in words: needed without `usual_hours`.",
    )
    availability = serializers.DecimalField(
        max_digits=7, decimal_places=4, help_text="Percent, above 0, at most 100."
    )
    wanted_from = serializers.DateField(required=False, allow_null=True, default=None)
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=NOTE_LENGTH, default=""
    )


class Answer(Body):
    """One of the two."""

    contract = serializers.CharField(
        required=False,
        max_length=20,
        help_text=(
            "The number of a contract drawn up for this client since the request, "
            "approved by both vendors."
        ),
    )
    refuse = serializers.CharField(
        required=False, max_length=REASON_LENGTH, help_text="Why not; the client reads it."
    )


class AnsweredBy(serializers.Serializer[Any]):
    name = serializers.CharField()
    organisation = serializers.CharField()


class GuaranteeRequest(serializers.Serializer[Any]):
    """A client's request; ``moves`` are what the caller may do with it now."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=GuaranteeState.choices)
    client = serializers.CharField()
    manufacturer = serializers.CharField()
    publisher = serializers.CharField()
    agreement = serializers.CharField(required=False, help_text="For the two vendors.")
    platform = serializers.CharField()
    usual_hours = serializers.ChoiceField(choices=UsualHours.choices, allow_blank=True)
    hours = serializers.CharField(help_text="In the client’s words.")
    availability = serializers.CharField(help_text="Percent.")
    wanted_from = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    asked_at = serializers.DateTimeField()
    asked_by = serializers.CharField(help_text="Who asked, for the client.")
    answered_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was answered, refused or withdrawn."
    )
    answered_by = AnsweredBy(allow_null=True)
    reason = serializers.CharField(help_text="Why it was refused.")
    contract = serializers.CharField(
        allow_null=True, help_text="The number of the contract that answers it."
    )
    moves = serializers.ListField(
        child=serializers.ChoiceField(choices=GuaranteeAction.choices),
        help_text="answer and refuse are made at answer/, withdraw at withdraw/.",
    )
