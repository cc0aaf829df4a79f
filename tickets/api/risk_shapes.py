"""The shapes of euros at risk, for the schema."""

from typing import Any

from rest_framework import serializers


class NextCost(serializers.Serializer[Any]):
    """From when on it costs more, and what it costs then."""

    at = serializers.DateTimeField()
    amount = serializers.CharField()


class AtRisk(serializers.Serializer[Any]):
    """What the running month owes more because of an outage that lasts, if it ended now."""

    amount = serializers.CharField()
    currency = serializers.CharField()
    next = NextCost(allow_null=True)
