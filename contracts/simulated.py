"""A month that is simulated, as programs say it and read it: over REST and on the command line."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.choices import CutBy, Party, SplitMethod
from contracts.dates import say_date
from contracts.models import Contract
from contracts.rest import Body, Data, Instant, wrong
from contracts.rules.availability import shown_availability
from contracts.rules.statement import MonthResult, Split, SystemResult
from contracts.selectors.gaps import GAP_YEARS
from contracts.selectors.simulation import (
    SimulationGround,
    Supposed,
    SupposedSystem,
    simulated,
    simulation_ground,
)
from contracts.selectors.supposing import Fault, SaidStretch, suppose

_MOST_ROWS = 1_000
_MONTH_LENGTH = 7
_THREE_DECIMALS = 3


@extend_schema_field({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"})
class Month(serializers.Field[Any, Any, Any, Any]):
    """A month, cleaned into its first day."""

    default_error_messages = {"invalid": gettext_lazy("Say a month: 2026-11.")}

    def to_internal_value(self, data: Any) -> date:
        found = month_said(data) if isinstance(data, str) else None
        if found is None:
            self.fail("invalid")
        return found

    def to_representation(self, value: Any) -> Any:  # pragma: no cover - it is only read
        return value


class Percents(Body):
    """Whose an outage is, in percent; those left out are 0, together they are 100."""

    manufacturer = serializers.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))
    publisher = serializers.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))
    client = serializers.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))
    third_party = serializers.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))


class StretchBody(Body):
    configuration = serializers.CharField(
        required=False,
        default="",
        max_length=40,
        help_text="Its permanent id or its support number; by default the contract's first.",
    )
    start = Instant()
    end = Instant()


class OutageBody(StretchBody):
    responsibility = Percents()


class SimulateBody(Body):
    """A month of a contract, and what is supposed to fall in it."""

    month = Month(help_text="Such as 2026-11.")
    maintenance: Any = serializers.ListSerializer(
        child=StretchBody(), required=False, default=list, max_length=_MOST_ROWS
    )
    outages: Any = serializers.ListSerializer(
        child=OutageBody(), required=False, default=list, max_length=_MOST_ROWS
    )
    monthly_fee = serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
        help_text="Another one to try; by default that of the terms.",
    )
    currency = serializers.CharField(
        required=False, max_length=3, help_text="Of the fee: the agreement's."
    )


class Splits(serializers.Serializer[Any]):
    """What the publisher would reimburse by each method."""

    proportional = serializers.CharField()
    but_for = serializers.CharField()
    shapley = serializers.CharField()


class SimulatedLine(serializers.Serializer[Any]):
    configuration = serializers.IntegerField(
        allow_null=True, help_text="None where the contract has no system yet."
    )
    name = serializers.CharField()
    fee_share = serializers.CharField()
    is_assumed = serializers.BooleanField(
        help_text="Nothing is in force in the month, and all of it is supposed to be."
    )
    committed_seconds = serializers.IntegerField()
    downtime_seconds = serializers.FloatField(help_text="The two vendors'; three decimals.")
    availability = serializers.CharField(
        allow_null=True, help_text="Percent, rounded down; none where nothing is committed."
    )
    band_percent = serializers.CharField(help_text="Of the month's fee; 0 below no band.")
    penalty_before_caps = serializers.CharField()
    penalty = serializers.CharField()
    reimbursement = serializers.CharField()
    manufacturer_share = serializers.CharField()
    split = Splits()


class SimulatedMonth(serializers.Serializer[Any]):
    """What the month would come to; seconds and availability are the worst system's."""

    contract = serializers.CharField(help_text="Its number.")
    month = serializers.CharField()
    time_zone = serializers.CharField()
    committed_seconds = serializers.IntegerField()
    downtime_seconds = serializers.FloatField()
    availability = serializers.CharField(allow_null=True)
    target = serializers.CharField()
    fee = serializers.CharField(help_text="Of the days on which the contract runs.")
    penalty_before_caps = serializers.CharField()
    cut_by = serializers.ChoiceField(choices=CutBy.choices)
    monthly_cap = serializers.CharField()
    annual_left = serializers.CharField(allow_null=True)
    penalty = serializers.CharField()
    reimbursement = serializers.CharField()
    manufacturer_share = serializers.CharField()
    split_method = serializers.ChoiceField(choices=SplitMethod.choices)
    split = Splits()
    currency = serializers.CharField()
    worst = serializers.IntegerField(allow_null=True)
    lines = SimulatedLine(many=True)


