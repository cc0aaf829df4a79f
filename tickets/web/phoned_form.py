"""The form with which an agent opens an incident for somebody on the phone."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind
from contracts.models import User
from tickets.choices import Channel
from tickets.use_cases.open_incident import IncidentReport
from tickets.web.instant_field import InstantField
from tickets.web.opening_form import OpeningForm


class PhonedForm(OpeningForm):
    """The same questions, and who called, and when."""

    on_behalf_of = forms.CharField(
        label=_("Caller"),
        max_length=120,
        error_messages={"required": _("Give the caller’s name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    called_at = InstantField(
        label=_("Time of the call"),
        help_text=_("The commitments count from this time."),
        error_messages={"required": _("Give the time of the call.")},
    )

    channel = Channel.PHONE

    def __init__(self, *data: Any, **how: Any) -> None:
        super().__init__(*data, **how)
        for name in ("contact_name", "contact_phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["contact_name"].label = _("To be called back, if somebody else")
        self.fields["contact_phone"].label = _("Phone")
        self.fields["contact_name"].required = False
        self.fields["support_number"].help_text = _(
            "Type it as it is dictated: in groups, in pairs, even in words."
        )

    @staticmethod
    def usual(user: User, at: datetime) -> dict[str, Any]:
        return {"since": "now", "called_at": at}

    @property
    def begins_at(self) -> datetime:
        try:
            called_at: datetime = self.fields["called_at"].clean(self.answer("called_at"))
        except ValidationError:
            return self.at
        return called_at

    def report(self) -> IncidentReport:
        said = self.cleaned_data
        return replace(
            super().report(),
            on_behalf_of=said["on_behalf_of"],
            called_at=said["called_at"],
        )

    def said_at(self) -> datetime:
        called_at: datetime = self.cleaned_data["called_at"]
        return called_at


def form_for(user: User) -> type[OpeningForm]:
    """Return the form of this kind of person."""
    return OpeningForm if user.kind == Kind.CLIENT else PhonedForm
