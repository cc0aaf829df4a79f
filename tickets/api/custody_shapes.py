"""What callers read of whose court an incident is, or was, in."""

from typing import Any

from rest_framework import serializers

from tickets.choices import Holder

SUPPLIERS = "suppliers"
"""Both vendors as one, for a client whose agreement does not name who has an incident."""
HOLDERS = [*Holder.values, SUPPLIERS]


class ThirdParty(serializers.Serializer[Any]):
    """Who outside the agreement has it; a client reads since when alone."""

    name = serializers.CharField(required=False)
    reason = serializers.CharField(required=False)
    since = serializers.DateTimeField()


class Stretch(serializers.Serializer[Any]):
    """A half-open time during which one party had it."""

    holder = serializers.ChoiceField(choices=HOLDERS)
    seconds = serializers.DecimalField(max_digits=18, decimal_places=6)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {
            "from": serializers.DateTimeField(),
            "to": serializers.DateTimeField(),
            **super().get_fields(),
        }


class Seconds(serializers.Serializer[Any]):
    """Seconds of each party, to the microsecond; they sum to the whole exactly.

    A client whose agreement does not name who has an incident reads ``suppliers`` for both vendors
    and their joint bridge.
    """

    manufacturer = serializers.DecimalField(max_digits=18, decimal_places=6, required=False)
    publisher = serializers.DecimalField(max_digits=18, decimal_places=6, required=False)
    joint = serializers.DecimalField(max_digits=18, decimal_places=6, required=False)
    suppliers = serializers.DecimalField(max_digits=18, decimal_places=6, required=False)
    third_party = serializers.DecimalField(max_digits=18, decimal_places=6)
    client = serializers.DecimalField(max_digits=18, decimal_places=6)


class CustodyOfIncident(serializers.Serializer[Any]):
    """Whose court an incident was in, until it was closed or until now."""

    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    closed = serializers.BooleanField()
    holder = serializers.ChoiceField(choices=HOLDERS, allow_null=True)
    seconds = Seconds()
    stretches = Stretch(many=True)


class CustodyOfMonth(serializers.Serializer[Any]):
    """Whose court the incidents of a contract were in that were closed in a month of its zone."""

    month = serializers.CharField(help_text="As in 2026-11.")
    contract = serializers.CharField()
    client = serializers.CharField()
    incidents = serializers.IntegerField()
    seconds = Seconds()
