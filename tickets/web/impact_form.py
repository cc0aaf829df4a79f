"""The form with which an impact is changed; of an outage it asks more, as at opening."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.choices import Impact
from tickets.use_cases.change_impact import Contact
from tickets.web.act_forms import ActForm, reason_field
from tickets.web.instant_field import InstantField

OF_AN_OUTAGE = ("down_since", "contact_name", "contact_phone")


class ImpactForm(ActForm):
    impact = forms.ChoiceField(
        label=_("What is happening?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is happening.")},
    )
    down_since = InstantField(
        label=_("Down since"),
        help_text=_("For an outage. Left empty: since now, or since what is known already."),
        required=False,
    )
    contact_name = forms.CharField(
        label=_("To be called back, round the clock"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    reason = reason_field(_("Reason"), _("Give the reason: the client reads it."))

    def prepare(self) -> None:
        field = self.fields["impact"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [each for each in Impact.choices if each[0] != self.incident.impact]
        if self.incident.impact == Impact.OUTAGE:
            for name in OF_AN_OUTAGE:
                del self.fields[name]
            return
        self.initial["contact_name"] = self.incident.contact_name
        self.initial["contact_phone"] = self.incident.contact_phone

    @property
    def contact(self) -> Contact | None:
        """Whom to call about the outage; with another impact the fields are not even shown."""
        said = self.cleaned_data
        if said["impact"] != Impact.OUTAGE:
            return None
        return Contact(said["contact_name"], said["contact_phone"])
