"""A field for a day and a time of the reader's zone, also in the hour that autumn doubles."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _


class InstantField(forms.DateTimeField):
    """Take a local time for the instant that is meant.

    Of the two in a doubled hour it is the earlier; a time that spring skips counts as the one to
    which clocks were put forward. Django's own field refuses both.
    """

    default_error_messages = {"invalid": _("Give a day and a time.")}

    def __init__(self, **how: Any) -> None:
        how.setdefault(
            "widget",
            forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        )
        super().__init__(**how)

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value if timezone.is_aware(value) else _meant(value)
        try:
            local = parse_datetime(str(value).strip())
        except ValueError:
            local = None
        if local is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return local.astimezone(UTC) if timezone.is_aware(local) else _meant(local)
        except OverflowError as beyond:  # the first and the last day of all
            raise ValidationError(self.error_messages["invalid"], code="invalid") from beyond


def _meant(local: datetime) -> datetime:
    return local.replace(tzinfo=timezone.get_current_timezone(), fold=0).astimezone(UTC)
