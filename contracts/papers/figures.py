"""Figures as each language writes them on paper: 2 100,00 €, €2,100.00; 99,8720 %; 1 h 30 min."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language

NO_BREAK = "\u00a0"
NARROW = "\u202f"
MINUS = "−"
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
_FRENCH = str.maketrans({",": NARROW, ".": ","})
_MINUTE, _HOUR = 60, 3600
_SHOWN = 3


def number(of: Decimal | int, decimals: int | None = None) -> str:
    """Write a number with the separators of the reader's language, and a true minus sign."""
    form = f",.{decimals}f" if decimals is not None else ",f"
    plain = format(abs(Decimal(of)), form)
    return (MINUS if of < 0 else "") + (plain.translate(_FRENCH) if is_french() else plain)


def money(of: Decimal | str, currency: str) -> str:
    """Write an amount with its cents and its currency."""
    amount = Decimal(of)
    plain, sign = number(abs(amount), 2), SIGNS.get(currency)
    minus = MINUS if amount < 0 else ""
    if is_french():
        return f"{minus}{plain}{NO_BREAK}{sign or currency}"
    return f"{minus}{sign}{plain}" if sign else f"{minus}{currency}{NO_BREAK}{plain}"


def amount(of: Decimal, currency: str) -> str:
    """Write an amount in a sentence: a whole one without its cents."""
    said = money(of, currency)
    return said if of % 1 else said.replace(",00" if is_french() else ".00", "")


def percent(of: Decimal | str) -> str:
    """Write a percentage with the decimals that it has."""
    return f"{number(Decimal(of))}{NO_BREAK}%"


def duration(of: Fraction | int) -> str:
    """Write seconds as hours, minutes and seconds; a broken second with three decimals, down."""
    whole = int(of)
    hours, rest = divmod(whole, _HOUR)
    minutes, seconds = divmod(rest, _MINUTE)
    broken = Fraction(of) - whole
    said = []
    if hours:
        said.append(f"{number(hours)}{NO_BREAK}h")
    if minutes:
        said.append(f"{minutes}{NO_BREAK}min")
    if seconds or broken or not said:
        shown = Decimal(int(broken * 10**_SHOWN)).scaleb(-_SHOWN) + seconds
        said.append(f"{number(shown, _SHOWN if broken else 0)}{NO_BREAK}s")
    return NO_BREAK.join(said)


def tall_duration(of: Fraction | int) -> str:
    """Write seconds as ``duration`` does, so that they break between units where they are tall."""
    said = duration(of)
    for unit in ("h", "min"):
        said = said.replace(f"{NO_BREAK}{unit}{NO_BREAK}", f"{NO_BREAK}{unit} ")
    return said


def seconds(of: Fraction | int) -> str:
    """Write seconds as a number, exact: a broken one as a fraction beside it."""
    exact = Fraction(of)
    if exact.denominator == 1:
        return f"{number(int(exact))}{NO_BREAK}s"
    return f"{number(exact.numerator)}/{number(exact.denominator)}{NO_BREAK}s"


def is_french() -> bool:
    """Tell whether the active language is French."""
    return (get_language() or "").startswith("fr")
