"""A system's year of availability: its days, and its months against their targets."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.access import configuration_for
from contracts.choices import Kind
from contracts.selectors.availability import counting_for
from contracts.selectors.availability_days import SystemOverMonths, systems_over
from contracts.web.contracts import seen_contract
from contracts.web.person import PersonRequest
from contracts.web.year_map import MONTHS_A_YEAR, year_map
from contracts.web.year_trend import trend_of


@login_required
@require_safe
def availability_year(request: PersonRequest, pk: int, year: int) -> HttpResponse:
    """Show a system's year under its contract, one that the contract has days in until now."""
    system = configuration_for(request.user, pk)
    contract = seen_contract(request.user, system.contract.number)
    at = timezone.now()
    first, last = contract.starts_on.year, contract.day_of(at).year
    if not first <= year <= last:
        raise Http404
    months = (date(year, 1, 1), date(year, MONTHS_A_YEAR, 1))
    read = systems_over(
        contract, months, at=at, counting=counting_for(request.user), only=[system.pk]
    )
    over = read[0] if read else SystemOverMonths(system, ())
    context = {
        "system": system,
        "contract": contract,
        "year": year,
        "before": year - 1 if year > first else None,
        "after": year + 1 if year < last else None,
        "map": year_map(over, year),
        "trend": trend_of(over) if over.months else None,
        "is_client": request.user.kind == Kind.CLIENT,
    }
    return render(request, "contracts/availability_year.html", context)
