"""What callers send, cleaned into the arguments of use cases; a field nobody knows is refused."""

import re
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contracts.choices import Impact, Priority
from contracts.rest import Body, Id, Instant
from tickets.choices import Audience, LegState, Queue, Status
from tickets.use_cases.converse import BODY_LENGTH
from tickets.use_cases.open_incident import DESCRIPTION_LENGTH
from tickets.use_cases.stated_words import WORDS_LENGTH
from tickets.use_cases.third_party import NAME_LENGTH

_UNREADABLE = re.compile(r"[\x00\ud800-\udfff]")
_LOST_PLUS = re.compile(r"(?<=[0-9]) (?=[0-9]{2}:?[0-9]{2}\Z)")
OF_PAGES = frozenset({"cursor", "page_size", "count"})


class InstantInAddress(Instant):
    """An instant in an address, where a plus sign that nobody escaped arrives as a space.

    Any of all: what is asked for by it is only compared.
    """

    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

    def to_internal_value(self, value: Any) -> datetime:
        day, of_time, time = str(value).partition("T")
        return super().to_internal_value(day + of_time + _LOST_PLUS.sub("+", time))


class Contact(Body):
    name = serializers.CharField(max_length=120, allow_blank=True)
    phone = serializers.CharField(max_length=40, allow_blank=True)


class Report(Body):
    """A new incident: on a support number, a configuration or, where neither is known, a contract.

    An outage says since when it lasts, and names a contact reachable round the clock.
    """

    support_number = serializers.CharField(required=False, allow_blank=True, max_length=200)
    configuration = serializers.CharField(
        required=False, allow_null=True, max_length=60, help_text="Its id, or its support number."
    )
    contract = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, max_length=20, help_text="Its number."
    )
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
    description = serializers.CharField(max_length=DESCRIPTION_LENGTH)
    impact = serializers.ChoiceField(choices=Impact.choices)
    down_since = Instant(required=False, allow_null=True)
    contact = Contact(required=False, allow_null=True)
    product = Id(required=False, allow_null=True)
    item = Id(
        required=False,
        allow_null=True,
        help_text="The id of an item of the revision in force, where it is known.",
    )
    on_behalf_of = serializers.CharField(
        required=False, allow_blank=True, max_length=120, help_text="Who called, by name."
    )
    called_at = Instant(
        required=False, allow_null=True, help_text="When they really called; the agent says it."
    )
    external_reference = serializers.CharField(required=False, allow_blank=True, max_length=80)


class Filters(Body):
    """The parameters of a list, each given once; an empty one narrows nothing."""

    default_error_messages = {"twice": _("Give it once.")}

    @classmethod
    def of(cls, query: QueryDict) -> "Filters":
        """Return the filters of an address, those of its pages left out."""
        given = {name: query[name] for name in query if query[name] and name not in OF_PAGES}
        twice = [name for name in given if len(query.getlist(name)) > 1]
        filters = cls(data=given)
        if twice:
            sentence = filters.error_messages["twice"]
            raise serializers.ValidationError({name: [sentence] for name in twice})
        filters.is_valid(raise_exception=True)
        return filters


class NoFilters(Filters):
    """Only pages."""


class IncidentFilters(Filters):
    queue = serializers.ChoiceField(choices=Queue.choices, required=False)
    status = serializers.ChoiceField(choices=Status.choices, required=False)
    impact = serializers.ChoiceField(choices=Impact.choices, required=False)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    assignee = serializers.RegexField(
        r"\A(me|none|[1-9]\d{0,17})\Z", required=False, help_text="me, none, or an id."
    )
    configuration = serializers.CharField(
        required=False, max_length=60, help_text="Its id, or its support number."
    )
    q = serializers.CharField(required=False, max_length=200, help_text="Words, or a number.")
    opened_after = InstantInAddress(required=False)
    ordering = serializers.ChoiceField(
        choices=[
            ("due", "What is owed first on top; for a client, newest first"),
            ("-opened_at", "Newest first"),
            ("risk", "For vendors: the most euros at risk first, then as by due"),
        ],
        default="due",
    )


class AsOf(Filters):
    as_of = InstantInAddress(
        required=False, help_text="An instant since the opening; without it, now."
    )


class EscalationFilters(Filters):
    status = serializers.ChoiceField(
        choices=[*LegState.choices, ("open", "At work"), ("any", "All there ever were")],
        default="open",
    )
    engineer = serializers.RegexField(
        r"\A(me|none|[1-9]\d{0,17})\Z", required=False, help_text="me, none, or an id."
    )


class NewComment(Body):
    audience = serializers.ChoiceField(choices=Audience.choices)
    body = serializers.CharField(allow_blank=True, max_length=BODY_LENGTH)
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True),
        required=False,
        help_text="Only in a form with files (multipart/form-data).",
    )


class NewAttachment(Body):
    audience = serializers.ChoiceField(choices=Audience.choices)
    file = serializers.FileField(allow_empty_file=True)
    body = serializers.CharField(
        required=False, allow_blank=True, max_length=BODY_LENGTH, help_text="A message with it."
    )


class Assign(Body):
    user = serializers.RegexField(
        r"\A(me|[1-9]\d{0,17})\Z", allow_null=True, help_text="“me”, a colleague’s id, or null."
    )


class Reason(Body):
    reason = serializers.CharField(max_length=WORDS_LENGTH)


class NameManager(Reason):
    user = serializers.RegexField(r"\A(me|[1-9]\d{0,17})\Z", help_text="“me”, or a colleague’s id.")


class ThirdParty(Reason):
    name = serializers.CharField(max_length=NAME_LENGTH, help_text="Vendors alone read it.")


class Route(Reason):
    queue = serializers.ChoiceField(choices=Queue.choices)


class Restore(Body):
    at = Instant(help_text="When service was back.")


class Cause(Body):
    cause = serializers.CharField(max_length=WORDS_LENGTH)


class Resolve(Cause):
    responsibility = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=100),
        required=False,
        allow_null=True,
        help_text="Percent of manufacturer, publisher, client and third_party, 100 together.",
    )


class ChangeImpact(Reason):
    impact = serializers.ChoiceField(choices=Impact.choices)
    down_since = Instant(
        required=False,
        allow_null=True,
        help_text="Of an outage only; unsaid, since what is known, or now.",
    )
    contact = Contact(
        required=False,
        allow_null=True,
        help_text="Of an outage only: whom to call round the clock; unsaid, the incident’s own.",
    )


class Call(Body):
    note = serializers.CharField(required=False, allow_blank=True, max_length=WORDS_LENGTH)


class Mismatch(Body):
    seen = serializers.CharField(
        max_length=WORDS_LENGTH, help_text="What differs from the revision."
    )


class Acknowledge(Body):
    case_number = serializers.CharField(required=False, allow_blank=True)


class Case(Body):
    case_number = serializers.CharField()


class Words(serializers.CharField):
    """Words as they were sent: a number is none."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class AnyWords(Words):
    """Words however they came: what is no character is read as none, in its place."""

    def to_internal_value(self, data: Any) -> str:
        is_text = isinstance(data, str)
        return super().to_internal_value(_UNREADABLE.sub("\ufffd", data) if is_text else data)


class Text(Body):
    text = AnyWords(
        allow_blank=True,
        max_length=DESCRIPTION_LENGTH,
        trim_whitespace=False,  # reasons say where they stand in it
        help_text="Judged by the costs that agreements begin with: 20, 20 and 6 minutes.",
    )
    lang = serializers.ChoiceField(choices=["fr", "en"], required=False, allow_null=True)
