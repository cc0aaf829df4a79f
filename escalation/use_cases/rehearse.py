"""Rehearse an incident: who would be told of what, when, and by which way. Nothing is written.

The incident, its escalation and what is due on it are the models themselves, unsaved; what is to be
done next, who is called and who is told is decided by what decides it for real ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from contracts.models import Contract, Organisation, Roster, Terms, User
from contracts.rules.coverage import Interval, NeverCovered, covered_instant, covered_intervals
from contracts.rules.refusal import Invalid
from contracts.selectors.duty import Board, boards_of
from contracts.selectors.readable import refuse_unreadable
from contracts.selectors.rosters import AHEAD
from escalation.choices import Medium
from escalation.rules.news_groups import group_of
from escalation.rules.quiet_hours import Quiet
from escalation.rules.rehearsal import Scenario
from escalation.use_cases.post_news import leaves_at, quiet_hours_of, readers_by_medium
from escalation.use_cases.rehearsal_stage import Event, Stage
from tickets.choices import Due, EventKind
from tickets.rules.shares import ALL
from tickets.selectors.imagined import imagined_incident
from tickets.selectors.shares import shares_of

_TICK = timedelta(microseconds=1)


class NotToRehearse(Invalid):
    """What is supposed cannot be; ``errors`` says where."""

    code = "not-to-rehearse"


@dataclass(frozen=True)
class Told:
    """Somebody who would be told: for which levels on duty then, when it leaves by which way."""

    person: User
    levels: frozenset[int]
    leaves: Mapping[Medium, datetime]


@dataclass(frozen=True)
class Asked:
    """A roster that was asked; ``is_gap``: it has nobody on duty then."""

    organisation: Organisation
    level: int
    has_roster: bool
    is_gap: bool


@dataclass(frozen=True)
class Happening:
    """Something that would happen, whom it would be told, and which rosters were asked for them."""

    event: Event
    told: Sequence[Told]
    asked: Sequence[Asked]

    @property
    def gaps(self) -> list[Asked]:
        return [each for each in self.asked if each.is_gap]

    def is_on_duty(self, told: Told) -> bool:
        """Tell whether somebody is told because a roster that was asked has them on duty."""
        return any(
            each.level in told.levels
            for each in self.asked
            if each.organisation.pk == told.person.organisation_id
        )


@dataclass(frozen=True)
class Deadline:
    """Until when a promise is to be kept; ``kept_at``: it was, maybe too late."""

    promise: Due
    due_at: datetime
    kept_at: datetime | None

    @property
    def is_kept(self) -> bool:
        return self.kept_at is not None and self.kept_at <= self.due_at


@dataclass(frozen=True)
class Rehearsal:
    """What would happen, the earliest first.

    ``clock_starts_at``: from when covered time counts; None where it never does. ``covered`` are
    the contract's hours until the last happening. ``goes_on``: the managers are called every hour
    beyond what is shown.
    """

    contract: Contract
    terms: Terms
    scenario: Scenario
    happenings: Sequence[Happening]
    deadlines: Sequence[Deadline]
    levels: Sequence[tuple[int, str]]
    clock_starts_at: datetime | None
    covered: Sequence[Interval]
    goes_on: bool

    @property
    def ends_at(self) -> datetime:
        """The last instant that is told of."""
        instants = [each.event.at for each in self.happenings]
        instants += [each.due_at for each in self.deadlines]
        return max(instants, default=self.scenario.at)


def rehearse(contract: Contract, scenario: Scenario, *, at: datetime) -> Rehearsal:
    """Return what would happen to an incident under a contract, by today's rosters and levels.

    :raises NotToRehearse: nothing is promised yet, or what is supposed cannot be.
    :raises HoursUnreadable: nobody can read the hours of the contract.
    """
    _see_that_it_can_be(scenario, at=at)
    terms = contract.terms_at(scenario.at)
    if terms is None:
        raise _wrong("contract", _("Both vendors have not approved this contract yet."))
    refuse_unreadable(terms.coverage, contract.number, at=scenario.at)
    incident = imagined_incident(
        contract, terms, impact=scenario.impact, queue=scenario.queue, at=scenario.at
    )
    stage = Stage(incident, scenario.cues())
    stage.play()
    hours = terms.coverage.hours()
    kept_at = {Due.RESPOND: incident.responded_at}
    deadlines = [
        Deadline(promise, instants[ALL], kept_at.get(promise))
        for promise, instants in shares_of(incident, stage.lines).items()
        if ALL in instants
    ]
    try:
        starts_at = covered_instant(hours, scenario.at, _TICK) - _TICK
    except NeverCovered:
        starts_at = None
    cast = _cast_of(contract, stage.events)
    last = max([each.at for each in stage.events] + [each.due_at for each in deadlines])
    return Rehearsal(
        contract=contract,
        terms=terms,
        scenario=scenario,
        happenings=[cast.happening(each) for each in stage.events],
        deadlines=deadlines,
        levels=[(row["number"], row["name"]) for row in stage.leg.policy] if stage.leg else [],
        clock_starts_at=starts_at,
        covered=covered_intervals(hours, scenario.at, last),
        goes_on=stage.goes_on,
    )


def as_read_by(reader: User, rehearsal: Rehearsal, *, at: datetime) -> Rehearsal:
    """Return what a manager may read of the other vendor's rosters in a rehearsal.

    Who would be on duty there is theirs to read for the weeks that a roster shows ahead; of what
    was, and of later, they read neither names nor gaps.
    """
    if at <= rehearsal.scenario.at <= at + AHEAD:
        return rehearsal
    own = reader.organisation_id
    return replace(
        rehearsal,
        happenings=[
            replace(
                each,
                asked=[asked for asked in each.asked if asked.organisation.pk == own],
                told=[
                    told
                    if told.person.organisation_id == own
                    else replace(told, levels=frozenset())
                    for told in each.told
                ],
            )
            for each in rehearsal.happenings
        ],
    )


@dataclass(frozen=True)
class _Cast:
    """All who may be told: on which duty, by which media of what kind of event, and when not."""

    boards: Sequence[Board]
    media: Mapping[EventKind, Mapping[Medium, frozenset[int]]]
    quiet: Mapping[int, Quiet]

    def happening(self, event: Event) -> Happening:
        asked = [self._asked(vendor, level, event.at) for vendor, level in event.asked]
        return Happening(event, [self._told(event, each) for each in event.told], asked)

    def _told(self, event: Event, person: User) -> Told:
        leaving_at = event.at
        if not event.is_urgent:
            leaving_at = leaves_at(self.quiet.get(person.pk), at=event.at)
        return Told(
            person,
            levels=frozenset(
                each.roster.level for each in self.boards if each.person_at(event.at) == person
            ),
            leaves={
                medium: leaving_at
                for medium, people in self.media[event.kind].items()
                if person.pk in people
            },
        )

    def _asked(self, vendor: Organisation, level: int, at: datetime) -> Asked:
        kept = [
            each
            for each in self.boards
            if each.roster.organisation_id == vendor.pk and each.roster.level == level
        ]
        return Asked(vendor, level, bool(kept), bool(kept) and kept[0].person_at(at) is None)


def _cast_of(contract: Contract, events: Sequence[Event]) -> _Cast:
    rosters = Roster.objects.filter(agreement=contract.agreement)
    people: dict[EventKind, dict[int, User]] = {each.kind: {} for each in events}
    for event in events:
        people[event.kind] |= {each.pk: each for each in event.told}
    everybody = {each.pk: each for known in people.values() for each in known.values()}
    return _Cast(
        boards_of(rosters, begins_at=events[0].at, ends_at=events[-1].at + _TICK),
        {
            kind: {
                medium: frozenset(each.pk for each in readers)
                for medium, readers in readers_by_medium(known, group_of(kind)).items()
            }
            for kind, known in people.items()
        },
        quiet_hours_of(everybody.values()),
    )


def _see_that_it_can_be(scenario: Scenario, *, at: datetime) -> None:
    sentences = {
        "at": _("Choose an instant within two years of today."),
        "order": _("Work goes on after the client began to be waited for."),
    }
    errors = {
        "resumes_after" if name == "order" else name: [
            sentences.get(name) or _("Give minutes, fourteen days (20160) at most.")
        ]
        for name in scenario.faults(at=at)
    }
    if errors:
        raise NotToRehearse(_("Some answers are missing or cannot be right."), errors=errors)


def _wrong(name: str, sentence: str) -> NotToRehearse:
    return NotToRehearse(sentence, errors={name: [sentence]})
