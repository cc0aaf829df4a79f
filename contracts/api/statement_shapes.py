"""The shapes of statements as callers read and write them, for the schema and for bodies."""

from typing import Any

from rest_framework import serializers

from contracts.choices import (
    ContestDecision,
    CutBy,
    SplitMethod,
    StatementAction,
    StatementState,
)
from contracts.rest import Body, Id

STATES = [("draft", "Draft"), *StatementState.choices]
KINDS_OF_NOTE = [("credit", "Credit note"), ("debit", "Debit note")]
_FRACTION = "Exact, a whole number or a fraction: 5400 or 2700/7."
_VENDORS = "For the two vendors."


class NewContest(Body):
    """A client's objection to the line of one system; a manager of the manufacturer reopens it."""

    configuration = Id(help_text="The system of the line, by its permanent id.")
    reason = serializers.CharField(trim_whitespace=True, max_length=5_000)


class Decision(Body):
    """What the manufacturer decides on a contest; a refusal needs the reason."""

    contest = Id()
    decision = serializers.ChoiceField(choices=ContestDecision.choices)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=5_000)


class Reversal(Body):
    """Why an entry is reversed."""

    reason = serializers.CharField(trim_whitespace=True, max_length=5_000)


class SplitAmounts(serializers.Serializer[Any]):
    proportional = serializers.CharField()
    but_for = serializers.CharField()
    shapley = serializers.CharField()


class SlicePart(serializers.Serializer[Any]):
    reference = serializers.CharField(help_text="The outage; empty where it is not the reader’s.")
    of = serializers.CharField(help_text=f"Of each second. {_FRACTION}")
    responsibility = serializers.DictField(
        child=serializers.CharField(),
        help_text="Percent by party; a client reads both vendors as “suppliers”.",
    )


class HeldSlice(serializers.Serializer[Any]):
    begins = serializers.IntegerField(help_text="Seconds since 1970, UTC.")
    ends = serializers.IntegerField()
    counted = serializers.CharField(help_text=f"Seconds of the vendors. {_FRACTION}")
    parts = SlicePart(many=True)


class ReckonedLine(serializers.Serializer[Any]):
    """One system: its committed time, what outages hold of it, what is owed for it."""

    configuration = serializers.IntegerField()
    name = serializers.CharField()
    share = serializers.CharField(help_text=f"Of the fee. {_FRACTION}")
    committed_seconds = serializers.IntegerField()
    committed = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    maintenance = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField())
    )
    held = serializers.DictField(child=serializers.CharField(), help_text="Seconds by party.")
    downtime_seconds = serializers.CharField(help_text=_FRACTION)
    availability = serializers.CharField(
        allow_null=True, help_text="Percent, rounded down; null where nothing was measured."
    )
    percent = serializers.CharField(help_text="Of the band that was met.")
    penalty_before_caps = serializers.CharField()
    penalty = serializers.CharField()
    reimbursement = serializers.CharField(required=False, help_text=_VENDORS)
    manufacturer_share = serializers.CharField(required=False, help_text=_VENDORS)
    split = SplitAmounts(required=False, help_text=_VENDORS)
    slices = HeldSlice(many=True)


class Reckoned(serializers.Serializer[Any]):
    """A month’s whole reckoning, each figure with what it comes from."""

    month = serializers.CharField()
    time_zone = serializers.CharField()
    begins = serializers.IntegerField(help_text="Seconds since 1970, UTC.")
    ends = serializers.IntegerField()
    currency = serializers.CharField()
    rounding = serializers.CharField()
    monthly_fee = serializers.CharField()
    days = serializers.IntegerField(help_text="On which the contract runs.")
    days_of_month = serializers.IntegerField()
    fee = serializers.CharField(help_text="Of those days.")
    target = serializers.CharField()
    bands = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))
    penalty_cap = serializers.CharField(help_text="Percent of the fee.")
    monthly_cap = serializers.CharField()
    annual_cap = serializers.CharField(allow_null=True)
    annual_left = serializers.CharField(
        allow_null=True, help_text="By other months of its contract year."
    )
    annual_spent = serializers.CharField(
        allow_null=True,
        required=False,
        help_text="Of its annual cap by other months; the first that were issued do not say it.",
    )
    cut_by = serializers.ChoiceField(choices=CutBy.choices)
    reaches_annual_cap = serializers.BooleanField()
    availability = serializers.CharField(allow_null=True, help_text="Of the worst system.")
    worst = serializers.IntegerField(allow_null=True)
    penalty_before_caps = serializers.CharField()
    penalty = serializers.CharField()
    reimbursement = serializers.CharField(required=False, help_text=_VENDORS)
    manufacturer_share = serializers.CharField(required=False, help_text=_VENDORS)
    split_method = serializers.ChoiceField(
        choices=SplitMethod.choices, required=False, help_text=_VENDORS
    )
    split = SplitAmounts(required=False, help_text=_VENDORS)
    lines = ReckonedLine(many=True)


