"""Why something cannot be offered, and beside which field that is said."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why something cannot be offered; doors and use cases put it in words."""

    NOT_A_PERCENTAGE = "not-a-percentage"
    NOT_AN_AMOUNT = "not-an-amount"
    TOO_PRECISE = "too-precise"
    NO_HOURS = "no-hours"
    HOURS_IMPOSSIBLE = "hours-impossible"
    DAY_TWICE = "day-twice"
    DAY_IMPOSSIBLE = "day-impossible"
    DAY_UNEXPLAINED = "day-unexplained"
    DAY_TOO_FAR = "day-too-far"
    NO_OUTAGE_TARGET = "no-outage-target"
    IMPACT_TWICE = "impact-twice"
    NO_TIME_LEFT = "no-time-left"
    TOO_LONG = "too-long"
    NEVER_DUE = "never-due"
    RESTORES_BEFORE_RESPONSE = "restores-before-response"
    BAND_TWICE = "band-twice"
    DEEPER_COSTS_LESS = "deeper-costs-less"
    BAND_ABOVE_TARGET = "band-above-target"
    TOO_FEW_DAYS = "too-few-days"
    ENDS_TOO_EARLY = "ends-too-early"
    ENDS_TOO_FAR = "ends-too-far"


@dataclass(frozen=True)
class Found:
    """A fault, the field that it stands beside, and the row's words where there are several."""

    field: str
    fault: Fault
    row: str = ""
