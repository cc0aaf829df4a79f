"""The gap meter: the page of a contract, and what stands beside a contract that is drawn up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.access import agreement_for
from contracts.models import Agreement
from contracts.rules.coverage import Hours
from contracts.rules.figures import is_percentage
from contracts.rules.offer import TargetOffer
from contracts.rules.worst_case import WorstMonth
from contracts.selectors.gaps import (
    GAP_YEARS,
    DrawnUp,
    GapRead,
    gap_in_year,
    gap_of_first_year,
    years_of,
)
from contracts.web.contracts import seen_contract
from contracts.web.gap_pictures import (
    ShownImpact,
    hours_said,
    moment_said,
    shown_impacts,
)
from contracts.web.person import PersonRequest
from contracts.wording import say_percentage

_YEAR_LENGTH = 4
_HUNDRED = 100


@dataclass(frozen=True)
class ShownWorst:
    """The month that one outage may cost most."""

    month: date
    begins: str
    ends: str
    """Empty where nothing is promised: it may last."""
    downtime: str
    availability: Decimal
    percent: str
    penalty: Decimal


@dataclass(frozen=True)
class ShownGap:
    """A gap as a page shows it."""

    first_day: date
    last_day: date
    covered: str
    impacts: list[ShownImpact]
    worst: ShownWorst | None
    has_underpinning: bool
    is_open: bool
    currency: str

    @property
    def gravest(self) -> ShownImpact | None:
        """The gravest situation that is open; where none is, the gravest."""
        is_open = (each for each in self.impacts if each.is_open)
        return next(is_open, None) or next(iter(self.impacts), None)


@login_required
@require_safe
def gap(request: PersonRequest, contract: str) -> HttpResponse:
    """Show, to the two vendors, when the publisher's word does not keep the one to the client."""
    found = seen_contract(request.user, contract)
    agreement = agreement_for(request.user, found.agreement.reference)
    today = found.day_of(timezone.now())
    years = years_of(found, today=today)
    year = _asked_year(request.GET.get("year", ""), min(max(today.year, years[0]), years[-1]))
    read = gap_in_year(found, year)
    context = {
        "contract": found,
        "agreement": agreement,
        "year": year,
        "years": years,
        "gap": shown_gap(read, agreement.currency) if read else None,
    }
    return render(request, "contracts/gap.html", context)


def _asked_year(asked: str, otherwise: int) -> int:
    """Return the year that an address names.

    :raises Http404: it names none.
    """
    if not asked:
        return otherwise
    is_year = len(asked) == _YEAR_LENGTH and asked.isascii() and asked.isdecimal()
    if not is_year or int(asked) not in GAP_YEARS:
        raise Http404
    return int(asked)


def shown_gap(read: GapRead, currency: str) -> ShownGap:
    """Return what a page shows of a gap."""
    return ShownGap(
        first_day=read.first_day,
        last_day=read.last_day,
        covered=hours_said(read.gap.covered),
        impacts=shown_impacts(read),
        worst=_shown_worst(read.worst, read) if read.worst else None,
        has_underpinning=read.has_underpinning,
        is_open=read.gap.is_open,
        currency=currency,
    )


def gap_while_typed(
    agreement: Agreement | None, said: Mapping[str, Any], first_day: date | None
) -> ShownGap | None:
    """Return the gap of what was typed of terms; None where too little of it can be read."""
    hours: Hours | None = said.get("hours")
    targets: list[TargetOffer] = said.get("targets") or []
    if agreement is None or hours is None or not targets:
        return None
    if first_day is None or first_day.year not in GAP_YEARS:
        return None
    drawn_up = DrawnUp(
        hours=hours,
        targets=targets,
        first_day=first_day,
        ends_on=said.get("ends_on"),
        monthly_fee=_amount(said.get("monthly_fee")) or Decimal(0),
        bands=[
            each
            for each in said.get("bands", ())
            if is_percentage(each.below) and is_percentage(each.percent)
        ],
        penalty_cap=_cap(said.get("penalty_cap")),
        annual_cap=_amount(said.get("annual_cap")),
    )
    read = gap_of_first_year(agreement, drawn_up)
    return shown_gap(read, agreement.currency) if read else None


def _amount(figure: Decimal | None) -> Decimal | None:
    is_amount = figure is not None and figure.is_finite() and figure >= 0
    return figure if is_amount else None


def _cap(figure: Decimal | None) -> Decimal:
    is_cap = figure is not None and (figure == 0 or is_percentage(figure))
    return figure if is_cap and figure is not None else Decimal(_HUNDRED)


def _shown_worst(worst: WorstMonth, read: GapRead) -> ShownWorst:
    percent = worst.availability * _HUNDRED
    return ShownWorst(
        month=worst.month,
        begins=moment_said(worst.at, read.zone),
        ends=moment_said(worst.until, read.zone) if worst.until else "",
        downtime=hours_said(worst.downtime),
        availability=Decimal(percent.numerator) / Decimal(percent.denominator),
        percent=say_percentage(worst.percent),
        penalty=worst.penalty,
    )
