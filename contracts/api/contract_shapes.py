"""The shapes of contracts and their terms, for the schema; `contract_documents` writes them."""

from typing import Any

from rest_framework import serializers

from contracts.api.offer_bodies import Duration
from contracts.choices import ContractStanding, Impact, Kind, TermsAction, TermsState


class CoveredWindow(serializers.Serializer[Any]):
    weekday = serializers.IntegerField(help_text="Monday 0.")
    start = serializers.IntegerField(help_text="Minute of the day.")
    end = serializers.IntegerField(help_text="Beyond 1440 it ends on the next day.")


class CoveredSpan(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="Minute of the day.")
    end = serializers.IntegerField(help_text="1440 is midnight.")


class CoveredDay(serializers.Serializer[Any]):
    """A local day that has hours of its own, whatever the week and the holidays say."""

    day = serializers.DateField()
    windows = CoveredSpan(many=True, help_text="None where it is closed.")
    reason = serializers.CharField()


class CoveredHours(serializers.Serializer[Any]):
    time_zone = serializers.CharField()
    always_on = serializers.BooleanField()
    windows = CoveredWindow(many=True)
    without_holidays_of = serializers.CharField()
    exceptions = CoveredDay(many=True)


class OwedBand(serializers.Serializer[Any]):
    below = serializers.CharField(help_text="Availability in percent.")
    percent = serializers.CharField(help_text="Of the month's fee.")


class PromisedTarget(serializers.Serializer[Any]):
    impact = serializers.ChoiceField(choices=Impact.choices)
    respond_within = Duration()
    restore_within = Duration(allow_null=True)
    news_every = Duration(allow_null=True)


class TermsApproval(serializers.Serializer[Any]):
    organisation = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    name = serializers.CharField(help_text="Who approved for that organisation.")
    approved_at = serializers.DateTimeField()


class AskedRescission(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="For whoever confirms this request, or takes it back.")
    organisation = serializers.CharField(help_text="Whose manager asks.")
    name = serializers.CharField()
    asked_at = serializers.DateTimeField()
    reason = serializers.CharField()
    confirmed_at = serializers.DateTimeField(allow_null=True)


class Placed(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    support_number = serializers.CharField(allow_null=True)
    fee_share = serializers.CharField(
        required=False, help_text="For the two vendors: of 1; 0 once retired."
    )


class Terms(serializers.Serializer[Any]):
    """One version of a contract's terms; ``moves`` are what the caller may do with it now."""

    version = serializers.IntegerField()
    terms_state = serializers.ChoiceField(choices=TermsState.choices)
    effective_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    availability_target = serializers.CharField(help_text="Percent.")
    coverage = CoveredHours()
    monthly_fee = serializers.CharField()
    currency = serializers.CharField()
    penalty_bands = OwedBand(many=True)
    penalty_cap = serializers.CharField(help_text="Percent of the month's fee.")
    annual_cap = serializers.CharField(allow_null=True)
    targets = PromisedTarget(many=True)
    contest_days = serializers.IntegerField()
    answer_days = serializers.IntegerField()
    maintenance_notice_days = serializers.IntegerField()
    responsibility_days = serializers.IntegerField()
    is_silence_agreement = serializers.BooleanField()
    degraded_is_outage = serializers.BooleanField()
    pauses_while_waiting = serializers.BooleanField()
    not_restored_within = Duration()
    note = serializers.CharField()
    reason = serializers.CharField(help_text="Why they were refused, withdrawn or rescinded.")
    approvals = TermsApproval(many=True)
    rescission = AskedRescission(
        required=False,
        allow_null=True,
        help_text="For the two vendors: who asks that agreed terms never begin.",
    )
    moves = serializers.ListField(child=serializers.ChoiceField(choices=TermsAction.choices))


class Contract(Terms):
    """A contract, with the terms of the day asked for, by default today's."""

    number = serializers.CharField()
    state = serializers.ChoiceField(choices=ContractStanding.choices)
    client = serializers.CharField()
    manufacturer = serializers.CharField()
    publisher = serializers.CharField()
    agreement = serializers.CharField(required=False, help_text="For the two vendors.")
    open_version = serializers.IntegerField(
        required=False,
        allow_null=True,
        help_text="For the two vendors: the version that waits for approvals.",
    )
    starts_on = serializers.DateField()
    time_zone = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)
    configurations = Placed(many=True)
