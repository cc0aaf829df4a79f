"""Amounts and percentages as each language writes them: 2 100 €, €2,100; 99,872 %, 99.872 %."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
MINUS = "−"
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
CENT = Decimal("0.01")
FRENCH_MARKS = str.maketrans({",": NARROW_NO_BREAK, ".": ","})


def say_number(number: Decimal | int, *, decimals: int = 0) -> str:
    """Write a number with the separators of the reader's language, and a true minus sign."""
    plain = f"{abs(number):,.{decimals}f}"
    sign = MINUS if number < 0 else ""
    return sign + (plain.translate(FRENCH_MARKS) if get_language() == "fr" else plain)


def say_money(amount: Decimal | int, currency: str) -> str:
    """Write an amount; cents appear only where there are any."""
    exact = Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)
    decimals = 0 if exact == exact.to_integral_value() else 2
    number = say_number(abs(exact), decimals=decimals)
    minus = MINUS if exact < 0 else ""
    sign = SIGNS.get(currency)
    if get_language() == "fr":
        return f"{minus}{number}{NO_BREAK}{sign or currency}"
    return f"{minus}{sign}{number}" if sign else f"{minus}{currency}{NO_BREAK}{number}"


def say_percent(percent: Decimal | float, *, decimals: int = 4) -> str:
    """Write a percentage, rounded down: a target that was missed is never shown as kept."""
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(str(percent)).quantize(step, rounding=ROUND_DOWN)
    return f"{say_number(exact, decimals=decimals)}{NO_BREAK}%"


def dialled(number: str) -> str:
    """Return a telephone number as a telephone takes it: digits, and a plus sign."""
    return "".join(character for character in number if character in "+0123456789")
