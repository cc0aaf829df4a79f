"""How an amount of a statement comes about, operand by operand; and how the vendors share it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from contracts.choices import CutBy, SplitMethod
from contracts.dates import say_date
from contracts.models import Agreement
from contracts.papers import figures
from contracts.papers.figures import amount, duration, money, percent
from contracts.papers.said import Explained, Line

SumRow = tuple[str, str, bool]
"""What is said, its value, and whether it is a sum."""
_A_DAY = 86_400


def calculated(said: Explained) -> list[Line]:
    """Return the systems in the order in which their calculations stand: the worst first."""
    return sorted(said.measured, key=lambda each: each is not said.worst)


def calculation(line: Line, said: Explained) -> Iterator[SumRow]:
    """Yield how a system's penalty comes about, operand by operand.

    The worst system's ends with what the contract's annual cap has come to.
    """
    yield from committed_time(line, said)
    yield _("Interruption counted"), figures.seconds(line.counted), False
    if line.availability is not None:
        operands = {
            "committed": figures.number(line.committed),
            "counted": figures.seconds(line.counted).rpartition(figures.NO_BREAK)[0],
        }
        words = _("Availability, (%(committed)s − %(counted)s) ÷ %(committed)s, rounded down")
        yield words % operands, percent(line.availability), True
    yield _band(line), percent(line.band.percent if line.band else Decimal(0)), False
    yield _fee(said)
    yield _("Share of the fee"), _exact_percent(line.share), False
    if line.is_capped:
        before = money(line.penalty_before_caps, said.currency)
        yield _("Before the cap"), before, False
        yield from _caps(said)
    yield _("Penalty owed to the client"), money(line.penalty, said.currency), True
    if line is said.worst:
        yield from _year(said)


def committed_time(line: Line, said: Explained) -> Iterator[SumRow]:
    """Yield what is left of a month's time to be measured, and what is taken off it."""
    yield _month(said), figures.seconds(said.seconds), False
    outside = said.seconds - line.maintenance - line.committed
    if outside:
        words = _("Outside the promised hours, the contract or a revision in force")
        yield words, figures.seconds(-outside), False
    if line.maintenance:
        words = _("Maintenance agreed beforehand, left out")
        yield words, figures.seconds(-line.maintenance), False
    yield _("Committed time"), figures.seconds(line.committed), True


def _month(said: Explained) -> str:
    more = said.seconds - said.days_of_month * _A_DAY
    if more > 0:
        words = _("Time of the month, %(hours)s with the change to winter time")
    elif more < 0:
        words = _("Time of the month, %(hours)s with the change to summer time")
    else:
        words = _("Time of the month, %(hours)s")
    return words % {"hours": duration(said.seconds)}


def _band(line: Line) -> str:
    if line.band is None:
        return _("No band is met")
    below = {"below": percent(line.band.below)}
    return _("Band strictly below %(below)s") % below


def _fee(said: Explained) -> SumRow:
    if not said.is_short_month:
        return _("Fee of the month"), money(said.fee, said.currency), False
    words = _("Monthly fee %(fee)s, %(days)s of %(all)s days")
    parts = {
        "fee": money(said.monthly_fee, said.currency),
        "days": said.days,
        "all": said.days_of_month,
    }
    return words % parts, money(said.fee, said.currency), False


def _caps(said: Explained) -> Iterator[SumRow]:
    """Yield what cut the month's sum: its own cap, then what was left of the year's."""
    if said.penalty_before_caps > said.monthly_cap:
        words = _("Monthly cap, %(percent)s of the fee, all systems")
        cap = money(said.monthly_cap, said.currency)
        yield words % {"percent": percent(said.penalty_cap)}, cap, False
    if said.cut_by == CutBy.ANNUAL:
        left = max(said.annual_left or Decimal(0), Decimal(0))  # below, where it was lowered since
        yield _("Left of the annual cap, all systems"), money(left, said.currency), False


def _year(said: Explained) -> Iterator[SumRow]:
    """Yield what the contract's year has come to with this month, where it has a cap."""
    if said.annual_cap is None or said.annual_spent is None:
        return
    words = _("Since %(day)s, all systems, cap %(cap)s")
    about = {
        "day": say_date(said.annual_since),
        "cap": amount(said.annual_cap, said.currency),
    }
    yield words % about, money(said.annual_spent + said.penalty, said.currency), False


def split_rows(said: Explained) -> Iterator[SumRow]:
    """Yield what the publisher reimburses by the agreement's method, then by the two others."""
    method = said.split_method
    words = _("Method of the agreement: %(method)s")
    agreed = money(said.split[method], said.currency)
    yield words % {"method": SplitMethod(method).label}, agreed, True
    for other, value in said.split.items():
        if other != method:
            words = _("For information: %(method)s")
            label = SplitMethod(other).label
            yield words % {"method": label}, money(value, said.currency), False


def say_split(said: Explained, agreement: Agreement) -> str:
    """Say who pays what to whom; nothing where nothing is owed."""
    if not said.penalty or said.reimbursement is None:
        return ""
    about = {
        "manufacturer": agreement.manufacturer.short_name,
        "publisher": agreement.publisher.short_name,
        "penalty": amount(said.penalty, said.currency),
        "back": amount(said.reimbursement, said.currency),
    }
    pays = _("%(manufacturer)s pays the client %(penalty)s.")
    back = _("%(publisher)s reimburses %(manufacturer)s %(back)s.")
    if not said.reimbursement:
        back = _("%(publisher)s reimburses nothing.")
    return " ".join((pays % about, back % about))


def split_times(said: Explained) -> dict[str, str]:
    """Return of how much of the time that costs something each vendor answers for."""
    owing = [each for each in said.lines if each.penalty]
    whole = duration(sum((each.counted for each in owing), Fraction(0)))
    held = {
        "publisher": sum((each.of_publisher or Fraction(0) for each in owing), Fraction(0)),
        "manufacturer": sum((each.of_manufacturer or Fraction(0) for each in owing), Fraction(0)),
    }
    words = _("%(part)s of %(whole)s")
    return {party: words % {"part": duration(of), "whole": whole} for party, of in held.items()}


def _exact_percent(share: Fraction) -> str:
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return percent(exact.normalize())