def simulate(contract: Contract, said: Data, *, at: datetime) -> Data:
    """Return what a cleaned body comes to under a contract.

    :raises Invalid: it cannot; each fault stands beside its field, with what would be right.
    """
    on = simulation_ground(contract, said["month"], at=at)
    if on is None:
        raise wrong("month", say_no_month(contract))
    currency = said.get("currency", on.currency)
    if currency != on.currency:
        sentence = _("Amounts under this agreement are in %(currency)s: say the fee in it.")
        raise wrong("currency", sentence % {"currency": on.currency})
    outages, wrong_outages = suppose([_stretch(each) for each in said["outages"]], on)
    maintenance, wrong_windows = suppose([_stretch(each) for each in said["maintenance"]], on)
    errors: Any = {
        name: _by_row(faults)
        for name, faults in [("outages", wrong_outages), ("maintenance", wrong_windows)]
        if faults
    }
    if errors:
        raise serializers.ValidationError(errors)
    return document(on, outages=outages, maintenance=maintenance, fee=said.get("monthly_fee"))


def document(
    on: SimulationGround,
    *,
    outages: Sequence[Supposed],
    maintenance: Sequence[Supposed],
    fee: Decimal | None = None,
) -> Data:
    """Return what a month would come to as programs read it."""
    result = simulated(on, outages=outages, maintenance=maintenance, monthly_fee=fee)
    names = {each.key: each for each in on.systems}
    worst = next((each for each in result.lines if each.key == result.worst), result.lines[0])
    return {
        "contract": on.ground.contract.number,
        "month": f"{on.month:%Y-%m}",
        "time_zone": on.ground.contract.time_zone,
        "committed_seconds": worst.measured.committed,
        "downtime_seconds": _seconds(worst.measured.downtime),
        "availability": _availability(result.availability),
        "target": f"{result.terms.target.normalize():f}",
        "fee": f"{result.fee}",
        "cut_by": result.cut_by.value,
        "monthly_cap": f"{result.monthly_cap}",
        "annual_left": None if result.annual_left is None else f"{max(result.annual_left, 0):.2f}",
        **_amounts(result),
        "split_method": result.terms.split.value,
        "currency": on.currency,
        "worst": worst.key or None if result.worst is not None else None,
        "lines": [_line(each, names[each.key]) for each in result.lines],
    }


def month_said(text: str) -> date | None:
    """Return the first day of a month that is written 2026-11; None where none is."""
    is_month = len(text) == _MONTH_LENGTH and text.isascii() and text[4] == "-"
    try:
        month = date.fromisoformat(f"{text}-01") if is_month else None
    except ValueError:
        return None
    return month if month and month.year in GAP_YEARS else None


def say_no_month(contract: Contract) -> str:
    """Say which months of a contract can be simulated."""
    first = say_date(contract.starts_on)
    if contract.ends_on is None:
        sentence = _("The contract runs from %(first)s on: say a month of that time.")
        return sentence % {"first": first}
    sentence = _("The contract runs from %(first)s to %(last)s: say a month of that time.")
    return sentence % {"first": first, "last": say_date(contract.ends_on)}


def _stretch(said: Data) -> SaidStretch:
    percents = said.get("responsibility")
    return SaidStretch(
        configuration=said["configuration"],
        begins_at=said["start"].astimezone(UTC),
        ends_at=said["end"].astimezone(UTC),
        percents=None if percents is None else {each: percents[each.value] for each in Party},
    )


def _by_row(faults: Sequence[Fault]) -> dict[int, dict[str, list[str]]]:
    rows: dict[int, dict[str, list[str]]] = {}
    for each in faults:
        rows.setdefault(each.row, {}).setdefault(each.field, []).append(each.sentence)
    return rows


def _line(of: SystemResult, system: SupposedSystem) -> Data:
    return {
        "configuration": system.key or None,
        "name": system.name,
        "fee_share": f"{system.share.normalize():f}",
        "is_assumed": system.is_assumed,
        "committed_seconds": of.measured.committed,
        "downtime_seconds": _seconds(of.measured.downtime),
        "availability": _availability(of.availability),
        "band_percent": f"{of.percent.normalize():f}",
        **_amounts(of),
    }


def _amounts(of: MonthResult | SystemResult) -> Data:
    return {
        "penalty_before_caps": f"{of.penalty_before_caps}",
        "penalty": f"{of.penalty}",
        "reimbursement": f"{of.reimbursement}",
        "manufacturer_share": f"{of.manufacturer_share}",
        "split": _split(of.split),
    }


def _split(split: Split) -> Data:
    return {each.value: f"{split.by(each)}" for each in SplitMethod}


def _availability(availability: Fraction | None) -> str | None:
    return None if availability is None else f"{shown_availability(availability)}"


def _seconds(seconds: Fraction) -> int | float:
    if seconds.denominator == 1:
        return seconds.numerator
    return float(round(seconds, _THREE_DECIMALS))
