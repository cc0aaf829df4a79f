"""Days that have hours of their own: rows of a date, from, to, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contracts.rules.hours import EXCEPTION_REASON, MINUTES_A_DAY, DayException, Hours, Minutes
from contracts.web.contract_form import DayField
from contracts.web.hours_form import TIMES, ClockField, clock

DAYS = "days"
MOST_DAYS = 60
_WHY = gettext_lazy("Say why: inventory, for example.")
_TIME = gettext_lazy("Write a time of day: 08:00.")


class _TimeField(ClockField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=TIMES,
            error_messages={"invalid": _TIME},
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        )


class DayForm(forms.Form):
    """A row: a day, what counts on it, and why."""

    day = DayField(label=gettext_lazy("Day"))
    first = _TimeField(pgettext_lazy("hour", "From"))
    last = _TimeField(pgettext_lazy("hour", "To"))
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=EXCEPTION_REASON, error_messages={"required": _WHY}
    )

    def __init__(self, *arguments: Any, **how: Any) -> None:
        super().__init__(*arguments, **how)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def has_changed(self) -> bool:
        """Tell whether anything was written in the row."""
        return any(str(self[name].data or "").strip() for name in self.fields)

    def clean(self) -> None:
        said = self.cleaned_data
        for name, other in (("first", "last"), ("last", "first")):
            is_alone = said.get(name) is None and said.get(other) is not None
            if is_alone and name not in self.errors:
                self.add_error(name, _("Say from when to when."))
        spans = self._spans()
        if spans and spans[0][0] >= spans[0][1]:
            self.add_error("last", _("It ends before it begins: what follows is of the next day."))

    def _spans(self) -> list[Minutes]:
        """Return what counts: from 00:00 to 00:00 is the whole day, without times nothing."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first is None or last is None:
            return []
        return [(first.hour * 60 + first.minute, last.hour * 60 + last.minute or MINUTES_A_DAY)]

    def own(self) -> DayException | None:
        """Return what the row says, once nothing was found wrong in it."""
        said = getattr(self, "cleaned_data", {})
        if self.errors or said.get("day") is None or not said.get("reason"):
            return None
        return DayException(said["day"], self._spans(), said["reason"])


class DayRows(forms.BaseFormSet):  # type: ignore[type-arg]  # none at run time
    """The rows of days; rows left blank do not count."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def exceptions(self) -> list[DayException]:
        """Return what the rows say that are right; two of one day and reason are one of two parts.

        What contradicts itself stays twice, and is refused.
        """
        found: list[DayException] = []
        for _row, own in self.stated():
            same = next((each for each in found if _is_part(each, own)), None)
            if same is None:
                found.append(own)
            else:
                spans = [*same.spans, *own.spans]
                found[found.index(same)] = DayException(own.day, spans, own.reason)
        return found

    def stated(self) -> Iterable[tuple[Any, DayException]]:
        """Yield the rows that are right, each with what it says."""
        for row in self.forms:
            own = row.own()
            if own is not None:
                yield row, own

    def blame(self, day: str, sentence: str) -> None:
        """Put a sentence beside the last row of a day."""
        rows = [row for row, own in self.stated() if own.day.isoformat() == day]
        if rows:
            rows[-1].add_error("day", sentence)


def _is_part(one: DayException, other: DayException) -> bool:
    is_same = (one.day, one.reason) == (other.day, other.reason)
    return is_same and bool(one.spans) and bool(other.spans)


DayRowsForm = forms.formset_factory(
    DayForm,
    formset=DayRows,
    extra=0,
    max_num=MOST_DAYS,
    absolute_max=MOST_DAYS,
    validate_max=True,
)


def initial_days(hours: Hours | None) -> list[dict[str, Any]]:
    """Return the rows' values for what hours except, the soonest first."""
    ordered = sorted(hours.exceptions if hours else (), key=lambda each: each.day)
    return [row for own in ordered for row in _rows_of(own)]


def _rows_of(own: DayException) -> list[dict[str, Any]]:
    said = {"day": own.day, "reason": own.reason}
    times = [{"first": clock(start), "last": clock(end)} for start, end in own.spans]
    return [{**said, **each} for each in times] or [said]


def typed_days(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows as they were typed, right or wrong, to show them again."""
    counted = str(said.get(f"{DAYS}-TOTAL_FORMS", ""))
    count = int(counted) if counted.isascii() and counted.isdecimal() else 0
    names = list(DayForm.base_fields)
    return [
        {name: said.get(f"{DAYS}-{place}-{name}", "") for name in names}
        for place in range(min(count, MOST_DAYS))
    ]
