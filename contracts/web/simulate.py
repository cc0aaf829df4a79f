"""The page on which the vendors try what a month would cost: outages are dragged on it.

All of it stands in the address, so that it can be shared; without scripts it is a plain form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contracts.choices import Kind, Party
from contracts.models import Contract
from contracts.papers.figures import duration
from contracts.rules.availability import shown_availability
from contracts.rules.refusal import Forbidden
from contracts.rules.statement import MonthResult
from contracts.selectors.simulation import (
    SimulationGround,
    SupposedSystem,
    simulated,
    simulation_ground,
)
from contracts.simulated import month_said, say_no_month
from contracts.web.contracts import seen_contract
from contracts.web.person import PersonRequest
from contracts.web.simulate_picture import picture_of
from contracts.web.simulate_rows import (
    KINDS,
    MOST_ROWS,
    Row,
    address_of,
    new_row,
    rows_said,
    supposed_of,
)
from contracts.web.who_pays import WhoPays, who_pays
from contracts.wording import say_percentage


@dataclass(frozen=True)
class ShownLine:
    """A system of the month; ``availability`` is none where nothing is committed."""

    name: str
    is_assumed: bool
    availability: Decimal | None
    committed: str
    downtime: str
    share: str
    percent: str
    penalty_before_caps: Decimal
    penalty: Decimal
    is_worst: bool


@dataclass(frozen=True)
class ShownMonth:
    """What the month would come to."""

    result: MonthResult
    availability: Decimal | None
    target: str
    is_below_target: bool
    lines: Sequence[ShownLine]
    who: WhoPays

    @property
    def worst(self) -> ShownLine:
        return next((each for each in self.lines if each.is_worst), self.lines[0])


@login_required
@require_safe
def simulate(request: PersonRequest, contract: str) -> HttpResponse:
    """Show what a month would cost, and who would bear it: to the two vendors of a contract."""
    found = seen_contract(request.user, contract)
    if request.user.kind == Kind.CLIENT:
        raise Forbidden(_("What a month would cost is reckoned from what the vendors share."))
    at = timezone.now()
    asked = request.GET.get("month", "")
    month = month_said(asked) if asked else _usual_month(found, found.day_of(at))
    on = simulation_ground(found, month, at=at) if month else None
    rows = rows_said(request.GET)
    if on is not None and (changed := _changed(request, on, rows)) is not None:
        return redirect(f"{request.path}{address_of(f'{on.month:%Y-%m}', changed)}#simulation")
    context = {
        "contract": found,
        "asked": asked or (f"{month:%Y-%m}" if month else ""),
        "wrong_month": "" if on else say_no_month(found),
        "rows": rows,
        "parties": list(Party),
        "is_full": len(rows) >= MOST_ROWS,
        **(_shown(on, rows) if on else {}),
    }
    return render(request, "contracts/simulate.html", context)


def _usual_month(contract: Contract, today: date) -> date:
    """Return this month, or the contract's nearest one."""
    day = max(today, contract.starts_on)
    if contract.ends_on is not None:
        day = min(day, contract.ends_on)
    return day.replace(day=1)


def _changed(request: PersonRequest, on: SimulationGround, rows: Sequence[Row]) -> list[Row] | None:
    """Return the rows after one is added or taken away; None where neither is asked for."""
    add, remove = request.GET.get("add", ""), request.GET.get("remove", "")
    if add in KINDS and len(rows) < MOST_ROWS:
        return [*rows, new_row(add, on, rows)]
    if remove:
        return [each for each in rows if f"{each.number}" != remove]
    return None


def _shown(on: SimulationGround, rows: Sequence[Row]) -> dict[str, object]:
    outages, maintenance = supposed_of(rows, on)
    result = simulated(on, outages=outages, maintenance=maintenance)
    return {
        "on": on,
        "picture": picture_of(on, rows),
        "faulty": [each for each in rows if each.errors],
        "shown": _shown_month(on, result),
    }


def _shown_month(on: SimulationGround, result: MonthResult) -> ShownMonth:
    names = {each.key: each for each in on.systems}
    availability = result.availability
    return ShownMonth(
        result=result,
        availability=_percent(availability),
        target=say_percentage(result.terms.target),
        is_below_target=availability is not None
        and availability * 100 < Fraction(result.terms.target),
        lines=[_line(result, place, names) for place in range(len(result.lines))],
        who=who_pays(result, on.ground.contract.agreement),
    )


def _line(result: MonthResult, place: int, names: dict[int, SupposedSystem]) -> ShownLine:
    of = result.lines[place]
    return ShownLine(
        name=names[of.key].name,
        is_assumed=names[of.key].is_assumed,
        availability=_percent(of.availability),
        committed=duration(of.measured.committed),
        downtime=duration(of.measured.downtime),
        share=say_percentage(names[of.key].share * 100),
        percent=say_percentage(of.percent),
        penalty_before_caps=of.penalty_before_caps,
        penalty=of.penalty,
        is_worst=of.key == result.worst,
    )


def _percent(availability: Fraction | None) -> Decimal | None:
    return None if availability is None else shown_availability(availability)
