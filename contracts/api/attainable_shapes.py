"""What a configuration can hold, as programs ask and read it."""

from datetime import timedelta
from typing import Any

from rest_framework import serializers

from contracts.api.bodies import MOST_GROUPS, GroupBody, NewItem, ProductKey
from contracts.api.documents import instant
from contracts.api.offer_bodies import Duration
from contracts.choices import AttainableMethod, Kind, NotReckoned
from contracts.models import Attainable as Figure
from contracts.models import User
from contracts.rest import Body, Data, written_duration
from contracts.rules.figures_of_products import MOST_HOURS, Standby
from contracts.rules.inventory import MOST_ROWS


class FiguresBody(Body):
    """Figures to try in place of those of the catalogue; the vendors alone do."""

    product = ProductKey(help_text="One of the configuration's, by its id or its name.")
    mtbf_hours = serializers.IntegerField(min_value=1, max_value=MOST_HOURS)
    mttr = Duration(help_text="Hands on.")


class WhatIf(Body):
    """What is otherwise; what is not said is as it stands."""

    groups: Any = serializers.ListSerializer(
        child=GroupBody(), max_length=MOST_GROUPS, required=False, default=list
    )
    figures: Any = serializers.ListSerializer(
        child=FiguresBody(), max_length=MOST_ROWS, required=False, default=list
    )


class WhatIfOfItems(WhatIf):
    """A configuration that is being defined: its items, and how they stand by."""

    items: Any = serializers.ListSerializer(child=NewItem(), max_length=MOST_ROWS)


class GroupShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    count = serializers.IntegerField()
    needed = serializers.IntegerField()
    failover = Duration()


class PartShape(serializers.Serializer[Any]):
    product = serializers.CharField()
    count = serializers.IntegerField()
    mtbf_hours = serializers.IntegerField(allow_null=True)
    mttr = Duration(allow_null=True)
    down_seconds = serializers.IntegerField(
        allow_null=True, help_text="From a failure to the end of its repair, on average."
    )


class BlockShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    unavailability = serializers.FloatField(allow_null=True, help_text="Of the hours that count.")
    parts = PartShape(many=True)


class WeaknessShape(serializers.Serializer[Any]):
    block = serializers.CharField()
    part = serializers.CharField()
    gain = serializers.FloatField(help_text="Of availability, if it never failed; a part of 1.")


class OfVendors(serializers.Serializer[Any]):
    """What the two vendors read besides."""

    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Products whose figures are not known."
    )
    blocks = BlockShape(many=True)
    weakest = serializers.CharField(allow_null=True)
    weaknesses = WeaknessShape(many=True)
    months_kept = serializers.FloatField(
        allow_null=True, help_text="The part of the months that reach the target."
    )
    yearly_penalty = serializers.CharField(allow_null=True)
    yearly_penalty_least = serializers.CharField(allow_null=True)
    yearly_penalty_most = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    bears_whole_fee = serializers.BooleanField(
        help_text="It bears no share of the fee yet, and is reckoned as if it bore all of it."
    )


class AttainableDocument(serializers.Serializer[Any]):
    """The availability that a configuration can hold; percentages rounded down."""

    is_frozen = serializers.BooleanField(
        help_text="Whether it stands in the revision; else it is reckoned with today's figures."
    )
    reckoned_at = serializers.DateTimeField()
    availability = serializers.CharField(allow_null=True)
    least = serializers.CharField(allow_null=True, help_text="With 99 % confidence.")
    most = serializers.CharField(allow_null=True)
    method = serializers.ChoiceField(choices=AttainableMethod.choices, allow_null=True)
    target = serializers.CharField(allow_null=True, help_text="That the contract promises.")
    is_target_met = serializers.BooleanField(
        allow_null=True, help_text="Null where the target lies in the interval, or none is known."
    )
    reason = serializers.ChoiceField(
        choices=NotReckoned.choices, allow_null=True, help_text="Why there is no figure."
    )
    groups = GroupShape(many=True)
    vendors = OfVendors(allow_null=True, help_text="Null to a client.")


def attainable_document(figure: Figure, *, reader: User, currency: str) -> Data:
    """Return a figure, frozen or only reckoned, as its reader may read it."""
    blocks = figure.detail.get("blocks", [])
    return {
        "is_frozen": figure.pk is not None,
        "reckoned_at": instant(figure.reckoned_at),
        "availability": _written(figure.availability),
        "least": _written(figure.least),
        "most": _written(figure.most),
        "method": figure.method or None,
        "target": _written(figure.target),
        "is_target_met": _is_met(figure),
        "reason": figure.reason or None,
        "groups": [
            {
                "name": each["name"],
                "count": each["count"],
                "needed": each["needed"],
                "failover": written_duration(timedelta(seconds=each["failover_seconds"])),
            }
            for each in blocks
        ],
        "vendors": None if reader.kind == Kind.CLIENT else _of_vendors(figure, currency),
    }


def holds_document(figure: Figure | None) -> Data | None:
    """Return what stands in a revision of its figure, for all who read it."""
    if figure is None:
        return None
    return {
        "availability": _written(figure.availability),
        "least": _written(figure.least),
        "most": _written(figure.most),
        "target": _written(figure.target),
        "reason": figure.reason or None,
    }


def _of_vendors(figure: Figure, currency: str) -> Data:
    detail = figure.detail
    return {
        "missing": figure.missing,
        "blocks": [
            {
                "name": each["name"],
                "unavailability": each["unavailability"],
                "parts": [_part(part) for part in each["parts"]],
            }
            for each in detail.get("blocks", [])
        ],
        "weakest": figure.weakest or None,
        "weaknesses": detail.get("weaknesses", []),
        "months_kept": detail.get("months_kept"),
        "yearly_penalty": _written(figure.yearly_penalty),
        "yearly_penalty_least": _written(figure.penalty_least),
        "yearly_penalty_most": _written(figure.penalty_most),
        "currency": currency,
        "bears_whole_fee": detail.get("bears_whole_fee", False),
    }


def _part(part: Data) -> Data:
    mttr = part["mttr_seconds"]
    return {
        "product": part["product"],
        "count": part["count"],
        "mtbf_hours": part["mtbf_hours"],
        "mttr": None if mttr is None else written_duration(timedelta(seconds=mttr)),
        "down_seconds": part["down_seconds"],
    }


def _written(figure: Any) -> str | None:
    return None if figure is None else f"{figure:f}"


def _is_met(figure: Figure) -> bool | None:
    if figure.least is None or figure.most is None or figure.target is None:
        return None
    if figure.least < figure.target <= figure.most:
        return None
    return bool(figure.least >= figure.target)


def standby_in(groups: list[Data]) -> dict[str, Standby]:
    """Return what is said of groups, by name; said twice, the last counts."""
    return {each["name"].strip(): Standby(each["needed"], each["failover"]) for each in groups}
