"""What terms say of outages and maintenance, and fields that count days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from contracts.rules.offer import MOST_DAYS
from contracts.web.move_forms import TakesRefusals

OUTAGE_FIELDS = (
    "maintenance_notice_days",
    "responsibility_days",
    "is_silence_agreement",
    "degraded_is_outage",
)


class DaysField(forms.IntegerField):
    """A number of days."""

    def __init__(self, **how: Any) -> None:
        errors = {
            "required": gettext_lazy("Give a whole number."),
            "invalid": gettext_lazy("Give a whole number."),
            "min_value": gettext_lazy("At least 1."),
            "max_value": gettext_lazy("At most %(limit_value)s."),
        }
        super().__init__(min_value=1, max_value=MOST_DAYS, error_messages=errors, **how)


class OutageTermsForm(TakesRefusals):
    """What counts as an outage, and how long the parties have to say something of it."""

    maintenance_notice_days = DaysField(label=gettext_lazy("Days to announce maintenance before"))
    responsibility_days = DaysField(
        label=gettext_lazy("Days to answer a proposal of responsibility")
    )
    is_silence_agreement = forms.BooleanField(
        label=gettext_lazy("Without an answer in these days, responsibility is deemed agreed"),
        required=False,
    )
    degraded_is_outage = forms.BooleanField(
        label=gettext_lazy("What works badly counts as an outage"), required=False
    )
