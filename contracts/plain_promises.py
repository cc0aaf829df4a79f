"""Terms in plain words, as their client reads them; and what differs between two versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.calendar_words import say_day_of_its_own
from contracts.choices import Impact, Kind
from contracts.dates import say_date, say_zone
from contracts.models import Terms, User
from contracts.rules.allowance import outage_allowed
from contracts.rules.coverage import Hours
from contracts.rules.figures import is_percentage
from contracts.rules.offer import BandOffer, Offer, TargetOffer
from contracts.rules.written_values import write_duration
from contracts.selectors.promises import offer_of
from contracts.wording import say_percentage, say_these_hours, say_usual_hours

Said = Mapping[str, Any]
"""What is known of an offer, by the names of its fields; all of it, or what was typed so far."""

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_NOTHING = "–"
_BETWEEN_VENDORS = frozenset({"responsibility_days", "is_silence_agreement"})


@dataclass(frozen=True)
class Band:
    """Below an availability: so many percent of the month's fee, and how much that is."""

    below: str
    percent: str
    amount: str
    is_above_cap: bool
    """More than a month's cap, which cuts the sum over the systems, and not one system's part."""


@dataclass(frozen=True)
class Situation:
    """What is promised when something happens; empty where nothing is."""

    label: str
    respond: str
    restore: str
    news: str


@dataclass(frozen=True)
class Reading:
    """What a client reads; what is not known yet is None or empty."""

    availability: str
    outage: timedelta | None
    is_unbroken: bool
    hours: list[str]
    zone: str
    promises: list[Situation]
    fee: str
    bands: list[Band]
    cap: str
    cap_amount: str
    annual_cap: str
    contest_days: int | None
    answer_days: int | None
    notice_days: int | None
    degraded_counts: bool
    not_restored_within: str
    pauses: bool

    @property
    def is_empty(self) -> bool:
        said = (self.availability, self.hours, self.promises, self.fee, self.bands)
        return not any(said)


@dataclass(frozen=True)
class Changed:
    """A line that differs between two versions."""

    name: str
    before: str
    after: str


def reading_of_terms(terms: Terms, currency: str) -> Reading:
    """Return a version of terms in plain words; it was fetched ``with_promises``."""
    return reading_of(said_by(offer_of(terms)), currency)


def said_by(offer: Offer) -> Said:
    """Return all that an offer says."""
    return {each.name: getattr(offer, each.name) for each in fields(offer)}


def said_to(reader: User, offer: Offer) -> Said:
    """Return what an offer says to a reader: to a client, nothing of answers between vendors."""
    said = said_by(offer)
    if reader.kind == Kind.CLIENT:
        return {name: value for name, value in said.items() if name not in _BETWEEN_VENDORS}
    return said


def reading_of(said: Said, currency: str) -> Reading:
    """Return in plain words what is known of an offer."""
    target: Decimal | None = said.get("availability_target")
    hours: Hours | None = said.get("hours")
    fee: Decimal | None = said.get("monthly_fee")
    cap: Decimal | None = said.get("penalty_cap")
    annual: Decimal | None = said.get("annual_cap")
    is_target = target is not None and is_percentage(target)
    return Reading(
        availability=say_percentage(target) if target is not None and is_target else "",
        outage=outage_allowed(target, hours) if target and is_target and hours else None,
        is_unbroken=hours is not None and hours.is_unbroken,
        hours=say_these_hours(hours) if hours else [],
        zone=hours.zone if hours else "",
        promises=[_situation(*each) for each in _in_order(said.get("targets", ()))],
        fee="" if fee is None else say_amount(fee, currency),
        bands=[_band(each, fee, cap, currency) for each in _deepest_last(said)],
        cap="" if cap is None else say_percentage(cap),
        cap_amount="" if cap is None or fee is None else say_amount(_part(fee, cap), currency),
        annual_cap="" if annual is None else say_amount(annual, currency),
        contest_days=said.get("contest_days"),
        answer_days=said.get("answer_days"),
        notice_days=said.get("maintenance_notice_days"),
        degraded_counts=bool(said.get("degraded_is_outage")),
        not_restored_within=_written(said.get("not_restored_within")),
        pauses=bool(said.get("pauses_while_waiting")),
    )


def _situation(label: str, target: TargetOffer) -> Situation:
    promised = (target.respond_within, target.restore_within, target.news_every)
    return Situation(label, *(_written(each) for each in promised))


def _in_order(targets: list[TargetOffer]) -> list[tuple[str, TargetOffer]]:
    by_impact = {each.impact: each for each in targets}
    return [(str(each.label), by_impact[each]) for each in Impact if each in by_impact]


def _deepest_last(said: Said) -> list[BandOffer]:
    return sorted(said.get("bands", ()), key=lambda band: band.below, reverse=True)


def _band(band: BandOffer, fee: Decimal | None, cap: Decimal | None, currency: str) -> Band:
    amount = "" if fee is None else say_amount(_part(fee, band.percent), currency)
    is_above_cap = cap is not None and band.percent > cap
    return Band(say_percentage(band.below), say_percentage(band.percent), amount, is_above_cap)


