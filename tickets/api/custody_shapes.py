"""What callers read of whose court an incident is, or was, in."""

from typing import Any

from rest_framework import serializers


class ThirdParty(serializers.Serializer[Any]):
    """Who outside the agreement has it; a client reads since when alone."""

    name = serializers.CharField(required=False)
    reason = serializers.CharField(required=False)
    since = serializers.DateTimeField()
