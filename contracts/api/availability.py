"""How available a contract's systems are by now, or were by the end of a month, over REST."""

from datetime import datetime
from fractions import Fraction
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api.contracts import OfContract
from contracts.choices import Kind, Period
from contracts.models import Contract
from contracts.rest import Data, wrong
from contracts.rules.availability import instant_of, shown_availability
from contracts.rules.committed import span_of_month
from contracts.rules.error_budget import Budget
from contracts.selectors.availability import (
    AsOf,
    ContractAvailability,
    Figure,
    SystemAvailability,
    availability_of_contract,
    counting_for,
    end_of,
    now_of,
)
from contracts.simulated import month_said


class PeriodFigure(serializers.Serializer[Any]):
    """What of a period is over; of a contract, its worst system's."""

    period = serializers.ChoiceField(choices=Period.choices)
    begins = serializers.DateTimeField()
    ends = serializers.DateTimeField()
    availability = serializers.CharField(allow_null=True, help_text="Percent, rounded down.")
    committed_seconds = serializers.IntegerField()
    downtime_seconds = serializers.IntegerField(help_text="The vendors', whole ones.")
    is_provisional = serializers.BooleanField(help_text="Some of it is not agreed yet.")


class Left(serializers.Serializer[Any]):
    """What the month still allows before a threshold; below zero, by how much it is missed."""

    threshold = serializers.CharField(help_text="Percent of availability.")
    percent = serializers.CharField(allow_null=True, help_text="Of the fee, owed below it.")
    allowed_seconds = serializers.IntegerField()
    left_seconds = serializers.IntegerField()


class Expected(serializers.Serializer[Any]):
    """Where the month ends at its present pace."""

    availability = serializers.CharField()
    downtime_seconds = serializers.IntegerField()
    percent = serializers.CharField(help_text="Of the fee, by the band.")


class SystemFigures(serializers.Serializer[Any]):
    configuration = serializers.IntegerField()
    name = serializers.CharField()
    is_down = serializers.BooleanField(help_text="An outage lasts still.")
    committed_seconds = serializers.IntegerField(help_text="Of the whole month.")
    periods = PeriodFigure(many=True)
    to_target = Left()
    to_next_band = Left(allow_null=True)
    forecast = Expected(allow_null=True)


class Availability(serializers.Serializer[Any]):
    """A contract's availability by an instant."""

    contract = serializers.CharField(help_text="Its number.")
    month = serializers.CharField()
    as_of = serializers.DateTimeField()
    time_zone = serializers.CharField()
    target = serializers.CharField()
    worst = serializers.IntegerField(allow_null=True, help_text="The month's worst system.")
    periods = PeriodFigure(many=True, help_text="Of each period, its worst system's.")
    configurations = SystemFigures(many=True)
    forecast_penalty = serializers.CharField(
        allow_null=True, help_text="Within the caps, at the present pace; not for a client."
    )
    currency = serializers.CharField()


class AvailabilityOfContract(OfContract):
    """Measured availability, by now or by the end of a month that is over."""

    document = Availability
    filters = frozenset({"month"})
    parameters: ClassVar[dict[str, type]] = {"month": str}

    def get(self, request: Request, contract: str) -> Response:
        """Read it; a client reads what is agreed, vendors what is proposed too, as provisional."""
        found = self.contract(contract)
        as_of = self._asked(found, timezone.now())
        read = availability_of_contract(found, as_of, counting=counting_for(self.user))
        if read is None:
            raise Http404
        return Response(document(read, is_for_client=self.user.kind == Kind.CLIENT))

    def _asked(self, contract: Contract, now: datetime) -> AsOf:
        self.refuse_unknown()
        asked = self.request.query_params.get("month")
        if not asked:
            return now_of(contract, now)
        month = month_said(asked)
        if month is None:
            raise wrong("month", _("Say a month: 2026-11."))
        if instant_of(span_of_month(month, contract.zone())[0]) > now:
            raise wrong("month", _("This month has not begun: say one that has."))
        return end_of(month, contract, at=now)


def document(read: ContractAvailability, *, is_for_client: bool) -> Data:
    """Return a contract's availability as programs read it."""
    worst = {period: read.worst(period) for period in Period}
    of_month = worst[Period.MONTH]
    return {
        "contract": read.contract.number,
        "month": f"{read.as_of.month:%Y-%m}",
        "as_of": _instant(read.as_of.at),
        "time_zone": read.contract.time_zone,
        "target": f"{read.terms.target.normalize():f}",
        "worst": of_month.configuration.pk if of_month else None,
        "periods": [
            _figure(each.figures[period]) for period, each in worst.items() if each is not None
        ],
        "configurations": [_system(each) for each in read.systems],
        "forecast_penalty": None if is_for_client else f"{read.forecast_penalty:.2f}",
        "currency": read.contract.agreement.currency,
    }


def _system(of: SystemAvailability) -> Data:
    ahead = of.forecast
    return {
        "configuration": of.configuration.pk,
        "name": of.configuration.name,
        "is_down": bool(of.lasting),
        "committed_seconds": of.committed,
        "periods": [_figure(of.figures[period]) for period in Period],
        "to_target": _left(of.to_target),
        "to_next_band": None if of.to_next_band is None else _left(of.to_next_band),
        "forecast": None
        if ahead is None
        else {
            "availability": f"{shown_availability(ahead.availability)}",
            "downtime_seconds": int(ahead.downtime),
            "percent": f"{ahead.percent.normalize():f}",
        },
    }


def _figure(of: Figure) -> Data:
    return {
        "period": of.period.value,
        "begins": _instant(instant_of(of.span[0])),
        "ends": _instant(instant_of(of.span[1])),
        "availability": _shown(of.availability),
        "committed_seconds": of.measured.committed,
        "downtime_seconds": int(of.measured.downtime),
        "is_provisional": of.is_provisional,
    }


def _left(of: Budget) -> Data:
    return {
        "threshold": f"{of.threshold.normalize():f}",
        "percent": None if of.percent is None else f"{of.percent.normalize():f}",
        "allowed_seconds": int(of.allowed),
        "left_seconds": of.left.numerator // of.left.denominator,
    }


def _shown(availability: Fraction | None) -> str | None:
    return None if availability is None else f"{shown_availability(availability)}"


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
