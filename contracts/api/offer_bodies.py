"""What callers send of a contract's terms, cleaned into an offer."""

from datetime import timedelta
from typing import Any

from django.utils.dateparse import parse_duration
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.choices import Impact
from contracts.rest import Body, Data, Id
from contracts.rules.coverage import DayException, Hours, Window
from contracts.rules.hours import EXCEPTION_REASON
from contracts.rules.offer import BandOffer, Offer, TargetOffer
from contracts.use_cases.end_revision import REASON_LENGTH

_MOST_ROWS = 100
_LONGEST = 40


@extend_schema_field({"type": "string", "format": "duration", "maxLength": _LONGEST})
class Duration(serializers.Field[Any, Any, Any, Any]):
    """A duration as ISO 8601 writes it: PT15M, PT4H, P2D."""

    default_error_messages = {"invalid": _("Write a duration as ISO 8601 does: PT15M, PT4H, P2D.")}

    def to_internal_value(self, data: Any) -> timedelta:
        try:
            is_iso = isinstance(data, str) and data.startswith("P") and len(data) <= _LONGEST
            found = parse_duration(data) if is_iso else None
        except (ValueError, OverflowError):
            found = None
        if found is None:
            self.fail("invalid")
        return found

    def to_representation(self, value: Any) -> Any:  # pragma: no cover - it is only read
        return value


class _Figure(serializers.DecimalField):
    """A decimal number; what it may be is the use case's to say."""

    def __init__(self, **how: Any) -> None:
        super().__init__(max_digits=20, decimal_places=8, **how)


class WindowBody(Body):
    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="Monday 0.")
    start = serializers.IntegerField(min_value=0, max_value=1439, help_text="Minute of the day.")
    end = serializers.IntegerField(
        min_value=1, max_value=2879, help_text="Beyond 1440 it ends on the next day."
    )


class SpanBody(Body):
    start = serializers.IntegerField(min_value=0, max_value=1439, help_text="Minute of the day.")
    end = serializers.IntegerField(min_value=1, max_value=1440, help_text="1440 is midnight.")


class ExceptionBody(Body):
    """A local day that has hours of its own, whatever the week and the holidays say."""

    day = serializers.DateField()
    windows: Any = serializers.ListSerializer(
        child=SpanBody(),
        required=False,
        default=list,
        max_length=_MOST_ROWS,
        help_text="What counts on that day; none where it is closed.",
    )
    reason = serializers.CharField(max_length=EXCEPTION_REASON)


class CoverageBody(Body):
    time_zone = serializers.CharField(max_length=50)
    always_on = serializers.BooleanField(default=False)
    windows: Any = serializers.ListSerializer(
        child=WindowBody(), required=False, default=list, max_length=_MOST_ROWS
    )
    without_holidays_of = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=10,
        default="",
        help_text="A country, or a part of one: BE, DE-BY.",
    )
    exceptions: Any = serializers.ListSerializer(
        child=ExceptionBody(), required=False, default=list, max_length=_MOST_ROWS
    )


class TargetBody(Body):
    impact = serializers.ChoiceField(choices=Impact.choices)
    respond_within = Duration()
    restore_within = Duration(required=False, allow_null=True, default=None)
    news_every = Duration(required=False, allow_null=True, default=None)


class BandBody(Body):
    below = _Figure(help_text="Availability in percent.")
    percent = _Figure(help_text="Of the month's fee.")


class TermsBody(Body):
    """The terms of a contract; amounts in the agreement's currency."""

    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    availability_target = _Figure()
    coverage = CoverageBody()
    monthly_fee = _Figure()
    currency = serializers.CharField(
        required=False, max_length=3, help_text="To be sure: the agreement's."
    )
    penalty_bands: Any = serializers.ListSerializer(
        child=BandBody(), required=False, default=list, max_length=_MOST_ROWS
    )
    penalty_cap = _Figure(help_text="Percent of the month's fee.")
    annual_cap = _Figure(required=False, allow_null=True, default=None)
    targets: Any = serializers.ListSerializer(child=TargetBody(), max_length=len(Impact))
    contest_days = serializers.IntegerField(required=False, min_value=1, max_value=365, default=15)
    answer_days = serializers.IntegerField(required=False, min_value=1, max_value=365, default=5)
    maintenance_notice_days = serializers.IntegerField(
        required=False, min_value=1, max_value=365, default=5
    )
    responsibility_days = serializers.IntegerField(
        required=False, min_value=1, max_value=365, default=10
    )
    is_silence_agreement = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Responsibility that nobody answers in time is deemed agreed.",
    )
    degraded_is_outage = serializers.BooleanField(
        required=False, default=False, help_text="What works badly counts as an outage."
    )
    pauses_while_waiting = serializers.BooleanField(required=False, default=True)
    not_restored_within = Duration(required=False, default=timedelta(hours=48))


class NewContract(TermsBody):
    """A contract to draw up for a client."""

    number = serializers.CharField(max_length=20)
    client = serializers.CharField(max_length=200, help_text="Its name, or its id.")
    agreement = serializers.CharField(
        required=False, max_length=20, help_text="Its reference, where you have several."
    )
    starts_on = serializers.DateField()


class NewAmendment(TermsBody):
    """Other terms from a day on."""

    effective_on = serializers.DateField()
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=REASON_LENGTH, default=""
    )


class MoveOffer(Body):
    version = serializers.IntegerField(min_value=1, help_text="Of the terms that were read.")


class EndOffer(MoveOffer):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class AnswerRescission(MoveOffer):
    rescission = Id(
        required=False,
        allow_null=True,
        default=None,
        help_text="The id of the request that was read: no other is confirmed or taken back.",
    )


class RescindTerms(AnswerRescission):
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=REASON_LENGTH,
        default="",
        help_text="Of whoever asks; who confirms what the other vendor asked gives none.",
    )

    def validate(self, attrs: Data) -> Data:
        if attrs["rescission"] is not None and attrs["reason"].strip():
            sentence = _("Name the request that you confirm, or give a reason to ask: not both.")
            raise serializers.ValidationError({"reason": [sentence]})
        return attrs


def hours_in(coverage: Data) -> Hours:
    """Return the hours that a body says."""
    return Hours(
        coverage["time_zone"],
        always_on=coverage["always_on"],
        windows=[Window(**each) for each in coverage["windows"]],
        without_holidays_of=coverage["without_holidays_of"],
        exceptions=[
            DayException(
                each["day"],
                [(span["start"], span["end"]) for span in each["windows"]],
                each["reason"],
            )
            for each in coverage["exceptions"]
        ],
    )


def offer_in(said: Data) -> Offer:
    """Return what a body offers."""
    return Offer(
        availability_target=said["availability_target"],
        monthly_fee=said["monthly_fee"],
        penalty_cap=said["penalty_cap"],
        annual_cap=said["annual_cap"],
        hours=hours_in(said["coverage"]),
        targets=[
            TargetOffer(
                Impact(each["impact"]),
                each["respond_within"],
                each["restore_within"],
                each["news_every"],
            )
            for each in said["targets"]
        ],
        bands=[BandOffer(each["below"], each["percent"]) for each in said["penalty_bands"]],
        ends_on=said["ends_on"],
        contest_days=said["contest_days"],
        answer_days=said["answer_days"],
        maintenance_notice_days=said["maintenance_notice_days"],
        responsibility_days=said["responsibility_days"],
        is_silence_agreement=said["is_silence_agreement"],
        degraded_is_outage=said["degraded_is_outage"],
        pauses_while_waiting=said["pauses_while_waiting"],
        not_restored_within=said["not_restored_within"],
    )
