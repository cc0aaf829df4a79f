"""What is asked of whoever says when a system was down, and whose that was: row by row.

A row is a segment. The first begins with the outage, each other where the one before ends, so that
nothing can be left between two. "One more segment" adds a row; an empty one is passed over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Party
from contracts.models import Configuration, User
from contracts.rules.outages import MOST_SEGMENTS, Stretch
from contracts.rules.refusal import Refusal
from contracts.rules.responsibility import NotAHundred, Responsibility
from contracts.selectors.outages import systems_of
from contracts.use_cases.check_stretches import errors_of_stretches
from contracts.web.instant_field import SecondField
from contracts.web.move_forms import TakesRefusals
from contracts.web.written_fields import PercentField
from contracts.wording import say_percentage

NOTE_ROWS = 3
_ENDS: Mapping[str, str] = {"start": "until", "end": "until", "responsibility": "manufacturer"}
_UNTIL = gettext_lazy("Until")


@dataclass(frozen=True)
class Row:
    """The fields of one segment."""

    number: int
    until: BoundField | None
    others: Sequence[BoundField]


class SegmentsForm(TakesRefusals):
    """A form of segments; how many rows it has is sent with it."""

    name: ClassVar[str] = "say"
    first: ClassVar[Sequence[str]] = ()
    last: ClassVar[str]

    def __init__(self, data: Mapping[str, Any] | None, *, known: Sequence[Stretch]) -> None:
        super().__init__(data, auto_id=f"{self.name}_%s")
        self.known = known
        self.count = _count(data, len(known))
        for place in range(self.count):
            self.add_row(place, known[place] if place < len(known) else None)
        self.order_fields([*self.first, *(each for each in self.fields if each != self.last)])

    def add_row(self, place: int, known: Stretch | None) -> None:
        raise NotImplementedError

    def fields_beside(self, place: int) -> Sequence[str]:
        """Return the names of a row's fields beside its end."""
        raise NotImplementedError

    @property
    def lines(self) -> list[Row]:
        """The rows of the table."""
        return [
            Row(
                place + 1,
                self[f"until_{place}"] if f"until_{place}" in self.fields else None,
                [self[name] for name in self.fields_beside(place)],
            )
            for place in range(self.count)
        ]

    def take(self, refusal: Refusal) -> None:
        """Show what was refused at the field of its row."""
        self.tell(refusal.errors)
        if not refusal.errors:
            self.add_error(None, str(refusal.sentence))

    def tell(self, errors: Mapping[str, Sequence[Any]]) -> None:
        """Show what cannot be right at the field of its row."""
        for name, sentences in errors.items():
            field = self._field_of(name)
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, str(sentence))

    def _field_of(self, name: str) -> str:
        """Return the field that a name of a use case is about: ``segments.1.end``."""
        parts = name.split(".")
        if parts[0] != "segments" or len(parts) == 1:
            return name
        place, part = int(parts[1]), parts[2]
        return f"{_ENDS[part]}_{place - 1 if part == 'start' and place else place}"


class SayForm(SegmentsForm):
    """Whose each part of an outage was, and by what evidence."""

    last = "evidence"

    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        help_text=gettext_lazy("What shows it. Tick the lines of the incident that you mean."),
        required=False,
        widget=forms.Textarea(attrs={"rows": NOTE_ROWS}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        known: Sequence[Stretch],
        interval: tuple[datetime, datetime | None],
        names: Mapping[str, str],
    ) -> None:
        self.interval, self.names = interval, names
        super().__init__(data, known=known)

    def add_row(self, place: int, known: Stretch | None) -> None:
        if place < self.count - 1:
            until = known.ends if known and place < len(self.known) - 1 else None
            self.fields[f"until_{place}"] = _until(until)
        for party in Party:
            label = self.names[party]
            percent = known.shares.of(party) if known and known.shares else None
            self.fields[f"{party}_{place}"] = PercentField(
                label=label,
                required=False,
                initial=percent,
                widget=forms.TextInput(attrs={"aria-label": _in_row(label, place)}),
            )

    def fields_beside(self, place: int) -> Sequence[str]:
        return [f"{party}_{place}" for party in Party]

    def clean(self) -> None:
        begins, last = self.interval
        said: list[Stretch] = []
        for place in range(self.count):
            name = f"until_{place}"
            ends = self.cleaned_data.get(name) if name in self.fields else last
            if name in self.fields and name not in self.errors:
                self._judge_cut(name, ends, begins)
            said.append(Stretch(begins, ends, self._shares(place)))
            begins = ends or begins
        self.cleaned_data["stretches"] = said

    def _judge_cut(self, name: str, cut: datetime | None, begins: datetime) -> None:
        last = self.interval[1]
        if cut is None:
            self.add_error(name, _("Say until when."))
        elif cut <= begins or (last is not None and cut >= last):
            self.add_error(name, _("This must lie inside the outage, after the row before."))

    def _shares(self, place: int) -> Responsibility | None:
        names = {party: f"{party}_{place}" for party in Party}
        first = names[Party.MANUFACTURER]
        if any(name in self.errors for name in names.values()):
            return None
        figures = {p: self.cleaned_data.get(name) or Decimal(0) for p, name in names.items()}
        try:
            return Responsibility(**{str(party): each for party, each in figures.items()})
        except NotAHundred as wrong:
            sentence = _("Together the percentages are %(sum)s: they must be 100.")
            self.add_error(first, sentence % {"sum": say_percentage(wrong.total)})
        return None


