"""What a manager supposes of an incident, as a form in an address: it only asks, so it is got."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Impact
from contracts.models import Contract
from contracts.rules.local_time import both_of_doubled, is_skipped, read_local_time
from contracts.rules.refusal import Refusal
from escalation.rules.rehearsal import LONGEST_AFTER, Scenario, next_saturday_night
from tickets.choices import Queue

_MINUTE = timedelta(minutes=1)
_AFTER = ("acknowledged_after", "answered_after", "waits_after", "resumes_after")
_WRITTEN = "%Y-%m-%dT%H:%M"


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=LONGEST_AFTER // _MINUTE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class RehearsalForm(forms.Form):
    """An incident under a contract; local times are of the contract's zone."""

    contract = forms.ChoiceField(label=gettext_lazy("Contract"))
    at = forms.CharField(
        label=gettext_lazy("It happens on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages={"required": gettext_lazy("Give a day and a time.")},
    )
    impact = forms.ChoiceField(
        label=gettext_lazy("What happens"), choices=Impact.choices, widget=forms.RadioSelect
    )
    queue = forms.ChoiceField(
        label=gettext_lazy("It is"),
        choices=[
            (Queue.SOFTWARE, gettext_lazy("software: the publisher is called")),
            (Queue.HARDWARE, gettext_lazy("hardware: the manufacturer keeps it")),
        ],
        widget=forms.RadioSelect,
    )
    acknowledged_after = _minutes(gettext_lazy("The publisher acknowledges after (min)"))
    answered_after = _minutes(gettext_lazy("The client is called back after (min)"))
    waits_after = _minutes(gettext_lazy("The client is waited for from (min)"))
    resumes_after = _minutes(gettext_lazy("until (min)"))
    second = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """Whether the second hour is meant where the clocks are put back, and so show one twice."""

    def __init__(self, data: Mapping[str, Any], *, contracts: Mapping[str, Contract]) -> None:
        super().__init__(data)
        self.contracts = contracts
        self.is_doubled = False
        self.fields["contract"].choices = [  # type: ignore[attr-defined]
            (number, f"{number}, {each.client.name}") for number, each in contracts.items()
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        contract = self.contracts.get(said.get("contract", ""))
        if contract is not None and "at" in said:
            try:
                said["at"], both = _instants_of(contract, said["at"])
            except ValidationError as fault:
                self.add_error("at", fault)
            else:
                self.is_doubled = both is not None
                if both is not None:
                    said["at"] = both[said["second"]]
        return said

    def scenario(self) -> Scenario:
        """Return what is supposed; the form is valid."""
        said = self.cleaned_data
        after = {name: None if said.get(name) is None else said[name] * _MINUTE for name in _AFTER}
        return Scenario(said["at"], Impact(said["impact"]), Queue(said["queue"]), **after)

    def take(self, refusal: Refusal) -> None:
        """Show what was refused at the fields that it is about."""
        for name, sentences in refusal.errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, str(sentence))


def usual_answers(contract: Contract, *, at: datetime) -> dict[str, str]:
    """Return what is supposed until somebody says otherwise: an outage in the dead of night."""
    night = next_saturday_night(at, contract.zone()).astimezone(contract.zone())
    return {
        "contract": contract.number,
        "at": night.strftime(_WRITTEN),
        "impact": Impact.OUTAGE,
        "queue": Queue.SOFTWARE,
    }


def _instants_of(
    contract: Contract, text: str
) -> tuple[datetime, tuple[datetime, datetime] | None]:
    """Return the instant that is meant and, in an hour that comes twice, the two it can be."""
    instant = read_local_time(text, contract.zone())
    if instant is None:
        raise ValidationError(_("Give a day and a time."), code="invalid")
    try:
        local = instant.astimezone(contract.zone())
    except OverflowError:
        raise ValidationError(_("Give a day and a time."), code="invalid") from None
    if is_skipped(text, contract.zone()):
        sentence = _("There is no such time on that day: clocks are put forward to %(time)s.")
        raise ValidationError(sentence % {"time": f"{local:%H:%M}"}, code="skipped")
    return instant, both_of_doubled(text, contract.zone())
