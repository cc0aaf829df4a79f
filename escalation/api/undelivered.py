"""Whom news of an incident did not reach, over REST."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.choices import Kind
from contracts.rest import Operation
from contracts.rules.refusal import Forbidden
from escalation.choices import Medium
from escalation.selectors import undelivered
from tickets.access import incident_for


class Failure(serializers.Serializer[Any]):
    person = serializers.CharField()
    medium = serializers.ChoiceField(choices=Medium.choices)
    since = serializers.DateTimeField()
    next_at = serializers.DateTimeField(
        allow_null=True, help_text="The next attempt; null when it was given up."
    )


class Failures(serializers.Serializer[Any]):
    """Whom news of an incident did not reach, among those of whom the caller may know."""

    undelivered = Failure(many=True)


class UndeliveredNews(Operation):
    """Whom news of an incident did not reach outside the portal."""

    document = Failures

    def get(self, request: Request, reference: str) -> Response:
        """Read it; for the agents of vendors, of their own people and, for the owner, the client's.

        :raises Forbidden: a client asks.
        """
        incident = incident_for(self.user, reference)
        if self.user.kind == Kind.CLIENT:
            raise Forbidden(_("The vendors see to it that their news reaches you."))
        found = undelivered(incident, self.user)
        return Response(
            {
                "undelivered": [
                    {
                        "person": each.person.name,
                        "medium": str(each.medium),
                        "since": each.since.isoformat(),
                        "next_at": each.next_at.isoformat() if each.next_at else None,
                    }
                    for each in found
                ]
            }
        )
