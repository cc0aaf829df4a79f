"""The draft of a month: reckoned anew whenever it is read, never stored."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contracts.choices import MonthBar, SplitMethod
from contracts.dates import say_date, say_date_and_time, say_month
from contracts.models import Contract, Outage, User
from contracts.rules.availability import instant_of, intersection
from contracts.rules.reckoning import Circumstances, Named, Reckoning, written
from contracts.rules.statement import MonthResult
from contracts.selectors.month import Bar, MonthRead, month_of
from contracts.selectors.month_ground import OutageRead


@dataclass(frozen=True)
class Draft:
    """What a month comes to now, and in sentences what keeps it from being issued.

    ``barring``: those sentences as a reader may read them, each with the key of the outage that
    must change, where there is one that this reader sees.
    """

    month: date
    result: MonthResult
    reckoning: Reckoning
    contest_days: int
    missing: tuple[str, ...] = ()
    barring: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """A digest of what it comes to: another one where anything of it differs."""
        said = json.dumps(self.reckoning, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def draft_of(
    contract: Contract, month: date, *, at: datetime, split: SplitMethod | None = None
) -> Draft | None:
    """Return the draft of a contract's month; None where the contract does not run in it.

    Only agreed outages count in it; the others stand among what is missing. ``split``: how it was
    shared, of a month that was issued; unsaid, as the agreement says now.
    """
    read = month_of(contract, month, at=at, split=split)
    return None if read is None else draft_read(read)


def draft_for(user: User, contract: Contract, month: date, *, at: datetime) -> Draft | None:
    """Return the draft of a month as a person may read what it lacks.

    Of an outage that is not this person's to see, the interval alone is said.
    """
    read = month_of(contract, month, at=at)
    if read is None:
        return None
    concerned = {each.outage.pk for each in read.bars if each.outage}
    seen = Outage.objects.visible_to(user).filter(pk__in=concerned).values_list("pk", flat=True)
    barring = _barring(read, set(seen))
    return replace(draft_read(read), missing=tuple(barring), barring=barring)


def draft_read(read: MonthRead) -> Draft:
    """Return the draft of a month that was read."""
    return Draft(
        month=read.month,
        result=read.result,
        reckoning=written(read.result, _circumstances(read)),
        contest_days=read.version.contest_days,
        missing=tuple(dict.fromkeys(say_bar(each, read) for each in read.bars)),
    )


def _barring(read: MonthRead, seen: Collection[int]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for each in read.bars:
        if each.outage and each.outage.pk not in seen:
            found.setdefault(_say_unnamed(each.bar, each.outage, read), None)
        else:
            found.setdefault(say_bar(each, read), each.outage.pk if each.outage else None)
    return found


def _say_unnamed(bar: MonthBar, outage: OutageRead, read: MonthRead) -> str:
    """Say what an outage keeps from being issued, by its interval alone."""
    interval = {"begins": _local(outage.begins, read)}
    if outage.lasts:
        sentence = _("An interruption since %(begins)s lasts still: it must have its end.")
        return sentence % interval
    interval["ends"] = _local(outage.ends, read)
    if bar == MonthBar.UNKNOWN:
        sentence = _(
            "Of an interruption from %(begins)s to %(ends)s a stretch is not known: it must be "
            "settled."
        )
    else:
        sentence = _("Whose an interruption from %(begins)s to %(ends)s was is not agreed.")
    return sentence % interval


def say_bar(of: Bar, read: MonthRead) -> str:
    """Say what keeps a month from being issued, and what would be right."""
    outage = of.outage
    named = {
        "month": say_month(read.month),
        "outage": outage.name if outage else "",
        "begins": _local(outage.begins, read) if outage else "",
        "day": say_date(localtime(instant_of(read.span[1]), read.zone).date()),
    }
    match of.bar:
        case MonthBar.NOT_OVER:
            sentence = _("%(month)s is not over: it can be issued from %(day)s on.")
        case MonthBar.NO_ZONE:
            return _("Nobody can read the contract’s time zone: operators mend it first.")
        case MonthBar.NO_HOURS:
            return _("Nobody can read the contract’s hours: operators mend them first.")
        case MonthBar.LASTS:
            sentence = _("Outage %(outage)s of %(begins)s lasts still: it must have its end.")
        case MonthBar.UNKNOWN:
            sentence = _(
                "Of outage %(outage)s of %(begins)s a stretch is not known: it must be settled."
            )
        case MonthBar.NOT_AGREED:
            sentence = _(
                "Whose outage %(outage)s of %(begins)s was is not agreed: the vendors agree first."
            )
        case _:
            return _("The shares of the fee do not sum to all of it: share it first.")
    return sentence % named


def _circumstances(read: MonthRead) -> Circumstances:
    return Circumstances(
        currency=read.currency,
        zone=read.contract.time_zone,
        span=read.span,
        annual_cap=read.annual_cap,
        annual_spent=read.annual_spent,
        systems={
            each.stood.configuration.pk: Named(
                name=each.stood.configuration.name,
                committed=each.stood.committed,
                maintenance=intersection(each.stood.maintenance, [read.span]),
            )
            for each in read.systems
        },
    )


def _local(second: int, read: MonthRead) -> str:
    return say_date_and_time(localtime(instant_of(second), read.zone))
