"""The gap meter over REST, for the two vendors of a contract: to anybody else it is not there."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.access import agreement_for
from contracts.api.contracts import OfContract
from contracts.api.offer_bodies import Duration
from contracts.choices import Impact, Promised
from contracts.models import Contract
from contracts.rest import Data, written_duration, wrong
from contracts.rules.gap import ImpactGap, PromiseGap
from contracts.rules.promised_lines import Word
from contracts.rules.worst_case import WorstMonth
from contracts.selectors.gaps import GAP_YEARS, GapRead, gap_in_year

_SECOND = timedelta(seconds=1)
_SHOWN = 10_000
_YEAR_LENGTH = 4


class LateIncident(serializers.Serializer[Any]):
    """An incident that comes just after ``at``."""

    at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="By the promise to the client.")
    done_at = serializers.DateTimeField(help_text="By the publisher's promise, at the latest.")
    excess_seconds = serializers.IntegerField()


class PromiseInGap(serializers.Serializer[Any]):
    promise = serializers.ChoiceField(choices=Promised.choices)
    to_client = Duration(allow_null=True, help_text="At the end of the year.")
    of_publisher = Duration(allow_null=True, help_text="At the end of the year.")
    uncovered_seconds = serializers.IntegerField(help_text="The publisher does not work.")
    too_loose_seconds = serializers.IntegerField(help_text="It works, and may be done too late.")
    breaking_seconds = serializers.IntegerField(
        help_text="An incident that comes then breaks the promise to the client."
    )
    unpromised_seconds = serializers.IntegerField(help_text="It has no such target.")
    worst = LateIncident(allow_null=True)


class ImpactInGap(serializers.Serializer[Any]):
    impact = serializers.ChoiceField(choices=Impact.choices)
    breaking_seconds = serializers.IntegerField(help_text="Of any of its promises.")
    months = serializers.ListField(child=serializers.IntegerField(), help_text="By month.")
    week = serializers.ListField(
        child=serializers.IntegerField(), help_text="By local hour of the week, from Monday 00:00."
    )
    promises = PromiseInGap(many=True)


class WorstCase(serializers.Serializer[Any]):
    """What one outage may cost at worst, though the publisher keeps its promise."""

    month = serializers.CharField()
    at = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True, help_text="None: it may last.")
    downtime_seconds = serializers.IntegerField()
    committed_seconds = serializers.IntegerField()
    availability = serializers.CharField(help_text="Percent, rounded down.")
    percent = serializers.CharField(help_text="Of the month's fee.")
    penalty = serializers.CharField()
    currency = serializers.CharField()


class Gap(serializers.Serializer[Any]):
    """When the publisher's promise does not keep the one to the client, over a year."""

    contract = serializers.CharField(help_text="Its number.")
    year = serializers.IntegerField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    time_zone = serializers.CharField()
    has_underpinning = serializers.BooleanField()
    covered_seconds = serializers.IntegerField(help_text="Of the client's hours.")
    months = serializers.ListField(child=serializers.CharField())
    week = serializers.ListField(
        child=serializers.IntegerField(), help_text="The client's hours by hour of the week."
    )
    impacts = ImpactInGap(many=True)
    worst_case = WorstCase(allow_null=True)


class ContractGap(OfContract):
    """The publisher's promise laid under the manufacturer's, over a calendar year."""

    document = Gap
    filters = frozenset({"year"})
    parameters: ClassVar[dict[str, type]] = {"year": int}

    def get(self, request: Request, contract: str) -> Response:
        """Read the gap of a year, by default this one: 404 where the contract does not run then."""
        found = self.contract(contract)
        agreement_for(self.user, found.agreement.reference)  # its vendors, and nobody else
        year = self._asked_year(found)
        read = gap_in_year(found, year)
        if read is None:
            raise Http404
        return self.marked(_document(found, year, read)).response()

    def _asked_year(self, contract: Contract) -> int:
        self.refuse_unknown()
        asked = self.request.query_params.get("year")
        if not asked:
            return contract.day_of(timezone.now()).year
        is_year = len(asked) == _YEAR_LENGTH and asked.isascii() and asked.isdecimal()
        if not is_year or int(asked) not in GAP_YEARS:
            raise wrong("year", _("Say a year: 2026."))
        return int(asked)


def _document(contract: Contract, year: int, read: GapRead) -> Data:
    gap = read.gap
    return {
        "contract": contract.number,
        "year": year,
        "first_day": read.first_day.isoformat(),
        "last_day": read.last_day.isoformat(),
        "time_zone": contract.time_zone,
        "has_underpinning": read.has_underpinning,
        "covered_seconds": _seconds(gap.covered),
        "months": [f"{first:%Y-%m}" for first in gap.months],
        "week": [_seconds(each) for each in gap.week],
        "impacts": [_impact(each, read) for each in gap.impacts],
        "worst_case": _worst_case(read.worst, contract) if read.worst else None,
    }


def _impact(of: ImpactGap, read: GapRead) -> Data:
    return {
        "impact": of.impact,
        "breaking_seconds": _seconds(of.breaking),
        "months": [_seconds(each) for each in of.months],
        "week": [_seconds(each) for each in of.week],
        "promises": [_promise(of.impact, each, read) for each in of.promises],
    }


def _promise(impact: Impact, of: PromiseGap, read: GapRead) -> Data:
    worst = of.worst
    return {
        "promise": of.promised,
        "to_client": _within(read.to_client, impact, of.promised),
        "of_publisher": _within(read.of_publisher, impact, of.promised),
        "uncovered_seconds": _seconds(of.uncovered),
        "too_loose_seconds": _seconds(of.too_loose),
        "breaking_seconds": _seconds(of.breaking),
        "unpromised_seconds": _seconds(of.unpromised),
        "worst": None
        if worst is None
        else {
            "at": _instant(worst.at),
            "due_at": _instant(worst.due_at),
            "done_at": _instant(worst.done_at),
            "excess_seconds": _seconds(worst.excess),
        },
    }


def _worst_case(worst: WorstMonth, contract: Contract) -> Data:
    whole, rest = divmod(int(worst.availability * 100 * _SHOWN), _SHOWN)
    return {
        "month": f"{worst.month:%Y-%m}",
        "at": _instant(worst.at),
        "until": None if worst.until is None else _instant(worst.until),
        "downtime_seconds": _seconds(worst.downtime),
        "committed_seconds": _seconds(worst.committed),
        "availability": f"{whole}.{rest:04}",
        "percent": f"{worst.percent.normalize():f}",
        "penalty": f"{worst.penalty:.2f}",
        "currency": contract.agreement.currency,
    }


def _within(word: Word | None, impact: Impact, promised: Promised) -> str | None:
    length = word.within.get((impact, promised)) if word else None
    return None if length is None else written_duration(length)


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _seconds(length: timedelta) -> int:
    return length // _SECOND
