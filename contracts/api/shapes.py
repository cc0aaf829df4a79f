"""The shapes of what callers read, for the schema; `documents` writes them."""

from typing import Any

from rest_framework import serializers

from contracts.api.attainable_shapes import AttainableDocument
from contracts.api.standing import STATES
from contracts.choices import (
    Kind,
    Language,
    NotReckoned,
    ProductKind,
    RevisionAction,
    RevisionAudience,
    Role,
)


class Product(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ProductKind.choices)
    name = serializers.CharField()
    version = serializers.CharField()


class Item(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="By it an incident names the item that it concerns.")
    product = Product()
    quantity = serializers.IntegerField()
    serial_number = serializers.CharField()
    host = serializers.CharField()
    role = serializers.CharField()
    site = serializers.CharField()


class Revision(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    note = serializers.CharField()
    effective_at = serializers.DateTimeField()
    in_force_from = serializers.DateTimeField(allow_null=True)
    in_force_until = serializers.DateTimeField(allow_null=True)
    items = Item(many=True)


class Configuration(serializers.Serializer[Any]):
    """A configuration, and the revision in force at the instant asked for, if there was one."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    client = serializers.CharField()
    contract = serializers.CharField()
    host = serializers.CharField()
    site = serializers.CharField()
    support_number = serializers.CharField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    retired_at = serializers.DateTimeField(allow_null=True)
    revision = Revision(allow_null=True)


class Signatory(serializers.Serializer[Any]):
    organisation = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    name = serializers.CharField(help_text="Who did it for that organisation.")


class Signature(Signatory):
    signed_at = serializers.DateTimeField()


class RevisionInHistory(serializers.Serializer[Any]):
    """A revision without its items; ``moves`` are what the caller may do with it now."""

    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    author = Signatory()
    based_on = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()
    way_back = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    effective_at = serializers.DateTimeField()
    answer_due_at = serializers.DateTimeField(
        allow_null=True, help_text="Until then the vendors answer a change notice."
    )
    signatures = Signature(many=True)
    signed_at = serializers.DateTimeField(allow_null=True, help_text="By both vendors.")
    in_force_from = serializers.DateTimeField(allow_null=True)
    in_force_until = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True, help_text="Refused or withdrawn.")
    ended_by = Signatory(allow_null=True)
    reason = serializers.CharField(help_text="Why it was refused or withdrawn.")
    moves = serializers.ListField(child=serializers.ChoiceField(choices=RevisionAction.choices))


class Holds(serializers.Serializer[Any]):
    """The availability that a revision can hold, in percent; ``reason``: why there is none."""

    availability = serializers.CharField(allow_null=True)
    least = serializers.CharField(allow_null=True, help_text="With 99 % confidence.")
    most = serializers.CharField(allow_null=True)
    target = serializers.CharField(allow_null=True)
    reason = serializers.ChoiceField(choices=NotReckoned.choices, allow_null=True)


class OneRevision(RevisionInHistory):
    """A revision with its items, and what it can hold as it was reckoned at its proposal."""

    items = Item(many=True)
    attainable = Holds(allow_null=True)


class RevisionComment(serializers.Serializer[Any]):
    author = Signatory()
    audience = serializers.ChoiceField(choices=RevisionAudience.choices)
    body = serializers.CharField()
    at = serializers.DateTimeField()


class ComparedItem(serializers.Serializer[Any]):
    """An item as it is compared; its product by name and version."""

    product = serializers.CharField()
    quantity = serializers.IntegerField()
    serial_number = serializers.CharField()
    host = serializers.CharField()
    role = serializers.CharField()
    site = serializers.CharField()


class Change(serializers.Serializer[Any]):
    before = ComparedItem()
    after = ComparedItem()
    fields = serializers.ListField(  # type: ignore[assignment]  # a serializer has fields too
        child=serializers.CharField(), help_text="The names of those that differ."
    )


class ComparedFigures(serializers.Serializer[Any]):
    """What each of the two can hold; null where it was proposed without such a figure."""

    before = AttainableDocument(allow_null=True)
    after = AttainableDocument(allow_null=True)


class Difference(serializers.Serializer[Any]):
    """What changed from one revision to another, item by item."""

    to = serializers.IntegerField()
    added = ComparedItem(many=True)
    removed = ComparedItem(many=True)
    changed = Change(many=True)
    unchanged = serializers.IntegerField(help_text="How many items are as they were.")
    attainable = ComparedFigures()

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.IntegerField(), **super().get_fields()}  # a word of Python's


class Organisation(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)


class Colleague(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class Me(serializers.Serializer[Any]):
    """Who is asking; ``scopes`` is null in a session, which may do all."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    organisation = Organisation()
    role = serializers.ChoiceField(choices=Role.choices)
    language = serializers.ChoiceField(choices=Language.choices)
    time_zone = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField(), allow_null=True)
    colleagues = Colleague(many=True, help_text="To whom a vendor may assign an incident.")
