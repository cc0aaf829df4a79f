"""What is said of a month that is simulated, checked: each fault beside its row and field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from contracts.choices import Party
from contracts.dates import say_date_and_time
from contracts.models import SupportNumber
from contracts.rules.availability import instant_of, second_of
from contracts.rules.responsibility import NotAHundred, NotAPercentage, Responsibility
from contracts.selectors.simulation import SimulationGround, Supposed, SupposedSystem

RESPONSIBILITY = "responsibility"


@dataclass(frozen=True)
class SaidStretch:
    """A stretch as it was said; ``configuration``: an id or a support number, or nothing.

    ``percents``: of an outage, by party; those not named are 0.
    """

    configuration: str
    begins_at: datetime
    ends_at: datetime
    percents: Mapping[Party, Decimal] | None = None


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row (from 0): the field, and what would be right."""

    row: int
    field: str
    sentence: str


def suppose(
    said: Sequence[SaidStretch], on: SimulationGround
) -> tuple[list[Supposed], list[Fault]]:
    """Return the stretches that can be supposed, and what is wrong with the others.

    Without a configuration it is that of the contract, or the first of several.
    """
    numbers = _by_support_number(said, on)
    found, faults = [], []
    for row, each in enumerate(said):
        system = _system(each.configuration, numbers, on)
        shares, about_shares = _shares(each)
        wrong = [Fault(row, name, words) for name, words in _about_time(each, on)]
        if system is None:
            wrong.append(Fault(row, "configuration", _say_systems(on)))
        if about_shares:
            wrong.append(Fault(row, RESPONSIBILITY, about_shares))
        if system is not None and not wrong:
            found.append(Supposed(system.key, each.begins_at, each.ends_at, shares))
        faults += wrong
    return found, faults


def _about_time(said: SaidStretch, on: SimulationGround) -> Iterator[tuple[str, str]]:
    first, last = on.span
    begins, ends = second_of(said.begins_at), second_of(said.ends_at)
    outside = _("It lies outside the contract’s days in this month: from %(begin)s to %(end)s.") % {
        "begin": _wall(first, on),
        "end": _wall(last, on),
    }
    if not first <= begins < last:
        yield "start", outside
    elif ends <= begins:
        sentence = _("It ends before it has begun: say an end after %(start)s.")
        yield "end", sentence % {"start": _wall(begins, on)}
    elif ends > last:
        yield "end", outside


def _wall(second: int, on: SimulationGround) -> str:
    return say_date_and_time(instant_of(second).astimezone(on.ground.zone))


def _shares(said: SaidStretch) -> tuple[Responsibility | None, str]:
    """Return whose an outage is said to be, and what is wrong with that."""
    if said.percents is None:
        return None, ""
    try:
        return Responsibility(**{each.value: of for each, of in said.percents.items()}), ""
    except NotAPercentage as fault:
        sentence = _("%(party)s: say a percentage from 0 to 100, with two decimals at most.")
        return None, sentence % {"party": fault.party.label}
    except NotAHundred as fault:
        total = number_format(fault.total.normalize(), use_l10n=True)
        return None, _("Together they are %(sum)s %%: they must be 100 %%.") % {"sum": total}


def _by_support_number(
    said: Sequence[SaidStretch], on: SimulationGround
) -> Mapping[str, SupposedSystem]:
    """Return the systems by what they may be called: their ids and their support numbers."""
    named = {f"{each.key}": each for each in on.systems}
    if all(each.configuration in {"", *named} for each in said):
        return named
    rows = SupportNumber.objects.filter(configuration__in=[each.key for each in on.systems])
    return named | {_plain(str(row)): named[f"{row.configuration_id}"] for row in rows}


def _system(
    asked: str, named: Mapping[str, SupposedSystem], on: SimulationGround
) -> SupposedSystem | None:
    return on.systems[0] if not asked else named.get(asked) or named.get(_plain(asked))


def _plain(number: str) -> str:
    """Return a support number without what people put between its digits, nor its revision."""
    return "".join(each for each in number.partition("/")[0].upper() if each.isalnum())


def _say_systems(on: SimulationGround) -> str:
    systems = ", ".join(f"{each.key} ({each.name})" for each in on.systems if each.key)
    if not systems:
        return _("The contract has no system yet: leave it out.")
    return _("Name a system of this contract: %(systems)s.") % {"systems": systems}
