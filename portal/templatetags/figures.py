"""Exact figures in templates: seconds, percentages, wall clocks (``{% load figures %}``)."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django import template

from contracts.dates import say_date
from contracts.papers import figures

register = template.Library()


@register.filter
def spent(seconds: Fraction | int) -> str:
    """Say seconds that were counted: 1 h 30 min, to the second and below."""
    return figures.duration(seconds)


@register.filter
def exact_percent(percent: Decimal) -> str:
    """Write a percentage with the decimals that it has."""
    return figures.percent(percent)


@register.filter
def wall(instant: datetime, form: str) -> str:
    """Say an instant on the wall clock of its own zone, whatever the reader's is."""
    return say_date(instant, form)
