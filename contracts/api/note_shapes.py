"""The shape of a note as callers read it."""

from typing import Any

from rest_framework import serializers

from contracts.api.statement_shapes import KINDS_OF_NOTE, Reckoned, SaidContest

_FRACTION = "Exact seconds of the vendors, a whole number or a fraction."
_VENDORS = "For the two vendors."


class AmountChange(serializers.Serializer[Any]):
    """An amount with the notes before this one, and with it."""

    before = serializers.CharField()
    after = serializers.CharField()
    difference = serializers.CharField()


class MeasureOfNote(serializers.Serializer[Any]):
    downtime_seconds = serializers.CharField(help_text=_FRACTION)
    availability = serializers.CharField(allow_null=True)


class LineOfNote(serializers.Serializer[Any]):
    """What a note changes of the line of one system."""

    configuration = serializers.IntegerField()
    name = serializers.CharField()
    before = MeasureOfNote()
    after = MeasureOfNote()
    penalty = AmountChange()
    reimbursement = AmountChange(required=False, help_text=_VENDORS)
    manufacturer_share = AmountChange(required=False, help_text=_VENDORS)


class Note(serializers.Serializer[Any]):
    """A credit note, or below zero a debit note: what it corrects, and the month reckoned anew."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS_OF_NOTE)
    statement = serializers.CharField(help_text="The key of the statement that it corrects.")
    statement_number = serializers.CharField()
    contract = serializers.CharField()
    client = serializers.CharField()
    month = serializers.CharField()
    currency = serializers.CharField()
    issued_at = serializers.DateTimeField()
    contest = SaidContest()
    penalty = AmountChange()
    reimbursement = AmountChange(required=False, help_text=_VENDORS)
    manufacturer_share = AmountChange(required=False, help_text=_VENDORS)
    lines = LineOfNote(many=True)
    reckoning = Reckoned()
