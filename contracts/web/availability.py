"""How available a contract's systems, or one of them, are by now: pages, and a small panel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.access import configuration_for
from contracts.choices import Kind, Period
from contracts.models import Contract, User
from contracts.papers.figures import duration
from contracts.rules.availability import instant_of, shown_availability
from contracts.rules.committed import span_of_month
from contracts.rules.error_budget import Budget
from contracts.selectors.availability import (
    AsOf,
    ContractAvailability,
    SystemAvailability,
    availability_of_contract,
    counting_for,
    end_of,
    now_of,
)
from contracts.simulated import month_said
from contracts.web.availability_pictures import (
    Strip,
    Trend,
    YearRow,
    marked_days,
    shown,
    strip,
    trend,
    year,
)
from contracts.web.contracts import seen_contract
from contracts.web.person import PersonRequest
from contracts.wording import say_percentage


@dataclass(frozen=True)
class Left:
    """What is left before a threshold, in hours; or by how much it is missed."""

    threshold: str
    percent: str
    time: str
    is_spent: bool


@dataclass(frozen=True)
class Ahead:
    """Where the month ends at its present pace."""

    availability: Decimal
    downtime: str
    percent: str
    is_below: bool


@dataclass(frozen=True)
class ShownSystem:
    """A system as its page shows it; ``figures``: by period, none where nothing was committed."""

    key: int
    name: str
    figures: Sequence[tuple[str, Decimal | None, str, bool]]
    month: Decimal | None
    is_below: bool
    is_provisional: bool
    is_down: bool
    lasting: str
    """Which outages last; empty for a publisher, which may not have been told of them."""
    to_target: Left
    to_next_band: Left | None
    ahead: Ahead | None
    strip: Strip
    year: Sequence[YearRow]
    trend: Trend | None


@login_required
@require_safe
def contract_availability(request: PersonRequest, contract: str) -> HttpResponse:
    """Show the availability of a contract's systems, now or by the end of a month."""
    found = seen_contract(request.user, contract)
    as_of, read = _asked(request, found)
    context = {
        **_about(found, as_of, request.user),
        "systems": _systems(read, request.user),
        "read": read,
        "worst": _worst(read, request.user),
    }
    return render(request, "contracts/availability.html", context)


@login_required
@require_safe
def configuration_availability(request: PersonRequest, pk: int) -> HttpResponse:
    """Show the availability of one system, now or by the end of a month."""
    system = configuration_for(request.user, pk)
    found = seen_contract(request.user, system.contract.number)
    as_of, read = _asked(request, found)
    context = {
        **_about(found, as_of, request.user),
        "system": system,
        "systems": [each for each in _systems(read, request.user) if each.key == system.pk],
        "read": read,
    }
    return render(request, "contracts/availability.html", context)


@login_required
@require_safe
def contract_now(request: PersonRequest, contract: str) -> HttpResponse:
    """Answer with the small panel of a contract: its worst system this month."""
    found = seen_contract(request.user, contract)
    read = _now(found, request.user)
    context = {"shown": _worst(read, request.user), "is_of_contract": True}
    return render(request, "contracts/_availability_now.html", context)


@login_required
@require_safe
def configuration_now(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer with the small panel of a system."""
    system = configuration_for(request.user, pk)
    read = _now(seen_contract(request.user, system.contract.number), request.user)
    shown_one = [each for each in _systems(read, request.user) if each.key == pk]
    context = {"shown": shown_one[0] if shown_one else None}
    return render(request, "contracts/_availability_now.html", context)


def _now(contract: Contract, user: User) -> ContractAvailability | None:
    as_of = now_of(contract, timezone.now())
    return availability_of_contract(contract, as_of, counting=counting_for(user))


def _asked(request: PersonRequest, contract: Contract) -> tuple[AsOf, ContractAvailability | None]:
    """Return as of when an address asks, and what is known by then.

    :raises Http404: it names no month, or one that has not begun.
    """
    at, asked = timezone.now(), request.GET.get("month", "")
    as_of = now_of(contract, at)
    if asked:
        month = month_said(asked)
        if month is None or _begins(month, contract) > at:
            raise Http404
        as_of = end_of(month, contract, at=at)
    read = availability_of_contract(contract, as_of, counting=counting_for(request.user))
    return as_of, read


def _begins(month: date, contract: Contract) -> datetime:
    return instant_of(span_of_month(month, contract.zone())[0])


def _about(contract: Contract, as_of: AsOf, user: User) -> dict[str, Any]:
    return {
        "contract": contract,
        "as_of": as_of,
        "local": as_of.at.astimezone(contract.zone()),
        "is_client": user.kind == Kind.CLIENT,
        "before": (as_of.month - timedelta(days=1)).replace(day=1),
        "is_now": as_of.month == contract.day_of(timezone.now()).replace(day=1),
        "marked_days": list(marked_days()),
        "periods": [each.label for each in Period],
    }


def _systems(read: ContractAvailability | None, user: User) -> list[ShownSystem]:
    return [_system(each, read, user) for each in read.systems] if read else []


def _worst(read: ContractAvailability | None, user: User) -> ShownSystem | None:
    worst = read.worst(Period.MONTH) if read else None
    return _system(worst, read, user) if read and worst else None


def _system(of: SystemAvailability, read: ContractAvailability, user: User) -> ShownSystem:
    is_publisher = user.kind == Kind.PUBLISHER
    zone, target = read.contract.zone(), read.terms.target
    month = shown(of.month.measured)
    availability = of.month.availability
    return ShownSystem(
        key=of.configuration.pk,
        name=of.configuration.name,
        figures=[_figure(of, period) for period in Period],
        month=month,
        is_below=availability is not None and availability * 100 < Fraction(target),
        is_provisional=of.month.is_provisional,
        is_down=bool(of.lasting),
        lasting="" if is_publisher else ", ".join(each.name for each in of.lasting),
        to_target=left_before(of.to_target),
        to_next_band=left_before(of.to_next_band) if of.to_next_band else None,
        ahead=_ahead(of, target),
        strip=strip(of, read.as_of, zone),
        year=year(of, read.as_of, zone),
        trend=trend(of, target),
    )


def _figure(of: SystemAvailability, period: Period) -> tuple[str, Decimal | None, str, bool]:
    figure = of.figures[period]
    downtime = duration(int(figure.measured.downtime))
    return str(period.label), shown(figure.measured), downtime, figure.is_provisional


def left_before(of: Budget) -> Left:
    """Say what a threshold leaves."""
    return Left(
        threshold=say_percentage(of.threshold),
        percent="" if of.percent is None else say_percentage(of.percent),
        time=duration(int(abs(of.left))),
        is_spent=of.is_spent,
    )


def _ahead(of: SystemAvailability, target: Decimal) -> Ahead | None:
    ahead = of.forecast
    if ahead is None:
        return None
    return Ahead(
        availability=shown_availability(ahead.availability),
        downtime=duration(int(ahead.downtime)),
        percent=say_percentage(ahead.percent),
        is_below=ahead.availability * 100 < Fraction(target),
    )
