"""Deadlines that a calendar gives otherwise than stored, over REST, for platform operators."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.access import is_operator
from contracts.rest import Body, Data, Operation, Said
from escalation.choices import Decision
from escalation.selectors import clocks_to_decide, has_differed
from escalation.use_cases.decide_clocks import leave_deadlines, take_new_deadlines
from tickets.rest import ClockReadTwice, shift_document
from tickets.rules import references
from tickets.selectors.differences import MARK_LENGTH, Differing
from tickets.use_cases.stated_words import WORDS_LENGTH

_Schema = serializers.Serializer[Any]
_DECIDE = {Decision.TAKEN: take_new_deadlines, Decision.LEFT: leave_deadlines}


class DecideBody(Body):
    """A decision on the deadlines that were read."""

    reason = serializers.CharField(max_length=WORDS_LENGTH)
    mark = serializers.CharField(
        max_length=MARK_LENGTH,
        required=False,
        allow_null=True,
        default=None,
        help_text="Of what was read: no other deadlines are decided on.",
    )


class ClockDifference(_Schema):
    """An incident of which deadlines differ; of the incident itself, its reference alone."""

    reference = serializers.CharField()
    calendar = serializers.CharField(help_text="The version by which it was replayed.")
    depends_on_calendar = serializers.BooleanField(
        help_text="No: something else must have moved a deadline."
    )
    mark = serializers.CharField()
    clocks = ClockReadTwice(many=True)


class ClockDifferences(_Schema):
    """What waits for a decision; at most a hundred incidents."""

    differences = ClockDifference(many=True)


class Decided(_Schema):
    reference = serializers.CharField()
    decided = serializers.BooleanField(help_text="No: nothing differed any more.")


class _OfOperators(Operation):
    """An operation that is not there for anybody else."""

    is_hidden_from_some = True

    def see_operator(self) -> None:
        if not is_operator(self.user):
            raise Http404


class Differences(_OfOperators):
    """What waits for a decision."""

    document = ClockDifferences

    def get(self, request: Request) -> Response:
        """List the incidents whose stored deadlines are not those replayed."""
        self.see_operator()
        found = clocks_to_decide(at=timezone.now())
        return Response({"differences": [_document(each) for each in found]})


class DecideDifference(_OfOperators):
    """A decision on one incident's deadlines."""

    body = DecideBody
    document = Decided
    decision = Decision.LEFT

    @property
    def summary(self) -> str:
        return str(self.decision.label)

    def post(self, request: Request, reference: str) -> Response:
        """Take the replayed deadlines, or leave those that were promised; each with a reason."""
        self.see_operator()
        pk = references.exact(reference)
        if pk is None or not has_differed(pk):  # there is none to decide on, whatever is said
            raise Http404
        said = self.read(DecideBody)

        def act() -> Said:
            is_done = _DECIDE[self.decision](pk, **said, by=self.user, at=timezone.now())
            return Said({"reference": reference, "decided": is_done})

        return self.once(act)


def _document(found: Differing) -> Data:
    return {
        "reference": found.incident.reference,
        "calendar": found.calendar,
        "depends_on_calendar": found.depends_on_calendar,
        "mark": found.mark,
        "clocks": [shift_document(each) for each in found.shifts],
    }
