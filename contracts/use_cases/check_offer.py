"""Say in words, field by field, why terms cannot be offered."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Impact
from contracts.dates import say_date
from contracts.models.coverage import known_holidays
from contracts.models.time_zone import known_time_zone
from contracts.rules.hours import EXCEPTION_REASON
from contracts.rules.offer import LAST_DAY, MOST_DAYS, Offer, faults_of
from contracts.rules.offer_faults import Fault, Found
from contracts.wording import say_percentage

NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{2,19}")
"""A contract's number: it stands in addresses and in the names of statements."""

_WORDS: Mapping[Fault, Promise] = {
    Fault.NOT_A_PERCENTAGE: gettext_lazy("A percentage is above 0 and at most 100."),
    Fault.NOT_AN_AMOUNT: gettext_lazy("An amount is not negative, and of ten digits at most."),
    Fault.TOO_PRECISE: gettext_lazy("Four decimals at most in an availability, two elsewhere."),
    Fault.NO_HOURS: gettext_lazy("Say in which hours the promise counts."),
    Fault.HOURS_IMPOSSIBLE: gettext_lazy("Hours begin before they end, within 24 hours."),
    Fault.DAY_TWICE: gettext_lazy("Hours of its own once for each day."),
    Fault.DAY_IMPOSSIBLE: gettext_lazy("Hours of one day begin before they end, on that day."),
    Fault.DAY_UNEXPLAINED: gettext_lazy("Say why, in %(words)s characters at most."),
    Fault.DAY_TOO_FAR: gettext_lazy("%(day)s is the last day that can be given."),
    Fault.NO_OUTAGE_TARGET: gettext_lazy(
        "Promise at least, for an outage, when somebody calls back and when service is restored."
    ),
    Fault.IMPACT_TWICE: gettext_lazy("One promise for each impact."),
    Fault.NO_TIME_LEFT: gettext_lazy("A delay is longer than nothing."),
    Fault.TOO_LONG: gettext_lazy("A delay is a year at most."),
    Fault.NEVER_DUE: gettext_lazy("These hours do not come to this delay within ten years."),
    Fault.RESTORES_BEFORE_RESPONSE: gettext_lazy("Service is not restored before the call back."),
    Fault.BAND_TWICE: gettext_lazy("One penalty for each threshold."),
    Fault.DEEPER_COSTS_LESS: gettext_lazy("The lower the availability, the higher the penalty."),
    Fault.BAND_ABOVE_TARGET: gettext_lazy("No penalty is owed above the availability promised."),
    Fault.TOO_FEW_DAYS: gettext_lazy("Between 1 and %(most)s days."),
    Fault.ENDS_TOO_EARLY: gettext_lazy("The last day lies before the first."),
    Fault.ENDS_TOO_FAR: gettext_lazy(
        "%(day)s is the last day that can be given: a contract without end has none."
    ),
}


def faults_in_words(offer: Offer, *, effective_on: date) -> dict[str, list[str]]:
    """Return a sentence for each fault of an offer, by field; nothing where there is none."""
    errors: dict[str, list[str]] = {}
    for found in faults_of(offer, effective_on=effective_on):
        said = errors.setdefault(found.field, [])
        if (sentence := _said(found)) not in said:
            said.append(sentence)
    for known, value in (
        (known_time_zone, offer.hours.zone),
        (known_holidays, offer.hours.without_holidays_of),
    ):
        try:
            if value or known is known_time_zone:
                known(value)
        except ValidationError as unknown:
            errors.setdefault("coverage", []).extend(unknown.messages)
    return errors


def say_fault(found: Found) -> str:
    """Say what is wrong, to be read beside the field and the row that it is about."""
    said = {"most": MOST_DAYS, "words": EXCEPTION_REASON, "day": say_date(LAST_DAY)}
    return str(_WORDS[found.fault]) % said


def _said(found: Found) -> str:
    sentence = say_fault(found)
    if not found.row:
        return sentence
    return _("%(row)s: %(sentence)s") % {"row": _said_row(found), "sentence": sentence}


def _said_row(found: Found) -> str:
    if found.field == "coverage":
        return say_date(date.fromisoformat(found.row))
    is_impact = found.row in Impact.values
    return str(Impact(found.row).label) if is_impact else say_percentage(Decimal(found.row))
