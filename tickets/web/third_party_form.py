"""The form that says which third party has an incident, and what it has to do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.use_cases.third_party import NAME_LENGTH
from tickets.web.act_forms import ActForm, reason_field


class ThirdPartyForm(ActForm):
    """Who has it, who is no party to the agreement, and why."""

    name = forms.CharField(
        label=_("Who has it?"),
        help_text=_("A carrier, an electricity supplier, another publisher…"),
        max_length=NAME_LENGTH,
        error_messages={
            "required": _("Name the third party."),
            "max_length": _("A name has at most 80 characters."),
        },
    )
    reason = reason_field(
        _("What do they have to do?"),
        _("Say what the third party has to do."),
        _("Both vendors read these words, the client does not."),
    )

    def prepare(self) -> None:
        self.fields["name"].widget.attrs["data-focus"] = True
        del self.fields["reason"].widget.attrs["data-focus"]
