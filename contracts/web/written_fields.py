"""Fields for durations and figures as people write them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from contracts.rules.responsibility import PERCENT_DECIMALS, is_part
from contracts.rules.written_values import read_duration, read_figure, write_duration

_LONGEST = 40


class DurationField(forms.CharField):
    """A duration of covered time: 15 min, 4 h, 1:30."""

    default_error_messages = {
        "invalid": _("Write minutes or hours: 15 min, 4 h, 1 h 30."),
    }

    def __init__(self, **how: Any) -> None:
        super().__init__(max_length=_LONGEST, **how)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        said = super().to_python(value)
        if said in self.empty_values:
            return None
        found = read_duration(str(said))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def prepare_value(self, value: Any) -> Any:
        return write_duration(value) if isinstance(value, timedelta) else value

    def run_validators(self, value: Any) -> None:
        """Judge nothing more: the validators of a text's length are not for a duration."""


class FigureField(forms.CharField):
    """A decimal number with a comma or a point; ``decimals`` as many as it may have."""

    default_error_messages = {
        "invalid": _("Write a number, such as 12000 or 99.5, without a point for the thousands."),
    }

    def __init__(self, *, decimals: int, **how: Any) -> None:
        super().__init__(max_length=_LONGEST, **how)
        self.decimals = decimals
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        said = super().to_python(value)
        if said in self.empty_values:
            return None
        found = read_figure(str(said), decimals=self.decimals)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def prepare_value(self, value: Any) -> Any:
        return plain_figure(value) if isinstance(value, Decimal) else value

    def run_validators(self, value: Any) -> None:
        """Judge nothing more: what a figure may be is the rules' to say."""


class PercentField(FigureField):
    """A part of a responsibility in percent."""

    default_error_messages = {
        "invalid": _("Write a percentage, such as 40 or 33.33."),
        "range": _("From 0 to 100, with two decimals at most."),
    }

    def __init__(self, **how: Any) -> None:
        super().__init__(decimals=PERCENT_DECIMALS, **how)

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if found is not None and not is_part(found):
            raise ValidationError(self.error_messages["range"], code="range")
        return found


def plain_figure(figure: Decimal) -> str:
    """Write a figure with the mark of the reader's language, and no more decimals than it has."""
    exponent = figure.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return str(number_format(figure, decimal_pos=places, use_l10n=True, force_grouping=False))
