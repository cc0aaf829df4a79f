"""What is asked of whoever opens a roster, lays out turns, takes a period or leaves a note."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Cycle
from contracts.models import Agreement, Roster, Rotation
from contracts.models.roster import DUTY_MANAGERS
from contracts.rules.duty import MINUTES_A_DAY, Hours
from contracts.rules.refusal import Refusal
from contracts.selectors.duty import levels_of
from contracts.selectors.rosters import people_to_choose
from contracts.use_cases.keep_roster import NAME_LENGTH, TurnsTaken
from contracts.use_cases.override_duty import Period
from contracts.web.duty_words import say_level, say_weekday
from contracts.web.instant_field import InstantField
from contracts.web.move_forms import TakesRefusals
from contracts.web.time_zones import zone_choices

_PLACES = 8
_FIELDS = {"people": "person_1", "hours": "hours_to"}
_CHOOSE = gettext_lazy("Choose somebody.")


class NewRosterForm(TakesRefusals):
    """For which agreement and level, in which zone its people read it."""

    agreement = forms.ModelChoiceField(
        label=gettext_lazy("Agreement"), queryset=Agreement.objects.none(), empty_label=None
    )
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    def __init__(self, data: Mapping[str, Any] | None, *, agreements: Any, zone: str) -> None:
        super().__init__(data, auto_id="roster_%s", initial={"time_zone": zone})
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]
        levels = {DUTY_MANAGERS: ""}
        for each in agreements:
            levels |= levels_of(each)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (number, say_level(number, name)) for number, name in sorted(levels.items())
        ]
        self.fields["time_zone"].choices = zone_choices(held=zone)  # type: ignore[attr-defined]


class TurnsForm(TakesRefusals):
    """Who takes turns, from which day on, when they hand over, in which hours."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("For example “Week”, “Nights” or “Europe”."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First turn from"),
        help_text=gettext_lazy("The first hand-over is on this day or the next that is right."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    cycle = forms.ChoiceField(
        label=gettext_lazy("Hand-over"), choices=Cycle.choices, widget=forms.RadioSelect
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekday"),
        help_text=gettext_lazy("Of a weekly hand-over."),
        coerce=int,
    )
    handover = forms.TimeField(
        label=gettext_lazy("Hand-over time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone of these times"))
    hours_from = forms.TimeField(
        label=gettext_lazy("On duty from"),
        help_text=gettext_lazy("Leave both empty for round the clock."),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    hours_to = forms.TimeField(
        label=gettext_lazy("On duty until"),
        help_text=gettext_lazy("A time that is not later means the next day."),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        roster: Roster,
        held: Rotation | None,
        today: Any,
    ) -> None:
        initial = {"time_zone": roster.time_zone, "starts_on": today} | _said(held)
        super().__init__(data, auto_id="turns_%s", initial=initial)
        turns = list(held.turns.all()) if held else []
        people = [(key, name) for key, name in people_to_choose(roster).items()]
        self.fields["weekday"].choices = [  # type: ignore[attr-defined]
            (day, say_weekday(day)) for day in range(7)
        ]
        zone = initial["time_zone"]
        self.fields["time_zone"].choices = zone_choices(held=zone)  # type: ignore[attr-defined]
        for place in range(1, max(_PLACES, len(turns) + 2) + 1):
            self.fields[f"person_{place}"] = forms.TypedChoiceField(
                label=_("Turn %(number)s") % {"number": place},
                choices=[("", "–"), *people],
                coerce=int,
                empty_value=None,
                required=place == 1,
                initial=turns[place - 1].person_id if place <= len(turns) else None,
                error_messages={"required": _CHOOSE},
            )

    @property
    def places(self) -> list[forms.BoundField]:
        """The fields of those who take turns, in their order."""
        return [self[name] for name in self.fields if name.startswith("person_")]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if (said.get("hours_from") is None) != (said.get("hours_to") is None):
            self.add_error("hours_to", _("Say both times, or neither."))
        return said

    def take(self, refusal: Refusal) -> None:
        """Show what a use case says of people and hours at the fields in which they are typed."""
        shown = {_FIELDS.get(name, name): said for name, said in refusal.errors.items()}
        super().take(type(refusal)(refusal.sentence, errors=shown))

    def turns(self) -> TurnsTaken:
        """Return what was typed, as the use case takes it."""
        said = self.cleaned_data
        people = [said[name] for name in self.fields if name.startswith("person_") and said[name]]
        return TurnsTaken(
            name=said["name"],
            people=people,
            starts_on=said["starts_on"],
            time_zone=said["time_zone"],
            cycle=Cycle(said["cycle"]),
            weekday=said["weekday"] if said["cycle"] == Cycle.WEEKLY else None,
            handover=_minute(said["handover"]),
            hours=_hours(said["hours_from"], said["hours_to"]),
        )


class PeriodForm(TakesRefusals):
    """Who takes a period, from when to when, and why."""

    person = forms.TypedChoiceField(
        label=gettext_lazy("Who takes it"), coerce=int, error_messages={"required": _CHOOSE}
    )
    begins_at = InstantField(
        label=gettext_lazy("From"), error_messages={"required": gettext_lazy("Say from when.")}
    )
    ends_at = InstantField(
        label=gettext_lazy("Until"), error_messages={"required": gettext_lazy("Say until when.")}
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Give the reason: the others read it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, roster: Roster, without: int | None
    ) -> None:
        super().__init__(data, auto_id="period_%s")
        people = people_to_choose(roster).items()
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((key, name) for key, name in people if key != without),
        ]

    def period(self) -> Period:
        """Return what was typed, as the use case takes it."""
        return Period(**{name: self.cleaned_data[name] for name in self.fields})


class EndForm(TakesRefusals):
    """When a rotation ends."""

    ends_at = InstantField(
        label=gettext_lazy("Until"), error_messages={"required": gettext_lazy("Say until when.")}
    )

    def __init__(self, data: Mapping[str, Any] | None, *, held: Rotation) -> None:
        super().__init__(data, auto_id="end_%s", initial={"ends_at": held.ends_at})


class NoteForm(TakesRefusals):
    """What the next person must know."""

    text = forms.CharField(
        label=gettext_lazy("What the next person must know"),
        error_messages={"required": gettext_lazy("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data, auto_id="note_%s")


def _said(held: Rotation | None) -> dict[str, Any]:
    """Return what a rotation says, to be changed; or what is usual."""
    if held is None:
        return {"cycle": Cycle.WEEKLY, "weekday": 0, "handover": time(8)}
    return {
        "name": held.name,
        "time_zone": held.time_zone,
        "cycle": held.cycle,
        "weekday": held.weekday or 0,
        "handover": _time(held.handover),
        "hours_from": _time(held.hours_start),
        "hours_to": _time(held.hours_end),
    }


def _minute(said: time) -> int:
    return said.hour * 60 + said.minute


def _time(minute: int | None) -> time | None:
    return None if minute is None else time(minute % MINUTES_A_DAY // 60, minute % 60)


def _hours(first: time | None, last: time | None) -> Hours | None:
    if first is None or last is None:
        return None
    start, end = _minute(first), _minute(last)
    return Hours(start, end if end > start else end + MINUTES_A_DAY)
