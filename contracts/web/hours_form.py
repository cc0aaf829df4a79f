"""The hours in which a promise counts: round the clock, or windows for each day of the week."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models.coverage import known_holidays
from contracts.rules.coverage import MINUTES_A_DAY, Hours, Window
from contracts.rules.public_holidays import countries_with_holidays
from contracts.rules.usual_hours import WINDOWS
from contracts.web.time_zones import zone_choices

ALWAYS, WEEKLY = "always", "weekly"
SLOTS = 2
MOST_SLOTS = 8
_FIELD = re.compile(r"day(\d)_(\d)_(?:from|to)")
TIMES = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H"]
_MIDNIGHTS = {"24:00", "24h", "24h00", "24"}


@dataclass(frozen=True)
class QuickChoice:
    """Windows that many contracts have, filled in by one button."""

    name: str
    label: str | Promise
    windows: Sequence[Window]


QUICK_CHOICES = tuple(QuickChoice(name, name.label, windows) for name, windows in WINDOWS.items())


class ClockField(forms.TimeField):
    """A time of day; 24:00 is the midnight at its end."""

    def to_python(self, value: Any) -> Any:
        said = str(value or "").replace(" ", "")
        return super().to_python("00:00" if said in _MIDNIGHTS else value)


@dataclass(frozen=True)
class Slot:
    """The two fields of a window."""

    first: BoundField
    last: BoundField

    @property
    def is_used(self) -> bool:
        values = (self.first.value(), self.last.value(), self.first.errors, self.last.errors)
        return any(values)


@dataclass(frozen=True)
class Day:
    """A day's row."""

    name: str
    slots: list[Slot]

    @property
    def more_is_used(self) -> bool:
        return any(slot.is_used for slot in self.slots[1:])


class HoursForm(forms.Form):
    """When a promise counts, in which zone, and whether public holidays do."""

    pattern = forms.ChoiceField(
        label=gettext_lazy("The promise counts"),
        choices=[
            (ALWAYS, gettext_lazy("Round the clock, 7 days a week")),
            (WEEKLY, gettext_lazy("In some hours of the week")),
        ],
        widget=forms.RadioSelect,
        initial=ALWAYS,
        error_messages={"required": gettext_lazy("Say in which hours the promise counts.")},
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Its days and months begin in it, for good."),
    )
    leaves_out_holidays = forms.BooleanField(
        label=gettext_lazy("Public holidays are left out"), required=False
    )
    holidays_of = forms.CharField(
        label=gettext_lazy("Public holidays of"),
        help_text=gettext_lazy("A country (FR) or a part of one (DE-BY)."),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial), auto_id="hours_%s")
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            help_text=self.fields["time_zone"].help_text,
            choices=zone_choices(held=str(initial.get("time_zone", ""))),
        )
        self.countries = sorted(countries_with_holidays())
        self._slots = _slots_in(data if data is not None else initial)
        for day in range(7):
            for slot in range(self._slots):
                self._add_window(day, slot)

    def _add_window(self, day: int, slot: int) -> None:
        names = {"day": capfirst(str(WEEKDAYS[day])), "number": slot + 1}
        for end, label in (
            ("from", _("%(day)s, window %(number)s, from") % names),
            ("to", _("%(day)s, window %(number)s, to") % names),
        ):
            self.fields[f"day{day}_{slot}_{end}"] = ClockField(
                label=label,
                required=False,
                input_formats=TIMES,
                error_messages={"invalid": _("Write a time of day: 08:00.")},
                widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "aria-label": label}),
            )

    @property
    def days(self) -> list[Day]:
        """The rows of the week."""
        return [
            Day(
                capfirst(str(WEEKDAYS[day])),
                [
                    Slot(self[f"day{day}_{slot}_from"], self[f"day{day}_{slot}_to"])
                    for slot in range(self._slots)
                ],
            )
            for day in range(7)
        ]

    @property
    def plain_fields(self) -> list[BoundField]:
        """The fields that are no window's."""
        return [self[name] for name in self.base_fields]

    def clean_holidays_of(self) -> str:
        return str(self.cleaned_data["holidays_of"]).strip().upper()

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("leaves_out_holidays") and "holidays_of" in said:
            self._judge_holidays(said["holidays_of"])
        if said.get("pattern") != WEEKLY:
            return
        windows = [self._window(day, slot) for day in range(7) for slot in range(self._slots)]
        said["windows"] = [each for each in windows if each is not None]
        if not said["windows"] and not self.errors:
            self.add_error("pattern", _("Write at least one window, or choose round the clock."))

    def _judge_holidays(self, of: str) -> None:
        try:
            known_holidays(of)
        except forms.ValidationError as unknown:
            self.add_error("holidays_of", unknown)

    def _window(self, day: int, slot: int) -> Window | None:
        """Return a row's window: one that ends before it begins ends on the next day."""
        names = [f"day{day}_{slot}_{end}" for end in ("from", "to")]
        begins, ends = (self.cleaned_data.get(name) for name in names)
        if begins is None and ends is None:
            return None
        for name, value in zip(names, (begins, ends), strict=True):
            if value is None and name not in self.errors:
                self.add_error(name, _("Say from when to when."))
        if begins is None or ends is None:
            return None
        start, end = begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute
        return Window(day, start, end if end > start else end + MINUTES_A_DAY)

    def hours(self) -> Hours:
        """Return what the fields say, once they were found valid."""
        said = self.cleaned_data
        without = said["holidays_of"] if said["leaves_out_holidays"] else ""
        is_always = said["pattern"] == ALWAYS
        return Hours(
            said["time_zone"],
            always_on=is_always,
            windows=() if is_always else said["windows"],
            without_holidays_of=without,
        )


def _slots_in(said: Mapping[str, Any]) -> int:
    found = [_FIELD.fullmatch(name) for name in said]
    highest = max((int(each[2]) + 1 for each in found if each), default=0)
    return min(max(SLOTS, highest), MOST_SLOTS)


def initial_of(hours: Hours, *, country: str) -> dict[str, Any]:
    """Return the fields' values for hours; ``country`` is offered where holidays count."""
    return {
        "pattern": ALWAYS if hours.always_on else WEEKLY,
        "time_zone": hours.zone,
        "leaves_out_holidays": bool(hours.without_holidays_of),
        "holidays_of": hours.without_holidays_of or country,
        **windows_initial(hours.windows),
    }


def windows_initial(windows: Sequence[Window]) -> dict[str, str]:
    """Return the values of the windows' fields."""
    values: dict[str, str] = {}
    for day in range(7):
        of_day = sorted((w for w in windows if w.weekday == day), key=lambda each: each.start)
        for slot, window in enumerate(of_day[:MOST_SLOTS]):
            values[f"day{day}_{slot}_from"] = clock(window.start)
            values[f"day{day}_{slot}_to"] = clock(window.end)
    return values


def typed_hours(said: Mapping[str, Any], *, but: str = "") -> dict[str, Any]:
    """Return what was typed, right or wrong; ``but`` names the quick choice that replaces it."""
    plain = {name: said.get(name, "") for name in HoursForm.base_fields}
    quick = next((each for each in QUICK_CHOICES if each.name == but), None)
    if quick is not None:
        return {**plain, "pattern": WEEKLY, **windows_initial(quick.windows)}
    return {**plain, **{name: said[name] for name in said if _FIELD.fullmatch(name)}}


def clock(minute: int) -> str:
    """Write a minute of the day as a time field does, midnight as 00:00."""
    hour, rest = divmod(minute % MINUTES_A_DAY, 60)
    return f"{hour:02}:{rest:02}"
