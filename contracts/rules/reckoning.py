"""A month's whole reckoning as plain data: what is frozen when it is issued, and read of a draft.

Amounts and percentages are decimal strings, seconds whole numbers or fractions “n/d”, instants
whole seconds since 1970 in UTC. So that a frozen reckoning is read for ever in the one way in which
a draft is. Source: domain.md, Statement; who reads what: domain.md, Who sees what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.choices import Party
from contracts.rules.availability import Part, Slice, Span, shown_availability
from contracts.rules.responsibility import VENDORS
from contracts.rules.statement import MonthResult, Split, SystemResult

Reckoning = dict[str, Any]
SUPPLIERS = "suppliers"
"""Both vendors as one: all that a client reads of their shares."""
ROUNDING = "half-up"
_OF_OTHER_MONTHS = {"annual_left", "annual_spent", "reaches_annual_cap"}


@dataclass(frozen=True)
class Named:
    """A configuration as it was called, with the spans that were committed and left out."""

    name: str
    committed: Sequence[Span] = ()
    maintenance: Sequence[Span] = ()


@dataclass(frozen=True)
class Circumstances:
    """What a reckoning says beside its figures."""

    currency: str
    zone: str
    span: Span
    annual_cap: Decimal | None
    systems: Mapping[int, Named] = field(default_factory=dict)
    annual_spent: Decimal | None = None


def written(result: MonthResult, of: Circumstances) -> Reckoning:
    """Return a month's reckoning, each figure with what it comes from."""
    terms = result.terms
    return {
        "month": f"{terms.month:%Y-%m}",
        "time_zone": of.zone,
        "begins": of.span[0],
        "ends": of.span[1],
        "currency": of.currency,
        "rounding": ROUNDING,
        "monthly_fee": _amount(terms.fee),
        "days": terms.days,
        "days_of_month": terms.days_of_month,
        "fee": _amount(result.fee),
        "target": _plain(terms.target),
        "bands": [
            {"below": _plain(each.below), "percent": _plain(each.percent)} for each in terms.bands
        ],
        "penalty_cap": _plain(terms.penalty_cap),
        "monthly_cap": _amount(result.monthly_cap),
        "annual_cap": None if of.annual_cap is None else _amount(of.annual_cap),
        "annual_left": None if terms.annual_left is None else _amount(terms.annual_left),
        "annual_spent": None if of.annual_spent is None else _amount(of.annual_spent),
        "cut_by": result.cut_by.value,
        "reaches_annual_cap": result.reaches_annual_cap,
        "availability": _availability(result.availability),
        "worst": result.worst,
        "penalty_before_caps": _amount(result.penalty_before_caps),
        "penalty": _amount(result.penalty),
        "reimbursement": _amount(result.reimbursement),
        "manufacturer_share": _amount(result.manufacturer_share),
        "split_method": terms.split.value,
        "split": _split(result.split),
        "lines": [_line(each, of.systems.get(each.key, Named(""))) for each in result.lines],
    }


def for_client(reckoning: Reckoning) -> Reckoning:
    """Return what a client reads: the vendors as one figure, never how they share."""
    hidden = {"reimbursement", "manufacturer_share", "split", "split_method"}
    return {
        **{name: said for name, said in reckoning.items() if name not in hidden},
        "lines": [_line_for_client(each, hidden) for each in reckoning["lines"]],
    }


def is_same_to_client(one: Reckoning, other: Reckoning) -> bool:
    """Tell whether a client reads the same of a month in two reckonings of it.

    What the other months of the year spend and leave of the annual cap is nothing that a note of
    this one changes.
    """
    read = (for_client(one), for_client(other))
    ours = [{name: each[name] for name in each.keys() - _OF_OTHER_MONTHS} for each in read]
    return ours[0] == ours[1]


def for_publisher(reckoning: Reckoning) -> Reckoning:
    """Return what a publisher reads: of others’ outages interval and percentages alone."""
    own = {
        part["reference"]
        for line in reckoning["lines"]
        for each in line["slices"]
        for part in each["parts"]
        if Decimal(part["responsibility"][Party.PUBLISHER])
    }
    return {
        **reckoning,
        "lines": [
            {**line, "slices": [_unnamed(each, own) for each in line["slices"]]}
            for line in reckoning["lines"]
        ],
    }


def seconds(text: str) -> Fraction:
    """Read seconds that were written as a fraction."""
    return Fraction(text)


def _line(of: SystemResult, named: Named) -> Reckoning:
    measured = of.measured
    return {
        "configuration": of.key,
        "name": named.name,
        "share": str(of.share),
        "committed_seconds": measured.committed,
        "committed": [list(each) for each in named.committed],
        "maintenance": [list(each) for each in named.maintenance],
        "held": {party.value: str(measured.held[party]) for party in Party},
        "downtime_seconds": str(measured.downtime),
        "availability": _availability(of.availability),
        "percent": _plain(of.percent),
        "penalty_before_caps": _amount(of.penalty_before_caps),
        "penalty": _amount(of.penalty),
        "reimbursement": _amount(of.reimbursement),
        "manufacturer_share": _amount(of.manufacturer_share),
        "split": _split(of.split),
        "slices": [_slice(each) for each in measured.slices],
    }


def _slice(of: Slice) -> Reckoning:
    return {
        "begins": of.begins,
        "ends": of.ends,
        "counted": str(of.held_by(VENDORS)),
        "parts": [_part(each) for each in of.parts],
    }


def _part(of: Part) -> Reckoning:
    shares = {party.value: _plain(of.responsibility.of(party)) for party in Party}
    return {"reference": of.reference, "of": str(of.of), "responsibility": shares}


def _line_for_client(line: Reckoning, hidden: set[str]) -> Reckoning:
    return {
        **{name: said for name, said in line.items() if name not in hidden},
        "held": _together(line["held"], Fraction, str),
        "slices": _rejoined(
            {
                **each,
                "parts": [
                    {**part, "responsibility": _together(part["responsibility"], Decimal, _plain)}
                    for part in each["parts"]
                ],
            }
            for each in line["slices"]
        ),
    }


def _rejoined(slices: Iterable[Reckoning]) -> list[Reckoning]:
    """Join neighbours that say the same, since only the vendors' own cut lies between them."""
    found: list[Reckoning] = []
    for each in slices:
        last = found[-1] if found else None
        if last and (last["ends"], last["parts"]) == (each["begins"], each["parts"]):
            counted = Fraction(last["counted"]) + Fraction(each["counted"])
            found[-1] = {**last, "ends": each["ends"], "counted": str(counted)}
        else:
            found.append(each)
    return found


def _together(by_party: Mapping[str, str], read: Any, write: Any) -> dict[str, str]:
    both = sum((read(by_party[party]) for party in VENDORS), read(0))
    others = {party: said for party, said in by_party.items() if party not in VENDORS}
    return {SUPPLIERS: write(both)} | others


def _unnamed(of: Reckoning, own: set[str]) -> Reckoning:
    return {
        **of,
        "parts": [
            part if part["reference"] in own else {**part, "reference": ""} for part in of["parts"]
        ],
    }


def _split(of: Split) -> dict[str, str]:
    return {name: _amount(amount) for name, amount in vars(of).items()}


def _availability(of: Fraction | None) -> str | None:
    return None if of is None else str(shown_availability(of))


def _amount(of: Decimal) -> str:
    return f"{of:.2f}"


def _plain(of: Decimal) -> str:
    return f"{of.normalize():f}"
