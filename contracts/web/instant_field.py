"""A field for a day and a time of the reader's zone."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.rules.local_time import FIRST_INSTANT, LAST_INSTANT, read_local_time


class InstantField(forms.DateTimeField):
    """Take a local time for the instant that is meant; Django's own refuses a doubled hour.

    One beyond the calendar that is reckoned is refused: it has no day in every zone.
    """

    default_error_messages = {
        "invalid": _("Give a day and a time."),
        "unreckoned": _("The calendar is not reckoned so far."),
    }

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
        if not FIRST_INSTANT <= read <= LAST_INSTANT:
            raise ValidationError(self.error_messages["unreckoned"], code="unreckoned")
        return read


class SecondField(InstantField):
    """The same to the second, as outages are counted.

    What was known and comes back as it was shown stays what it was, also in a doubled hour.
    """

    def __init__(self, **how: Any) -> None:
        shown = {"type": "datetime-local", "step": "1"}
        how.setdefault("widget", forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs=shown))
        super().__init__(**how)

    def to_python(self, value: Any) -> datetime | None:
        read = super().to_python(value)
        known = self.initial
        is_as_shown = read is not None and known is not None and _wall(read) == _wall(known)
        return known if is_as_shown else read


def _wall(at: datetime) -> datetime:
    return timezone.localtime(at).replace(tzinfo=None, fold=0)
