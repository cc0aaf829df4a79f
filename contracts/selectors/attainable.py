"""The figure of what a configuration can hold, as it is frozen and as it is shown."""

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from contracts.choices import AttainableMethod
from contracts.models import Attainable, Revision
from contracts.selectors.designs import Design, Group

_SIX = Decimal("0.000001")


def attainable_of(revision: Revision) -> Attainable | None:
    """Return the figure with which a revision was proposed; None where it had none yet."""
    return Attainable.objects.filter(revision=revision).first()


def figure_of(design: Design, *, at: datetime) -> Attainable:
    """Return a design's figure, not stored; availabilities in percent, rounded down."""
    found, terms = design.attainable, design.terms
    figure = Attainable(
        reckoned_at=at,
        target=terms.availability_target if terms else None,
        detail=_detail(design),
    )
    if found is None:
        figure.reason = design.reason or ""
        figure.missing = [str(each) for each in design.missing]
        return figure
    weakest = next(iter(found.weaknesses), None)
    figure.method = AttainableMethod(found.method)
    figure.availability = _percent(1 - found.unavailability)
    figure.least, figure.most = _percent(1 - found.most), _percent(1 - found.least)
    figure.weakest = weakest.part if weakest else ""
    figure.yearly_penalty = found.penalty
    figure.penalty_least, figure.penalty_most = found.penalty_least, found.penalty_most
    return figure


def _percent(part: float) -> Decimal:
    return (Decimal(part) * 100).quantize(_SIX, ROUND_FLOOR)


def _detail(design: Design) -> dict[str, Any]:
    """Return what the vendors read besides: plain data, durations in seconds, parts of 1."""
    found = design.attainable
    lost = {each.block.name: each.unavailability for each in found.blocks} if found else {}
    detail: dict[str, Any] = {
        "bears_whole_fee": design.bears_whole_fee,
        "blocks": [_block(each, design, lost) for each in design.groups],
        "weaknesses": [],
    }
    if found is not None:
        detail["covered_seconds"] = design.covered
        detail["months_kept"] = found.months_kept
        detail["years"] = found.years
        detail["weaknesses"] = [vars(each) for each in found.weaknesses]
    return detail


def _block(group: Group, design: Design, lost: Mapping[str, float]) -> dict[str, Any]:
    block = design.blocks.get(group.name)
    repaired = {each.name: each for each in block.parts} if block else {}
    parts = []
    for product, count in group.counts.items():
        figures, part = design.figures.get(product), repaired.get(str(product))
        parts.append(
            {
                "product": str(product),
                "count": count,
                "mtbf_hours": figures.mtbf_hours if figures else None,
                "mttr_seconds": int(figures.mttr.total_seconds()) if figures else None,
                "repair_seconds": part.repair if part else None,
                "down_seconds": round(part.down) if part else None,
            }
        )
    return {
        "name": group.name,
        "count": group.count,
        "needed": group.standby.needed,
        "failover_seconds": int(group.standby.failover.total_seconds()),
        "unavailability": lost.get(group.name),
        "parts": parts,
    }
