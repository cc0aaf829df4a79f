"""What is asked of whoever proposes a window of maintenance."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from contracts.models import Configuration, User
from contracts.selectors.outages import systems_of
from contracts.web.instant_field import InstantField
from contracts.web.move_forms import TakesRefusals

NOTE_ROWS = 3


class WindowForm(TakesRefusals):
    """A window of maintenance to propose: of which system, when, what is done."""

    configuration = forms.ModelChoiceField(
        label=gettext_lazy("System"),
        queryset=Configuration.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={
            "required": gettext_lazy("Choose the system."),
            "invalid_choice": gettext_lazy("Choose one of the systems listed."),
        },
    )
    start = InstantField(
        label=gettext_lazy("Begins"),
        error_messages={"required": gettext_lazy("Say when it begins.")},
    )
    end = InstantField(
        label=gettext_lazy("Ends"),
        error_messages={"required": gettext_lazy("Say when it ends.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What is done"),
        help_text=gettext_lazy("The others decide by it."),
        error_messages={"required": gettext_lazy("Say what is done: the others decide by it.")},
        widget=forms.Textarea(attrs={"rows": NOTE_ROWS}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, user: User) -> None:
        super().__init__(data, auto_id="window_%s")
        field = self.fields["configuration"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = systems_of(user)
