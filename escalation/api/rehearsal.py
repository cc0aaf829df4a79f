"""Rehearsing an incident over REST, for managers of the two vendors of a contract."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.access import contract_for
from contracts.choices import Impact
from contracts.models import Contract
from contracts.rest import Body, Data, Instant, Operation
from escalation.access import duties_readable_by, may_name, see_that_may_rehearse
from escalation.choices import Medium
from escalation.rules.rehearsal import LONGEST_AFTER, Scenario, next_saturday_night
from escalation.use_cases.rehearse import Happening, Rehearsal, Told, as_read_by, rehearse
from tickets.choices import Due, EventKind, Queue

_MINUTE = timedelta(minutes=1)
_QUEUES = [(each, each.label) for each in (Queue.SOFTWARE, Queue.HARDWARE)]
_AFTER = ("acknowledged_after", "answered_after", "waits_after", "resumes_after")


def _minutes(said: str) -> serializers.IntegerField:
    return serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=LONGEST_AFTER // _MINUTE,
        help_text=f"Minutes after `at`: {said}. Never, by default.",
    )


class Supposed(Body):
    """What is supposed of an incident."""

    at = Instant(required=False, help_text="Next Saturday at 03:10 of the contract, by default.")
    impact = serializers.ChoiceField(choices=Impact.choices, default=Impact.OUTAGE)
    queue = serializers.ChoiceField(choices=_QUEUES, default=Queue.SOFTWARE)
    acknowledged_after = _minutes("the publisher acknowledges")
    answered_after = _minutes("the manufacturer calls the client back")
    waits_after = _minutes("the client is waited for")
    resumes_after = _minutes("the client is waited for no longer")


class WayTold(serializers.Serializer[Any]):
    medium = serializers.ChoiceField(choices=Medium.choices)
    leaves_at = serializers.DateTimeField()


class PersonTold(serializers.Serializer[Any]):
    """Somebody told; of the other vendor only those are named whose duty the caller reads."""

    person = serializers.CharField(allow_null=True)
    organisation = serializers.CharField()
    is_on_duty = serializers.BooleanField()
    ways = WayTold(many=True, allow_null=True, help_text="Of the caller's own people.")


class DutyGap(serializers.Serializer[Any]):
    organisation = serializers.CharField()
    level = serializers.IntegerField(help_text="0: its duty managers.")


class StepOfRehearsal(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=EventKind.choices)
    level = serializers.IntegerField(help_text="At which the escalation then stands; 0: none.")
    promise = serializers.ChoiceField(choices=Due.choices, allow_null=True)
    percent = serializers.IntegerField()
    told = PersonTold(many=True)
    nobody_on_duty = DutyGap(many=True)


class DeadlineOfRehearsal(serializers.Serializer[Any]):
    promise = serializers.ChoiceField(choices=Due.choices)
    due_at = serializers.DateTimeField()
    is_kept = serializers.BooleanField()


class RehearsalRead(serializers.Serializer[Any]):
    """What would happen, the earliest first."""

    contract = serializers.CharField(help_text="Its number.")
    time_zone = serializers.CharField()
    at = serializers.DateTimeField()
    clock_starts_at = serializers.DateTimeField(allow_null=True)
    deadlines = DeadlineOfRehearsal(many=True)
    steps = StepOfRehearsal(many=True)
    goes_on = serializers.BooleanField(
        help_text="The duty managers are called every hour beyond the steps."
    )


class RehearsalOfContract(Operation):
    """Who would be told when of an incident, by today's rosters; nothing comes of it."""

    document = RehearsalRead
    filters = Supposed

    def get(self, request: Request, contract: str) -> Response:
        """Rehearse an incident under a contract, as a manager of one of its vendors."""
        found = contract_for(self.user, contract)
        see_that_may_rehearse(self.user)
        at = timezone.now()
        given = Supposed(data=request.query_params.dict())
        given.is_valid(raise_exception=True)
        said = _scenario(given.validated_data, found, at)
        rehearsed = as_read_by(self.user, rehearse(found, said, at=at), at=at)
        return Response(self._document(rehearsed))

    def _document(self, found: Rehearsal) -> Data:
        contract = found.contract
        readable = duties_readable_by(self.user, contract.agreement)
        return {
            "contract": contract.number,
            "time_zone": contract.time_zone,
            "at": _instant(found.scenario.at),
            "clock_starts_at": found.clock_starts_at and _instant(found.clock_starts_at),
            "deadlines": [
                {
                    "promise": str(each.promise),
                    "due_at": _instant(each.due_at),
                    "is_kept": each.is_kept,
                }
                for each in found.deadlines
            ],
            "steps": [self._step(each, readable) for each in found.happenings],
            "goes_on": found.goes_on,
        }

    def _step(self, each: Happening, readable: frozenset[int]) -> Data:
        event = each.event
        return {
            "at": _instant(event.at),
            "kind": str(event.kind),
            "level": event.level,
            "promise": None if event.promise == Due.NOTHING else str(event.promise),
            "percent": event.percent,
            "told": [self._told(told, each, readable) for told in each.told],
            "nobody_on_duty": [
                {"organisation": gap.organisation.name, "level": gap.level} for gap in each.gaps
            ],
        }

    def _told(self, told: Told, step: Happening, readable: frozenset[int]) -> Data:
        person = told.person
        is_own = person.organisation_id == self.user.organisation_id
        is_named = may_name(self.user, person, told.levels, readable)
        ways = [
            {"medium": str(medium), "leaves_at": _instant(at)}
            for medium, at in sorted(told.leaves.items())
        ]
        return {
            "person": person.name if is_named else None,
            "organisation": person.organisation.name,
            "is_on_duty": step.is_on_duty(told),
            "ways": ways if is_own else None,
        }


def _scenario(said: Data, contract: Contract, at: datetime) -> Scenario:
    after = {name: said[name] * _MINUTE for name in _AFTER if name in said}
    return Scenario(
        said.get("at") or next_saturday_night(at, contract.zone()),
        Impact(said["impact"]),
        Queue(said["queue"]),
        **after,
    )


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
