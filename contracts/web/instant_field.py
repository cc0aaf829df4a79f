"""A field for a day and a time of the reader's zone."""

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


class ExactInstantField(InstantField):
    """Take an instant to the second; one that is sent back as it was shown is the very same.

    So an end that nobody touched keeps its place in an hour that autumn doubles.
    """

    def __init__(self, **how: Any) -> None:
        how.setdefault(
            "widget",
            forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"}
            ),
        )
        super().__init__(**how)

    def to_python(self, value: Any) -> datetime | None:
        read, shown = super().to_python(value), self.initial
        if read is not None and isinstance(shown, datetime) and _wall(read) == _wall(shown):
            return shown
        return read


def _wall(instant: datetime) -> datetime:
    """Return what a clock in the reader's zone shows at an instant."""
    return instant.astimezone(timezone.get_current_timezone()).replace(tzinfo=None)
