"""A field for a day and a time of the reader's zone, also in the hour that autumn doubles."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.rules.local_time import read_local_time


class InstantField(forms.DateTimeField):
    """Take a local time for the instant that is meant; Django's own refuses a doubled hour."""

    default_error_messages = {"invalid": _("Give a day and a time.")}

    def __init__(self, **how: Any) -> None:
        how.setdefault(
            "widget",
            forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        )
        super().__init__(**how)

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        read = read_local_time(str(value), timezone.get_current_timezone())
        if read is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read