class SaidContest(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    configuration = serializers.IntegerField()
    reason = serializers.CharField()
    opened_by = serializers.ChoiceField(
        choices=["client", "manufacturer"], help_text="The manufacturer reopens a line itself."
    )
    opened_at = serializers.DateTimeField()
    decision = serializers.ChoiceField(choices=ContestDecision.choices, allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(
        allow_null=True,
        help_text="The note it led to, by itself or along with another one. Accepted without one, "
        "the client’s sum and times stay.",
    )


class SaidCorrection(serializers.Serializer[Any]):
    """A credit note, or below zero a debit note, with its own number."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS_OF_NOTE)
    contest = serializers.IntegerField()
    issued_at = serializers.DateTimeField()
    penalty = serializers.CharField(help_text="The difference.")
    reimbursement = serializers.CharField(required=False, help_text=_VENDORS)


class Freed(serializers.Serializer[Any]):
    """What the month could come to more since a note of another month; nothing is booked by it."""

    since = serializers.CharField(help_text="The note’s number.")
    amount = serializers.CharField()


class DifferenceOfLine(serializers.Serializer[Any]):
    configuration = serializers.IntegerField()
    penalty = serializers.CharField()
    reimbursement = serializers.CharField()


class Decidable(serializers.Serializer[Any]):
    """A contest that waits, and what becomes of it and of others if it is accepted."""

    contest = serializers.IntegerField()
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="What stands against accepting it."
    )
    along = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="The contests that are accepted with it, by the same note.",
    )


class ToDecide(serializers.Serializer[Any]):
    """What a note would book now, the month reckoned anew as a whole; nothing is booked by it."""

    penalty = serializers.CharField(help_text="The difference.")
    reimbursement = serializers.CharField(help_text="The difference.")
    lines = DifferenceOfLine(many=True, help_text="Those that differ.")
    contests = Decidable(many=True)


class CorrectedSums(serializers.Serializer[Any]):
    """What a statement comes to with the notes that correct it; each has its own address."""

    notes = serializers.ListField(child=serializers.CharField())
    penalty = serializers.CharField()
    reimbursement = serializers.CharField(required=False, help_text=_VENDORS)


class StatementInList(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="{contract}-{YYYY-MM}")
    contract = serializers.CharField()
    client = serializers.CharField()
    month = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    number = serializers.CharField(allow_null=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    currency = serializers.CharField()
    fee = serializers.CharField()
    availability = serializers.CharField(allow_null=True)
    penalty = serializers.CharField(help_text="As it was issued.")
    reimbursement = serializers.CharField(required=False, help_text=_VENDORS)
    corrected = CorrectedSums(allow_null=True)


class Statement(StatementInList):
    """A month’s statement; ``moves`` are what the caller may do with it now."""

    manufacturer = serializers.CharField()
    publisher = serializers.CharField()
    contest_until = serializers.DateTimeField(allow_null=True)
    payable = serializers.CharField(help_text="Owed to the client, not contested, not paid.")
    reimbursable = serializers.CharField(required=False, help_text=_VENDORS)
    freed = Freed(
        required=False,
        allow_null=True,
        help_text="Left of the annual cap since it cut the month; for managers of the vendors.",
    )
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="What keeps a draft from being issued."
    )
    contests = SaidContest(many=True)
    to_decide = ToDecide(
        required=False, help_text="For who decides on a contest, while one waits for that."
    )
    corrections = SaidCorrection(many=True)
    reckoning = Reckoned()
    moves = serializers.ListField(child=serializers.ChoiceField(choices=StatementAction.choices))


class Posting(serializers.Serializer[Any]):
    account = serializers.CharField()
    configuration = serializers.IntegerField()
    amount = serializers.CharField(help_text="A debit is above zero.")


class Entry(serializers.Serializer[Any]):
    """One act of the ledger; its postings sum to zero."""

    id = serializers.IntegerField()
    act = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    statement = serializers.CharField()
    correction = serializers.CharField(allow_null=True)
    reverses = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    currency = serializers.CharField()
    postings = Posting(many=True)
