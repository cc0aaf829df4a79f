"""How an amount of a statement comes about, operand by operand; and how the vendors share it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from contracts.choices import CutBy, SplitMethod
from contracts.papers import figures
from contracts.papers.explained import Explained, Line
from contracts.papers.figures import duration, money, percent

SumRow = tuple[str, str, bool]
"""What is said, its value, and whether it is a sum."""


def calculation(line: Line, said: Explained) -> Iterator[SumRow]:
    """Yield how a system's penalty comes about, operand by operand."""
    if line.maintenance:
        yield _("Maintenance agreed beforehand, left out"), duration(line.maintenance), False
    yield _("Committed time"), figures.seconds(line.committed), True
    yield _("Interruption counted"), figures.seconds(line.counted), False
    if line.availability is not None:
        operands = {
            "committed": figures.number(line.committed),
            "counted": figures.seconds(line.counted).rpartition(figures.NO_BREAK)[0],
        }
        words = _("Availability, (%(committed)s − %(counted)s) ÷ %(committed)s, rounded down")
        yield words % operands, percent(line.availability), True
    yield _band(line), percent(line.band.percent if line.band else Decimal(0)), False
    if said.is_short_month:
        words = _("Monthly fee %(fee)s, %(days)s of %(all)s days")
        parts = {
            "fee": money(said.monthly_fee, said.currency),
            "days": said.days,
            "all": said.days_of_month,
        }
        yield words % parts, money(said.fee, said.currency), False
    else:
        yield _("Fee of the month"), money(said.fee, said.currency), False
    yield _("Share of the fee"), _exact_percent(line.share), False
    if line.is_capped:
        before = money(line.penalty_before_caps, said.currency)
        yield _("Before the cap"), before, False
        yield _cap(said)
    yield _("Penalty owed to the client"), money(line.penalty, said.currency), True


def _band(line: Line) -> str:
    if line.band is None:
        return _("No band is met")
    below = {"below": percent(line.band.below)}
    return _("Band strictly below %(below)s") % below


def _cap(said: Explained) -> SumRow:
    if said.cut_by == CutBy.ANNUAL:
        left = said.annual_left if said.annual_left is not None else Decimal(0)
        return _("Left of the annual cap, all systems"), money(left, said.currency), False
    words = _("Monthly cap, %(percent)s of the fee, all systems")
    cap = money(said.monthly_cap, said.currency)
    return words % {"percent": percent(said.penalty_cap)}, cap, False


def split_rows(said: Explained) -> Iterator[SumRow]:
    """Yield what the publisher reimburses by the agreement's method, then by the two others."""
    method = said.split_method
    words = _("Method of the agreement: %(method)s")
    amount = money(said.split[method], said.currency)
    yield words % {"method": SplitMethod(method).label}, amount, True
    for other, value in said.split.items():
        if other != method:
            words = _("For information: %(method)s")
            label = SplitMethod(other).label
            yield words % {"method": label}, money(value, said.currency), False


def _exact_percent(share: Fraction) -> str:
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return percent(exact.normalize())
