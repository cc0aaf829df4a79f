"""What callers send and read of agreements and their underpinning targets."""

from typing import Any

from rest_framework import serializers

from contracts.api.contract_shapes import CoveredHours
from contracts.api.offer_bodies import CoverageBody, Duration
from contracts.choices import Impact, SplitMethod, UnderpinningAction, UnderpinningState
from contracts.rest import Body
from contracts.use_cases.end_revision import REASON_LENGTH


class UnderpinningTargetBody(Body):
    impact = serializers.ChoiceField(choices=Impact.choices)
    respond_within = Duration()
    restore_within = Duration(required=False, allow_null=True, default=None)
    round_the_clock = serializers.BooleanField(
        required=False, default=False, help_text="Whatever the hours are."
    )


class NewUnderpinning(Body):
    """What the publisher promises to the manufacturer, from a day on."""

    valid_from = serializers.DateField()
    coverage = CoverageBody(help_text="The publisher's hours.")
    targets: Any = serializers.ListSerializer(
        child=UnderpinningTargetBody(), max_length=len(Impact)
    )
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=REASON_LENGTH, default=""
    )


class EndUnderpinning(Body):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class WrittenTarget(serializers.Serializer[Any]):
    impact = serializers.ChoiceField(choices=Impact.choices)
    respond_within = Duration()
    restore_within = Duration(allow_null=True)
    round_the_clock = serializers.BooleanField(help_text="Whatever the hours are.")


class UnderpinningDoer(serializers.Serializer[Any]):
    name = serializers.CharField()
    organisation = serializers.CharField()
    at = serializers.DateTimeField()


class UnderpinningTargets(serializers.Serializer[Any]):
    """One version of underpinning targets; ``moves`` are what the caller may do with it now."""

    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=UnderpinningState.choices)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True, help_text="The day of the next version.")
    coverage = CoveredHours()
    targets = WrittenTarget(many=True)
    note = serializers.CharField()
    reason = serializers.CharField(help_text="Why it was refused or withdrawn.")
    proposed = UnderpinningDoer()
    agreed = UnderpinningDoer(allow_null=True)
    ended = UnderpinningDoer(allow_null=True)
    moves = serializers.ListField(child=serializers.ChoiceField(choices=UnderpinningAction.choices))


class WrittenLevel(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    name = serializers.CharField()
    wait = Duration()


class AgreementDocument(serializers.Serializer[Any]):
    """An agreement between a manufacturer and a publisher."""

    reference = serializers.CharField()
    manufacturer = serializers.CharField()
    publisher = serializers.CharField()
    country = serializers.CharField()
    currency = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    split_method = serializers.ChoiceField(choices=SplitMethod.choices)
    levels = WrittenLevel(many=True)
    products = serializers.ListField(child=serializers.CharField(), help_text="In scope.")
