"""The shapes of what callers read, for the schema; `documents` writes them."""

from typing import Any

from rest_framework import serializers

from contracts.choices import Kind, Language, ProductKind, RevisionState, Role


class Product(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ProductKind.choices)
    name = serializers.CharField()
    version = serializers.CharField()


class Item(serializers.Serializer[Any]):
    product = Product()
    quantity = serializers.IntegerField()
    serial_number = serializers.CharField()
    host = serializers.CharField()
    role = serializers.CharField()
    site = serializers.CharField()


class Revision(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=RevisionState.choices)
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
