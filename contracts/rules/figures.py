"""What a figure of a promise can be."""

from decimal import Context, Decimal
from fractions import Fraction

HUNDRED = Decimal(100)
_LONG = Context(prec=60)


def is_percentage(value: Decimal) -> bool:
    """Tell whether a figure is above 0 and at most 100 percent."""
    return value.is_finite() and 0 < value <= HUNDRED


def decimals(figure: Decimal) -> int:
    """Return how many decimals a figure needs, its idle zeros left out."""
    exponent = figure.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def exact_decimal(exact: Fraction) -> Decimal | None:
    """Return a fraction as the decimal that it is; None where that would not end."""
    rest, places = exact.denominator, 0
    while rest % 10 in {0, 2, 4, 5, 6, 8} and rest > 1:
        rest //= 10 if rest % 10 == 0 else 5 if rest % 5 == 0 else 2
        places += 1
    if rest != 1:
        return None
    return Decimal(int(exact * 10**places)).scaleb(-places, _LONG).normalize(_LONG)
