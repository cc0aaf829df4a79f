"""What is asked of a client that wants a guarantee, and of the vendors that answer it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import UsualHours
from contracts.dates import say_date
from contracts.models import Agreement, Contract, GuaranteeRequest, User
from contracts.rules.guarantee import HOURS_LENGTH, NOTE_LENGTH, PLATFORM_LENGTH, Wish
from contracts.selectors.guarantees import agreements_to_ask, contracts_to_answer_with
from contracts.use_cases.ask_for_guarantee import wrong_in
from contracts.web.move_forms import TakesRefusals
from contracts.web.written_fields import FigureField

_DECIMALS = 4
OTHER = "other"
"""What is chosen by whoever says the hours in words alone."""


class VendorsChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # none at run time
    """Whom to ask: of an agreement a client reads the two names, and nothing else."""

    def label_from_instance(self, agreement: Agreement) -> str:
        return say_vendors(agreement)


def say_vendors(agreement: Agreement) -> str:
    """Name the two vendors of an agreement: *Compaq, with Microsoft*."""
    return _("%(manufacturer)s, with %(publisher)s") % {
        "manufacturer": agreement.manufacturer.short_name,
        "publisher": agreement.publisher.short_name,
    }


class AskForm(TakesRefusals):
    """What must stay up, when, to what percent, from when on, and whom to ask."""

    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    agreement = VendorsChoice(
        label=gettext_lazy("Whom do you ask?"),
        queryset=Agreement.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose whom to ask."),
            "invalid_choice": gettext_lazy("Choose whom to ask."),
        },
    )
    platform = forms.CharField(
        label=gettext_lazy("What must stay up?"),
        help_text=gettext_lazy(
            "What it does for you, on what it runs, where: "
            "“Order entry, SQL Server on two ProLiant 8500, Lyon”."
        ),
        max_length=PLATFORM_LENGTH,
        error_messages={"required": gettext_lazy("Say what must stay up.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    usual_hours = forms.ChoiceField(
        label=gettext_lazy("When must it be up?"),
        choices=[*UsualHours.choices, (OTHER, gettext_lazy("At other hours"))],
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Choose one of these hours, or say others in words.")
        },
        widget=forms.RadioSelect,
    )
    hours = forms.CharField(
        label=gettext_lazy("At which other hours, or what besides?"),
        help_text=gettext_lazy(
            "“Monday to Saturday, 6:00 to 22:00”, “not on public holidays”, “until midnight at the "
            "end of a month”."
        ),
        required=False,
        max_length=HOURS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    availability = FigureField(
        label=gettext_lazy("To what percentage?"),
        help_text=gettext_lazy(
            "Of those hours. Round the clock, 99.9 leaves 44 minutes of outage a month; "
            "99.5, 3 hours 40."
        ),
        decimals=_DECIMALS,
        error_messages={
            "required": gettext_lazy("Say what percentage you need."),
            "invalid": gettext_lazy("Write a percentage, such as 99.9."),
        },
    )
    wanted_from = forms.DateField(
        label=gettext_lazy("From which day on?"),
        help_text=gettext_lazy("Leave it empty where the day is still open."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Give a day.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Anything else?"),
        help_text=gettext_lazy("What an outage costs you, what has failed before, whom to call."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, user: User, at: datetime) -> None:
        super().__init__(data, auto_id="ask_%s")
        self.user, self.at = user, at
        self.known = list(agreements_to_ask(user, at=at))
        field = self.fields["agreement"]
        field.queryset = agreements_to_ask(user, at=at)  # type: ignore[attr-defined]
        if len(self.known) == 1:
            field.widget, field.initial = forms.HiddenInput(), self.known[0].pk
        self.fields["wanted_from"].widget.attrs["min"] = timezone.localdate(at).isoformat()

    def clean_usual_hours(self) -> str:
        said = str(self.cleaned_data["usual_hours"])
        return "" if said == OTHER else said

    def clean(self) -> None:
        """Judge what can be read, whatever else is wrong: everything is told at once."""
        wrong = wrong_in(self.cleaned_data, by=self.user, at=self.at)
        if not self.cleaned_data.get("hours") and self["usual_hours"].value() != OTHER:
            missing = wrong.pop("hours", None)  # where nothing was chosen, the choice is what lacks
            if missing and "usual_hours" not in self.errors:
                wrong["usual_hours"] = missing
        for name, sentence in wrong.items():
            self.add_error(name, sentence)

    def wish(self) -> Wish:
        """Return what a valid form asks for."""
        said = self.cleaned_data
        return Wish(**{name: said[name] for name in said if name not in {"agreement", "key"}})

    def sent_key(self) -> str:
        """Return the key under which this form counts once, whoever sends it twice."""
        sent: str = self.cleaned_data.get("key", "") if self.is_bound else ""
        return sent or str(uuid.uuid4())


class ContractOfClient(forms.ModelChoiceField):  # type: ignore[type-arg]  # none at run time
    def label_from_instance(self, contract: Contract) -> str:
        day = say_date(contract.starts_on)
        return _("%(contract)s, from %(day)s") % {"contract": contract.number, "day": day}


class AnswerForm(TakesRefusals):
    """Which contract is the answer."""

    contract = ContractOfClient(
        label=gettext_lazy("Contract"),
        help_text=gettext_lazy(
            "Drawn up for this client since the request, approved by both vendors."
        ),
        queryset=Contract.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={
            "required": gettext_lazy("Choose the contract that answers it."),
            "invalid_choice": gettext_lazy("Choose the contract that answers it."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, request: GuaranteeRequest) -> None:
        super().__init__(data, auto_id="answer_%s")
        self.fields["contract"].queryset = contracts_to_answer_with(request)  # type: ignore[attr-defined]


class RefuseForm(TakesRefusals):
    """Why not."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The client reads it as you write it."),
        error_messages={"required": gettext_lazy("Give the reason: the others read it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, request: GuaranteeRequest) -> None:
        super().__init__(data, auto_id="refuse_%s")


class WithdrawForm(TakesRefusals):
    """Nothing is asked: the client takes its own request back."""

    def __init__(self, data: Mapping[str, Any] | None, *, request: GuaranteeRequest) -> None:
        super().__init__(data, auto_id="withdraw_%s")
