"""Say in words, field by field, why terms cannot begin or end on the days that were given."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contracts.dates import say_date
from contracts.models import Agreement, Contract, Terms
from contracts.models.time_zone import known_time_zone
from contracts.rules.offer import LAST_DAY, Offer
from contracts.rules.offer_faults import Fault, Found
from contracts.selectors.promises import offer_of
from contracts.use_cases.check_offer import say_fault

_A_DAY = timedelta(days=1)
Errors = dict[str, list[str]]
"""Sentences by the name of the field that they are about."""


def wrong_days(name: str, agreement: Agreement, first: date, last: date | None) -> Errors:
    """Say of a contract's first day, under its field's name, and last why they are not allowed."""
    until, errors = agreement.ends_on, _wrong_end(agreement, last)
    if first < agreement.starts_on or (until is not None and first > until):
        sentence = _("The agreement of the two vendors does not run on that day.")
        return errors | {name: [sentence]}
    return errors | too_far_day(name, first)


def too_far_day(name: str, day: date) -> Errors:
    """Say of a first day, under its field's name, that the calendar is not reckoned so far."""
    return {name: [say_fault(Found(name, Fault.DAY_TOO_FAR))]} if day > LAST_DAY else {}


def passed_day(name: str, day: date, *, zone: str, at: datetime) -> Errors:
    """Say of a contract's first day, under its field's name, that it has passed in its zone."""
    today = _today_in(zone, at=at)
    if today is None or day >= today:
        return {}
    sentence = _("That day has passed: a contract begins today, %(day)s, at the earliest.")
    return {name: [sentence % {"day": say_date(today)}]}


def wrong_first_days(
    name: str, agreement: Agreement, first: date, offer: Offer, *, at: datetime
) -> Errors:
    """Say all that is wrong with the days of a contract's first terms; the first is ``name``d."""
    errors = wrong_days(name, agreement, first, offer.ends_on)
    return (
        errors if name in errors else errors | passed_day(name, first, zone=offer.hours.zone, at=at)
    )


def wrong_days_of_amendment(
    contract: Contract, last: Terms | None, offer: Offer, effective_on: date, *, at: datetime
) -> Errors:
    """Say all that is wrong with the days, and the zone, of terms after the last approved ones.

    Where none were approved yet, they are the first terms of the contract.
    """
    if last is None:
        return wrong_first_days("effective_on", contract.agreement, effective_on, offer, at=at)
    errors = _wrong_end(contract.agreement, offer.ends_on)
    errors |= _wrong_day(contract, last, offer, effective_on, at=at)
    if offer.hours.zone != contract.time_zone:
        errors["coverage"] = [_("A contract keeps its time zone: its months begin in it.")]
    return errors


def _wrong_end(agreement: Agreement, ends_on: date | None) -> Errors:
    until = agreement.ends_on
    if until is not None and (ends_on is None or ends_on > until):
        sentence = _("The agreement of the two vendors ends on %(day)s.")
        return {"ends_on": [sentence % {"day": say_date(until)}]}
    return {}


def _wrong_day(
    contract: Contract, last: Terms, offer: Offer, effective_on: date, *, at: datetime
) -> Errors:
    if far := too_far_day("effective_on", effective_on):
        return far
    said = {"day": say_date(last.effective_on)}
    sentence = ""
    if effective_on <= last.effective_on:
        sentence = _("The last approved terms are of %(day)s: choose a later day.") % said
    elif effective_on <= contract.day_of(at):
        sentence = _(
            "Other terms begin tomorrow at the earliest: what was promised until then stays."
        )
    elif effective_on.day != 1 and offer.money != offer_of(last).money:
        sentence = _("Terms that carry money change on the first of a month.")
    elif contract.ends_on is not None and effective_on - _A_DAY > contract.ends_on:
        sentence = _("The contract has ended by then: a renewal begins on the day after.")
    return {"effective_on": [sentence]} if sentence else {}


def _today_in(zone: str, *, at: datetime) -> date | None:
    try:
        known_time_zone(zone)
    except ValidationError:
        return None
    return at.astimezone(ZoneInfo(zone)).date()
