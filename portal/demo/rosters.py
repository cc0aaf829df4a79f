"""Who is on duty in the demonstration: rotations, a day given away, a swap that waits, a gap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.choices import Cycle
from contracts.models import Agreement, Roster, User
from contracts.rules.duty import Hours
from contracts.selectors.duty import Duty, board_of
from contracts.use_cases.hand_over_duty import leave_note
from contracts.use_cases.keep_roster import TurnsTaken, add_rotation, end_rotation, open_roster
from contracts.use_cases.override_duty import Period, override_duty
from contracts.use_cases.swap_duty import ask_swap

_OPENED_DAYS_AGO = 63
_TWO_DAYS = timedelta(days=2)
_ZONE = "Europe/Paris"
_DAYS, _NIGHTS = Hours(8 * 60, 20 * 60), Hours(20 * 60, 32 * 60)


@dataclass(frozen=True)
class Rota:
    """A rotation: who takes turns, by key; for how many days from now it goes on, if it ends."""

    name: str
    people: Sequence[str]
    cycle: Cycle = Cycle.WEEKLY
    hours: Hours | None = None
    ends_in_days: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A roster: of which deal and level, kept by whom, with which rotations."""

    deal: str
    level: int
    kept_by: str
    rotas: Sequence[Rota]


SHEETS = (
    Sheet("AG-FR-0001", 0, "helene", [Rota("Responsable", ["helene"])]),
    Sheet(
        "AG-FR-0001",
        1,
        "helene",
        [
            Rota("Jours", ["ines", "marc", "thomas"], hours=_DAYS),
            Rota("Nuits", ["thomas", "ines", "marc"], hours=_NIGHTS),
        ],
    ),
    Sheet("AG-FR-0001", 0, "veronique", [Rota("Responsable", ["veronique"])]),
    Sheet("AG-FR-0001", 1, "veronique", [Rota("Semaine", ["lea", "samir"])]),
    Sheet("AG-FR-0001", 2, "veronique", [Rota("Semaine", ["daniel", "lea", "samir"])]),
    Sheet("AG-FR-0001", 3, "veronique", [Rota("Responsable", ["veronique"])]),
    Sheet("AG-FR-0001", 4, "veronique", [Rota("Jour", ["daniel", "samir"], cycle=Cycle.DAILY)]),
    Sheet("AG-FR-0002", 0, "solene", [Rota("Responsable", ["solene"])]),
    # until the end of a colleague's contract: nobody yet for what follows
    Sheet("AG-FR-0002", 1, "solene", [Rota("Semaine", ["rachid", "solene"], ends_in_days=30)]),
    Sheet("AG-FR-0002", 0, "veronique", [Rota("Responsable", ["veronique"])]),
    Sheet("AG-FR-0002", 1, "veronique", [Rota("Semaine", ["samir", "lea"])]),
    Sheet("AG-FR-0002", 2, "veronique", [Rota("Semaine", ["lea", "samir", "daniel"])]),
    Sheet("AG-FR-0002", 3, "veronique", [Rota("Responsable", ["veronique"])]),
    Sheet("AG-FR-0002", 4, "veronique", [Rota("Jour", ["samir", "daniel"], cycle=Cycle.DAILY)]),
)


def put_on_duty(people: Mapping[str, User], *, now: datetime) -> None:
    """Open the rosters of every deal and let their people do what people do with them."""
    deals = {each.reference: each for each in Agreement.objects.all()}
    opened = {
        (each.deal, each.level, each.kept_by): _open(each, deals[each.deal], people, now=now)
        for each in SHEETS
    }
    _give_a_day_away(opened["AG-FR-0001", 1, "helene"], people, now=now)
    _ask_a_swap(opened["AG-FR-0001", 1, "veronique"], people, now=now)
    leave_note(
        opened["AG-FR-0001", 1, "helene"],
        text="Vauquelin, Douai : la batterie du contrôleur est commandée, le coursier passe avant "
        "midi. S’il n’est pas là, appeler Paul Hérin.",
        by=people["ines"],
        at=now - timedelta(hours=9),
    )


def _open(sheet: Sheet, deal: Agreement, people: Mapping[str, User], *, now: datetime) -> Roster:
    by, at = people[sheet.kept_by], now - timedelta(days=_OPENED_DAYS_AGO)
    roster = open_roster(deal, level=sheet.level, time_zone=_ZONE, by=by, at=at)
    for rota in sheet.rotas:
        turns = TurnsTaken(
            name=rota.name,
            people=[people[key].pk for key in rota.people],
            starts_on=at.date(),
            time_zone=_ZONE,
            cycle=rota.cycle,
            hours=rota.hours,
        )
        rotation = add_rotation(roster, turns, by=by, at=at)
        if rota.ends_in_days is not None:
            ends_at = now + timedelta(days=rota.ends_in_days)
            end_rotation(rotation, ends_at=ends_at, by=by, at=at)
    return roster


def _give_a_day_away(roster: Roster, people: Mapping[str, User], *, now: datetime) -> None:
    """Let a colleague take the day shift of the day after tomorrow."""
    shift = next(each for each in _shifts(roster, now=now) if each.begins_at > now + _TWO_DAYS)
    keys = ("ines", "marc", "thomas")
    other = next(people[key] for key in keys if people[key] != shift.person)
    override_duty(
        roster,
        Period(other.pk, shift.begins_at, shift.ends_at, "Formation sur site chez un client."),
        by=people["helene"],
        at=now - timedelta(days=1),
    )


def _ask_a_swap(roster: Roster, people: Mapping[str, User], *, now: datetime) -> None:
    """Let one ask for the last two days of her next week; her colleague has not answered yet."""
    shift = next(
        each
        for each in _shifts(roster, now=now)
        if each.person == people["lea"] and each.begins_at > now
    )
    ask_swap(
        roster,
        Period(
            people["samir"].pk,
            shift.ends_at - _TWO_DAYS,
            shift.ends_at,
            "Mariage de ma sœur le week-end ; je prends le tien quand tu veux.",
        ),
        by=people["lea"],
        at=now - timedelta(hours=5),
    )


def _shifts(roster: Roster, *, now: datetime) -> Sequence[Duty]:
    ends_at = now + timedelta(days=30)
    return board_of(roster, begins_at=now, ends_at=ends_at).shifts(now, ends_at)
