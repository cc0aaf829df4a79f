"""What is asked of whoever draws up a contract or amends one, besides its hours."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Impact
from contracts.models import Agreement, User
from contracts.rules.offer import OF_AMOUNTS, OF_AVAILABILITY, BandOffer, TargetOffer
from contracts.selectors.promises import (
    agreements_of,
    client_named,
    clients_known_to,
    is_number_used,
)
from contracts.use_cases.check_days import wrong_days
from contracts.use_cases.check_offer import NUMBER
from contracts.use_cases.end_revision import REASON_LENGTH
from contracts.web.outage_terms_form import DaysField, OutageTermsForm
from contracts.web.written_fields import DurationField, FigureField

BANDS = "bands"
MOST_BANDS = 20
PARTS: Mapping[str, tuple[Promise, str]] = {
    "respond": (gettext_lazy("call back within"), "15 min"),
    "restore": (gettext_lazy("restored within"), "4 h"),
    "news": (gettext_lazy("news every"), "30 min"),
}
_DAYS_WRITTEN = ["%Y-%m-%d", "%d/%m/%Y"]
_A_DAY = gettext_lazy("Give a day.")
_BOTH = gettext_lazy("Write both figures of a penalty.")


class DayField(forms.DateField):
    """A calendar day."""

    def __init__(self, **how: Any) -> None:
        errors = {"required": _A_DAY, "invalid": _A_DAY}
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, error_messages=errors, input_formats=_DAYS_WRITTEN, **how)


class TermsForm(OutageTermsForm):
    """What every version of terms says: availability, targets, money, days."""

    availability_target = FigureField(
        decimals=OF_AVAILABILITY,
        label=gettext_lazy("Availability target, in percent"),
        help_text=gettext_lazy("99.9, for example; four decimals at most."),
        error_messages={"required": gettext_lazy("Say which availability is promised.")},
    )
    monthly_fee = FigureField(
        decimals=OF_AMOUNTS,
        label=gettext_lazy("Monthly fee"),
        error_messages={"required": gettext_lazy("Say what the client pays in a month.")},
    )
    penalty_cap = FigureField(
        decimals=OF_AMOUNTS,
        label=gettext_lazy("Penalties of a month: at most, in percent of its fee"),
        error_messages={"required": gettext_lazy("Say how much is owed at most in a month.")},
    )
    annual_cap = FigureField(
        decimals=OF_AMOUNTS,
        label=gettext_lazy("Penalties of a year: at most"),
        required=False,
    )
    contest_days = DaysField(label=gettext_lazy("Days to contest a statement"))
    answer_days = DaysField(label=gettext_lazy("Days to answer a change notice"))
    not_restored_within = DurationField(
        label=gettext_lazy("Time to contradict a restoration"),
        error_messages={
            "required": gettext_lazy("Say for how long a restoration can be contradicted.")
        },
    )
    pauses_while_waiting = forms.BooleanField(
        label=gettext_lazy("Clocks pause while the client is waited for"), required=False
    )
    ends_on = DayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial), auto_id="contract_%s")
        for impact in Impact:
            for part, (said, example) in PARTS.items():
                label = _("%(situation)s: %(what)s") % {"situation": impact.label, "what": said}
                self.fields[f"{impact}_{part}"] = DurationField(
                    label=label,
                    required=False,
                    widget=forms.TextInput(attrs={"aria-label": label, "placeholder": example}),
                )

    @property
    def target_rows(self) -> list[tuple[str, list[BoundField]]]:
        """The rows of the table of targets: a situation, and its three fields."""
        return [
            (str(impact.label), [self[f"{impact}_{part}"] for part in PARTS]) for impact in Impact
        ]

    def clean(self) -> None:
        self.cleaned_data["targets"] = [
            target for impact in Impact if (target := self._target(impact)) is not None
        ]

    def _target(self, impact: Impact) -> TargetOffer | None:
        names = {part: f"{impact}_{part}" for part in PARTS}
        said: dict[str, timedelta | None] = {
            part: self.cleaned_data.get(name) for part, name in names.items()
        }
        is_empty = not any(self.data.get(name, "").strip() for name in names.values())
        if is_empty or said["respond"] is None:
            if not is_empty and names["respond"] not in self.errors:
                self.add_error(names["respond"], _("Say also when somebody calls back."))
            return None
        return TargetOffer(impact, said["respond"], said["restore"], said["news"])


class NewContractForm(TermsForm):
    """A contract to draw up: with whom, under which agreement, from when."""

    agreement = forms.ModelChoiceField(
        label=gettext_lazy("Agreement"),
        queryset=Agreement.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": gettext_lazy("Choose the agreement.")},
    )
    client = forms.CharField(
        label=gettext_lazy("Client"),
        help_text=gettext_lazy("Its full name, as the portal knows it."),
        max_length=120,
        error_messages={"required": gettext_lazy("Name the client.")},
        widget=forms.TextInput(attrs={"list": "known-clients", "autocomplete": "off"}),
    )
    number = forms.CharField(
        label=gettext_lazy("Contract number"),
        help_text=gettext_lazy("Three to twenty capital letters, digits and hyphens."),
        max_length=20,
        error_messages={"required": gettext_lazy("Give the contract a number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    starts_on = DayField(label=gettext_lazy("First day"))

    def __init__(
        self, data: Mapping[str, Any] | None, *, initial: Mapping[str, Any], user: User
    ) -> None:
        super().__init__(data, initial=initial)
        self.agreements = list(agreements_of(user))
        self.known_clients = [each.name for each in clients_known_to(user)]
        choice = self.fields["agreement"]
        choice.queryset = agreements_of(user)  # type: ignore[attr-defined]
        choice.label_from_instance = _named  # type: ignore[attr-defined]
        if len(self.agreements) == 1:
            del self.fields["agreement"]
        self.order_fields(["agreement", "client", "number", "starts_on", "ends_on"])

    @property
    def chosen(self) -> Agreement | None:
        """The agreement: the only one, or the one that was chosen."""
        if "agreement" not in self.fields:
            return self.agreements[0]
        key = str(self["agreement"].value() or "")
        return next((each for each in self.agreements if str(each.pk) == key), None)

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip().upper()
        if not NUMBER.fullmatch(number):
            raise ValidationError(_("Three to twenty capital letters, digits and hyphens."))
        if is_number_used(number):
            raise ValidationError(_("This number cannot be used: choose another."))
        return number

    def clean(self) -> None:
        super().clean()
        agreement = self.chosen
        if agreement is not None:
            self._judge_days(agreement)
            self._judge_client(agreement)

    def _judge_days(self, agreement: Agreement) -> None:
        said = self.cleaned_data
        if "starts_on" in said and "ends_on" in said:
            found = wrong_days("starts_on", agreement, said["starts_on"], said["ends_on"])
            for name, wrong in found.items():
                self.add_error(name, wrong)

    def _judge_client(self, agreement: Agreement) -> None:
        name = self.cleaned_data.get("client")
        if name is None:
            return
        client = client_named(name, agreement.country)
        self.cleaned_data["client"] = client
        if client is None:
            self.add_error("client", _("No client of the agreement’s country has this name."))


def _named(agreement: Agreement) -> str:
    parties = f"{agreement.manufacturer.short_name}, {agreement.publisher.short_name}"
    return f"{agreement.reference} · {parties} · {agreement.currency}"


class AmendForm(TermsForm):
    """Other terms from a day on, and why."""

    effective_on = DayField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy("What carries money changes on the first of a month only."),
    )
    note = forms.CharField(
        label=gettext_lazy("What changes, and why?"),
        help_text=gettext_lazy("The client reads it too, once both vendors have approved."),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.order_fields(["effective_on", "note", "ends_on"])


class BandForm(forms.Form):
    """A row: below which availability, how many percent of the month's fee."""

    below = FigureField(
        decimals=OF_AVAILABILITY,
        label=gettext_lazy("Below, in percent"),
        error_messages={"required": _BOTH},
    )
    percent = FigureField(
        decimals=OF_AMOUNTS,
        label=gettext_lazy("Percent of the month’s fee"),
        error_messages={"required": _BOTH},
    )

    def __init__(self, *arguments: Any, **how: Any) -> None:
        super().__init__(*arguments, **how)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def has_changed(self) -> bool:
        """Tell whether anything was written in the row."""
        return any(str(self[name].data or "").strip() for name in self.fields)


class BandRows(forms.BaseFormSet):  # type: ignore[type-arg]  # none at run time
    """The rows of penalties; rows left blank do not count."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def bands(self) -> list[BandOffer]:
        """Return what the rows say that are right."""
        return [band for _row, band in self.stated()]

    def stated(self) -> Iterable[tuple[Any, BandOffer]]:
        for row in self.forms:
            said = getattr(row, "cleaned_data", {})
            if said.get("below") is not None and said.get("percent") is not None:
                yield row, BandOffer(said["below"], said["percent"])


BandRowsForm = forms.formset_factory(
    BandForm,
    formset=BandRows,
    extra=0,
    max_num=MOST_BANDS,
    absolute_max=MOST_BANDS,
    validate_max=True,
)


def typed_bands(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows as they were typed, right or wrong, to show them again."""
    counted = str(said.get(f"{BANDS}-TOTAL_FORMS", ""))
    count = int(counted) if counted.isascii() and counted.isdecimal() else 0
    names = list(BandForm.base_fields)
    return [
        {name: said.get(f"{BANDS}-{place}-{name}", "") for name in names}
        for place in range(min(count, MOST_BANDS))
    ]