def _part(fee: Decimal, percent: Decimal) -> Decimal:
    return fee * percent / _HUNDRED


def say_amount(amount: Decimal, currency: str) -> str:
    """Write an amount as contracts do, with its cents and the code of its currency."""
    rounded = amount.quantize(_CENT, ROUND_HALF_UP)  # as it is owed (domain.md, Statement)
    figure = number_format(rounded, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{figure}\N{NO-BREAK SPACE}{currency}".rstrip()


# --- What differs ---------------------------------------------------------------------------------


def changes_between(before: Said, after: Said, currency: str) -> list[Changed]:
    """Return the lines that differ, of the fields that both know of."""
    known = before.keys() & after.keys()
    old = dict(_lines({name: before[name] for name in known}, currency))
    new = dict(_lines({name: after[name] for name in known}, currency))
    names = [*new, *(name for name in old if name not in new)]
    return [
        Changed(name, old.get(name, _NOTHING), new.get(name, _NOTHING))
        for name in names
        if old.get(name) != new.get(name)
    ]


def say_changed(change: Changed) -> str:
    """Say in one line what differs: *Monthly fee: 12,000.00 EUR → 13,000.00 EUR*."""
    return _("%(name)s: %(before)s → %(after)s") % vars(change)


def say_promises(said: Said, currency: str) -> list[str]:
    """Say all that an offer promises, a line each: *Monthly fee: 12,000.00 EUR*."""
    return [
        _("%(name)s: %(value)s") % {"name": name, "value": value}
        for name, value in _lines(said, currency)
    ]


def _lines(said: Said, currency: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a contract, each under its name."""
    if "availability_target" in said:
        yield _("Availability"), say_percentage(said["availability_target"])
    if "hours" in said:
        yield from _lines_of_hours(said["hours"])
    for label, target in _in_order(said.get("targets", ())):
        yield from _lines_of_target(label, target)
    yield from _lines_of_money(said, currency)
    yield from _lines_of_days(said)


def _lines_of_hours(hours: Hours) -> Iterator[tuple[str, str]]:
    yield _("Hours that count"), " · ".join(say_usual_hours(hours))
    for own in sorted(hours.exceptions, key=lambda each: each.day):
        day, counts = say_day_of_its_own(own)
        yield _("Hours on %(day)s") % {"day": day}, counts
    yield _("Time zone"), say_zone(hours.zone)


def _lines_of_target(label: str, target: TargetOffer) -> Iterator[tuple[str, str]]:
    for what, length in (
        (_("call back"), target.respond_within),
        (_("restored"), target.restore_within),
        (_("news"), target.news_every),
    ):
        if length is not None:
            name = _("%(situation)s, %(what)s") % {"situation": label, "what": what}
            yield name, _written(length)


def _lines_of_money(said: Said, currency: str) -> Iterator[tuple[str, str]]:
    if "monthly_fee" in said:
        yield _("Monthly fee"), say_amount(said["monthly_fee"], currency)
    for band in _deepest_last(said):
        name = _("Below %(percent)s") % {"percent": say_percentage(band.below)}
        yield name, _of_fee(band.percent)
    if "penalty_cap" in said:
        yield _("At most in a month"), _of_fee(said["penalty_cap"])
    if said.get("annual_cap") is not None:
        yield _("At most in a year"), say_amount(said["annual_cap"], currency)


def _of_fee(percent: Decimal) -> str:
    return _("%(percent)s of the month’s fee") % {"percent": say_percentage(percent)}


def _lines_of_days(said: Said) -> Iterator[tuple[str, str]]:
    if "contest_days" in said:
        yield _("To contest a statement"), _days(said["contest_days"])
    if "answer_days" in said:
        yield _("To answer a change notice"), _days(said["answer_days"])
    yield from _lines_of_outages(said)
    if "not_restored_within" in said:
        yield _("To contradict a restoration"), _written(said["not_restored_within"])
    if "pauses_while_waiting" in said:
        pauses = _yes_or_no(said["pauses_while_waiting"])
        yield _("Clocks pause while the client is waited for"), pauses
    if "ends_on" in said:
        ends_on: date | None = said["ends_on"]
        day = say_date(ends_on) if ends_on else _("without an end")
        yield _("Last day"), capfirst(day)


def _lines_of_outages(said: Said) -> Iterator[tuple[str, str]]:
    if "maintenance_notice_days" in said:
        yield _("To announce maintenance before"), _days(said["maintenance_notice_days"])
    if "responsibility_days" in said:
        yield _("To answer on responsibility"), _days(said["responsibility_days"])
    if "is_silence_agreement" in said:
        yield _("Without an answer, it is deemed agreed"), _yes_or_no(said["is_silence_agreement"])
    if "degraded_is_outage" in said:
        counts = _yes_or_no(said["degraded_is_outage"])
        yield _("What works badly counts as an outage"), counts


def _yes_or_no(is_so: object) -> str:
    return _("yes") if is_so else _("no")


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _written(length: timedelta | None) -> str:
    """Write a duration in hours, however long: in days, hours would be lost."""
    return "" if length is None else write_duration(length).replace(" ", "\N{NO-BREAK SPACE}")