class IntervalForm(SegmentsForm):
    """From when until when a system was down; of a row it may be unknown whether it was."""

    name = "interval"

    begins = SecondField(
        label=gettext_lazy("Down since"),
        error_messages={"required": gettext_lazy("Say since when it was down.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, known: Sequence[Stretch] = ()) -> None:
        super().__init__(data, known=known)
        if known:
            self.fields["begins"].initial = known[0].begins

    def add_row(self, place: int, known: Stretch | None) -> None:
        self.fields[f"until_{place}"] = _until(known.ends if known else None)
        self.fields[f"unknown_{place}"] = forms.BooleanField(
            label=_("Whether it was down is not known"),
            required=False,
            initial=known.is_unknown if known else False,
        )

    def fields_beside(self, place: int) -> Sequence[str]:
        return [f"unknown_{place}"]

    def clean(self) -> None:
        said: list[Stretch] = []
        begins = self.cleaned_data.get("begins")
        for place in range(self.count):
            ends = self.cleaned_data.get(f"until_{place}")
            is_unknown = bool(self.cleaned_data.get(f"unknown_{place}"))
            if begins is None:
                break
            said.append(Stretch(begins, ends, is_unknown=is_unknown))
            begins = ends
        self.cleaned_data["stretches"] = said

    def judge(self, configuration: Configuration | None, *, at: datetime) -> None:
        """Tell beside what is wrong already what cannot be right of the interval."""
        if not any(name.startswith(("begins", "until")) for name in self.errors):
            self.tell(errors_of_stretches(configuration, self.cleaned_data["stretches"], at=at))

    def _field_of(self, name: str) -> str:
        return "begins" if name == "segments.0.start" else super()._field_of(name)


class RecordForm(IntervalForm):
    """An outage that no incident told of: of which system, when, and how one knows."""

    first, last = ("configuration",), "note"

    configuration = forms.ModelChoiceField(
        label=gettext_lazy("System"),
        queryset=Configuration.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={
            "required": gettext_lazy("Choose the system."),
            "invalid_choice": gettext_lazy("Choose one of the systems listed."),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("How one knows"),
        help_text=gettext_lazy("The two vendors read it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": NOTE_ROWS}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, user: User) -> None:
        super().__init__(data)
        field = self.fields["configuration"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = systems_of(user)


class CorrectForm(IntervalForm):
    """When it was down by what is known now, and why."""

    last = "reason"

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The others read it."),
        error_messages={"required": gettext_lazy("Give the reason: the others read it.")},
        widget=forms.Textarea(attrs={"rows": NOTE_ROWS}),
    )


def _count(data: Mapping[str, Any] | None, known: int) -> int:
    """Return how many rows there are: as many as were sent, and one more if that is asked for."""
    known = max(known, 1)
    if data is None:
        return known
    sent = str(data.get("rows", ""))
    count = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < NOTE_ROWS else known
    more = 1 if data.get("do") == "more" else 0
    return min(max(count, 1) + more, MOST_SEGMENTS)


def _until(initial: datetime | None) -> SecondField:
    return SecondField(label=_UNTIL, required=False, initial=initial)


def _in_row(label: str, place: int) -> str:
    said = {"what": label, "number": place + 1}
    return _("%(what)s, segment %(number)s, in percent") % said
