"""What callers send to the register, cleaned; a field nobody knows is refused."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.api.offer_bodies import Duration
from contracts.choices import RevisionAudience
from contracts.rest import Body, Instant
from contracts.rules.figures_of_products import NAME_LENGTH
from contracts.rules.inventory import LENGTHS, MOST_QUANTITY, MOST_ROWS
from contracts.use_cases.comment_on_revision import BODY_LENGTH
from contracts.use_cases.end_revision import REASON_LENGTH

WORDS_LENGTH = 5_000
MOST_GROUPS = 500
_LARGEST_ID = 2**63 - 1
_LONGEST_NAME = 160


@extend_schema_field(
    {"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "maxLength": _LONGEST_NAME}]}
)
class ProductKey(serializers.Field[Any, Any, Any, Any]):
    """A product by its id, or by its name with its version where several have that name."""

    default_error_messages = {"invalid": _("Give the id of a product, or its name.")}

    def to_internal_value(self, data: Any) -> int | str:
        is_id = isinstance(data, int) and not isinstance(data, bool) and 0 < data <= _LARGEST_ID
        is_name = isinstance(data, str) and data.strip() != "" and len(data) <= _LONGEST_NAME
        if not (is_id or is_name):
            self.fail("invalid")
        key: int | str = data if is_id else data.strip()
        return key

    def to_representation(self, value: Any) -> Any:  # pragma: no cover - it is only read
        return value


class NoWords(Body):
    """No words are needed."""


class NewConfiguration(Body):
    contract = serializers.CharField(max_length=20, help_text="Its number.")
    name = serializers.CharField(max_length=120, help_text="What it does for the client.")
    host = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")
    site = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")


class PlaceConfiguration(Body):
    contract = serializers.CharField(max_length=20, help_text="The number of the next one.")


class RetireConfiguration(Body):
    reason = serializers.CharField(max_length=REASON_LENGTH, help_text="The others read it.")


class NewItem(Body):
    product = ProductKey(help_text="Its id, or its name with its version where several have it.")
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_QUANTITY, default=1)
    serial_number = serializers.CharField(
        required=False, allow_blank=True, max_length=LENGTHS["serial_number"], default=""
    )
    host = serializers.CharField(
        required=False, allow_blank=True, max_length=LENGTHS["host"], default=""
    )
    role = serializers.CharField(
        required=False, allow_blank=True, max_length=LENGTHS["role"], default=""
    )
    site = serializers.CharField(
        required=False, allow_blank=True, max_length=LENGTHS["site"], default=""
    )


class GroupBody(Body):
    """How many parts of a group are needed: those of one role, or of one product without a role."""

    name = serializers.CharField(max_length=NAME_LENGTH)
    needed = serializers.IntegerField(
        min_value=0, max_value=MOST_QUANTITY, help_text="0 where the service does without."
    )
    failover = Duration(
        required=False, default=timedelta, help_text="Until another takes over; by default none."
    )


class NewRevision(Body):
    """A proposal; a client's is its change notice, which says how to go back."""

    note = serializers.CharField(allow_blank=True, max_length=WORDS_LENGTH)
    way_back = serializers.CharField(
        required=False, allow_blank=True, max_length=WORDS_LENGTH, default=""
    )
    effective_at = Instant()
    items: Any = serializers.ListSerializer(child=NewItem(), max_length=MOST_ROWS)
    groups: Any = serializers.ListSerializer(
        child=GroupBody(),
        max_length=MOST_GROUPS,
        required=False,
        help_text="How parts stand by; without a word, as in the revision that was signed last.",
    )


class EndRevision(Body):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class NewRevisionComment(Body):
    audience = serializers.ChoiceField(
        choices=RevisionAudience.choices, help_text="What a client writes is for all."
    )
    body = serializers.CharField(max_length=BODY_LENGTH)
