"""What callers send and read of duty rosters, for the schema."""

from typing import Any

from rest_framework import serializers

from contracts.choices import Cycle, SwapState
from contracts.rest import Body, Id, Instant
from contracts.rules.duty import MINUTES_A_DAY
from contracts.use_cases.end_revision import REASON_LENGTH
from contracts.use_cases.hand_over_duty import NOTE_LENGTH
from contracts.use_cases.keep_roster import MOST_TURNS, NAME_LENGTH

_ZONE_LENGTH = 50
_MOST_LEVELS = 32_767


class NewRoster(Body):
    agreement = serializers.CharField(max_length=20, help_text="Its reference.")
    level = serializers.IntegerField(
        min_value=0, max_value=_MOST_LEVELS, help_text="0 for the duty managers."
    )
    time_zone = serializers.CharField(max_length=_ZONE_LENGTH)


class HoursOfDay(Body):
    """Minutes since local midnight; the end is beyond 1440 where it is on the next day."""

    start = serializers.IntegerField(min_value=0, max_value=MINUTES_A_DAY - 1)
    end = serializers.IntegerField(min_value=1, max_value=2 * MINUTES_A_DAY)


class NewRotation(Body):
    name = serializers.CharField(max_length=NAME_LENGTH)
    people: Any = serializers.ListField(
        child=Id(), min_length=1, max_length=MOST_TURNS, help_text="Ids of people, in their order."
    )
    starts_on = serializers.DateField(
        help_text="The first hand-over is then or the next day right."
    )
    time_zone = serializers.CharField(max_length=_ZONE_LENGTH, help_text="Of all local times.")
    cycle = serializers.ChoiceField(choices=Cycle.choices)
    weekday = serializers.IntegerField(
        min_value=0,
        max_value=6,
        required=False,
        allow_null=True,
        default=None,
        help_text="Of a weekly hand-over, Monday 0.",
    )
    handover = serializers.IntegerField(
        min_value=0, max_value=MINUTES_A_DAY - 1, help_text="In minutes since local midnight."
    )
    hours = HoursOfDay(
        required=False, allow_null=True, default=None, help_text="Without it round the clock."
    )


class RotationEnd(Body):
    ends_at = Instant(
        required=False, allow_null=True, default=None, help_text="Not in the past; by default now."
    )


class NewPeriod(Body):
    """Whoever takes a period of duty."""

    person = Id()
    begins_at = Instant()
    ends_at = Instant(help_text="At most 31 days later.")
    reason = serializers.CharField(max_length=REASON_LENGTH)


class NewNote(Body):
    text = serializers.CharField(max_length=NOTE_LENGTH)


class NewLink(Body):
    roster = Id(
        required=False,
        allow_null=True,
        default=None,
        help_text="A whole roster; without it one’s own duty.",
    )


class PersonOnDuty(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class Shift(serializers.Serializer[Any]):
    """Half-open; a gap where nobody is named."""

    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    person = PersonOnDuty(allow_null=True)


class RosterGap(serializers.Serializer[Any]):
    """A span in which nobody is on duty."""

    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(
        allow_null=True, help_text="Null where no end is in sight within six weeks."
    )


class RosterLine(serializers.Serializer[Any]):
    """A roster, who is on duty now, and the gaps of the next six weeks."""

    id = serializers.IntegerField()
    agreement = serializers.CharField(help_text="Its reference.")
    organisation = serializers.CharField()
    level = serializers.IntegerField(help_text="0 for the duty managers.")
    level_name = serializers.CharField()
    time_zone = serializers.CharField()
    on_duty = Shift()
    gaps = RosterGap(many=True)


class RotationRead(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    people = PersonOnDuty(many=True)
    starts_on = serializers.DateField()
    time_zone = serializers.CharField()
    cycle = serializers.ChoiceField(choices=Cycle.choices)
    weekday = serializers.IntegerField(allow_null=True)
    handover = serializers.IntegerField()
    hours_start = serializers.IntegerField(allow_null=True)
    hours_end = serializers.IntegerField(allow_null=True)
    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)


class OverrideRead(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    person = PersonOnDuty()
    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField()
    entered_by = serializers.CharField()


class SwapRead(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    asked_by = PersonOnDuty()
    colleague = PersonOnDuty()
    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(choices=SwapState.choices)


class NoteRead(serializers.Serializer[Any]):
    by = serializers.CharField()
    at = serializers.DateTimeField()
    text = serializers.CharField()


class RosterRead(RosterLine):
    """A roster in full, with its shifts of a span: two weeks from now unless one is asked for."""

    rotations = RotationRead(many=True, help_text="Those that have not ended, the first first.")
    overrides = OverrideRead(many=True, help_text="Those that are not over.")
    swaps = SwapRead(many=True, help_text="Those that wait for an answer.")
    notes = NoteRead(many=True, help_text="The last ten.")
    shifts = Shift(many=True)


class OnDutyRead(serializers.Serializer[Any]):
    """Who is on duty for a level; of the other vendor as far as the caller reads it."""

    agreement = serializers.CharField()
    organisation = serializers.CharField()
    level = serializers.IntegerField()
    level_name = serializers.CharField()
    person = serializers.CharField(allow_null=True, help_text="Nobody in a gap.")
    until = serializers.DateTimeField()


class OnDutyNow(serializers.Serializer[Any]):
    results = OnDutyRead(many=True)


class LinkRead(serializers.Serializer[Any]):
    """A calendar link; ``url`` is answered once, when it is made, and never again for a key."""

    id = serializers.IntegerField()
    roster = serializers.IntegerField(allow_null=True)
    hint = serializers.CharField()
    created_at = serializers.DateTimeField()
    url = serializers.CharField(required=False)


class Links(serializers.Serializer[Any]):
    results = LinkRead(many=True)
