"""What is asked of whoever proposes underpinning targets, besides their hours."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Impact
from contracts.models import Underpinning
from contracts.rules.underpinning import TargetBeneath
from contracts.use_cases.end_revision import REASON_LENGTH
from contracts.web.contract_form import DayField
from contracts.web.move_forms import TakesRefusals
from contracts.web.written_fields import DurationField

ALWAYS = "always"
PARTS: Mapping[str, tuple[Promise, str]] = {
    "respond": (gettext_lazy("started within"), "15 min"),
    "restore": (gettext_lazy("restored within"), "4 h"),
}


class UnderpinningForm(TakesRefusals):
    """From when, and within how much of the publisher's hours."""

    valid_from = DayField(label=gettext_lazy("Valid from"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Both vendors read it."),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial), auto_id="underpinning_%s")
        for impact in Impact:
            for part, (said, example) in PARTS.items():
                label = _("%(situation)s: %(what)s") % {"situation": impact.label, "what": said}
                self.fields[f"{impact}_{part}"] = DurationField(
                    label=label,
                    required=False,
                    widget=forms.TextInput(attrs={"aria-label": label, "placeholder": example}),
                )
            label = _("%(situation)s: round the clock") % {"situation": impact.label}
            self.fields[f"{impact}_{ALWAYS}"] = forms.BooleanField(
                label=label,
                required=False,
                widget=forms.CheckboxInput(attrs={"aria-label": label}),
            )

    @property
    def target_rows(self) -> list[tuple[str, list[BoundField], BoundField]]:
        """The rows of the table of targets: a situation, its two delays, and whether always."""
        return [
            (
                str(impact.label),
                [self[f"{impact}_{part}"] for part in PARTS],
                self[f"{impact}_{ALWAYS}"],
            )
            for impact in Impact
        ]

    def clean(self) -> None:
        self.cleaned_data["targets"] = [
            target for impact in Impact if (target := self._target(impact)) is not None
        ]

    def _target(self, impact: Impact) -> TargetBeneath | None:
        names = {part: f"{impact}_{part}" for part in PARTS}
        said: dict[str, timedelta | None] = {
            part: self.cleaned_data.get(name) for part, name in names.items()
        }
        is_empty = not any(self.data.get(name, "").strip() for name in names.values())
        if said["respond"] is None:
            if not is_empty and names["respond"] not in self.errors:
                self.add_error(names["respond"], _("Say also when somebody has started."))
            return None
        is_always = bool(self.cleaned_data.get(f"{impact}_{ALWAYS}"))
        return TargetBeneath(impact, said["respond"], said["restore"], round_the_clock=is_always)

    def place(self, errors: Mapping[str, list[str]]) -> None:
        """Show what was refused: of targets beside the first of them, else by the field's name."""
        for name, sentences in errors.items():
            field = f"{Impact.OUTAGE}_restore" if name == "targets" else name
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)


def initial_targets(standing: Underpinning | None) -> dict[str, Any]:
    """Return what stands in the fields of targets: those that hold now, to be changed."""
    initial: dict[str, Any] = {}
    for each in standing.targets.all() if standing else ():
        initial[f"{each.impact}_respond"] = each.respond_within
        initial[f"{each.impact}_restore"] = each.restore_within
        initial[f"{each.impact}_{ALWAYS}"] = each.round_the_clock
    return initial
