"""What a figure of a promise can be."""

from decimal import Decimal

HUNDRED = Decimal(100)


def is_percentage(value: Decimal) -> bool:
    """Tell whether a figure is above 0 and at most 100 percent."""
    return value.is_finite() and 0 < value <= HUNDRED


def decimals(figure: Decimal) -> int:
    """Return how many decimals a figure needs, its idle zeros left out."""
    exponent = figure.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
