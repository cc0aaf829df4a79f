"""What the demonstration's months came to: issued, paid, reimbursed, one contested, drafts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from contracts.choices import ContestDecision
from contracts.models import Configuration, Contract, Outage, Statement, User
from contracts.rules.gap_calendar import first_of_month_after
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility
from contracts.selectors.statements import first_to_issue
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.issue_statement import NotIssuable, issue_statement
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    propose_responsibility,
    whole_outage,
)
from contracts.use_cases.record_outage import OutageReport, correct_outage, record_outage
from contracts.use_cases.settle_statement import NothingDue, pay_statement, reimburse_statement
from portal.demo.agenda import Agenda

_BEFORE_STORIES = timedelta(days=75)
"""The stories lie in the days since: what happened in them is not issued before they are told."""
_A_DAY = timedelta(days=1)
_CONTESTING = ("CM-0417", "paie")
"""Whose months are contested: a contract, and its system that was down."""
_CONTESTED = (
    "L’arrêt du service a commencé à 13 h 40 d’après nos sondes, pas à 14 h 07. "
    "Merci de revoir la durée."
)
_REFUSED = (
    "Le journal du cluster et nos deux sondes donnent 14 h 07 : avant, le service répondait, "
    "lentement. Ce ralentissement est un incident à part."
)


@dataclass(frozen=True)
class PastOutage:
    """An outage of so many months ago: on which day and hour, for how long, and whose."""

    platform: str
    months_ago: int
    day: int
    at: str
    minutes: int
    shares: tuple[int, int, int, int]
    note: str


PAST = (
    PastOutage(
        "paie", 4, 12, "14:07", 98, (0, 100, 0, 0), "Arrêt du cluster après une mise à jour"
    ),
    PastOutage("paie", 4, 23, "09:15", 61, (50, 0, 50, 0), "Contrôleur de disques, accès retardé"),
    PastOutage("paie", 5, 9, "03:20", 260, (30, 70, 0, 0), "Base suspecte après bascule"),
    PastOutage("paie", 7, 17, "10:02", 95, (100, 0, 0, 0), "Baie de disques remplacée"),
    PastOutage("paie", 3, 20, "14:07", 98, (20, 80, 0, 0), "Blocage du stockage, puis du cluster"),
    PastOutage("messagerie", 3, 6, "16:30", 75, (0, 0, 100, 0), "Coupure électrique de la salle"),
    PastOutage("lims", 4, 19, "11:00", 180, (25, 75, 0, 0), "Failover did not complete"),
    PastOutage("sinistres", 5, 11, "09:30", 300, (60, 40, 0, 0), "Contrôleur RAID et correctif"),
)


@dataclass(frozen=True)
class Longer:
    """What a contest brought to light of an outage, by its note: it lasted so many minutes.

    So many that they make a deeper band of a month of whichever length.
    """

    note: str
    minutes: int
    shares: tuple[int, int, int, int]
    contested: str
    corrected: str
    answered: str


_LONGER = Longer(
    "Base suspecte après bascule",
    455,
    (30, 70, 0, 0),
    "La base est remontée à 7 h 40, mais en lecture seule : aucune saisie n’a été possible avant "
    "10 h 55.",
    "Le journal de la base donne 10 h 55 pour la fin de la lecture seule.",
    "Le journal de la base vous donne raison : le mois est recalculé.",
)
_MANAGERS = {"AG-FR-0001": "helene", "AG-FR-0002": "solene"}
_PUBLISHERS_MANAGER = "veronique"


def keep_books(
    platforms: Mapping[str, Configuration], people: Mapping[str, User], *, now: datetime
) -> None:
    """Issue the months before the stories, each early in the next one, and settle the older ones.

    The latest one waits for the answer to a contest; the older ones are paid and reimbursed, one
    of them with the note that corrects it.
    """
    for each in PAST:
        _record(each, platforms[each.platform], people, now=now)
    contracts = {each.contract_id: each.contract for each in platforms.values()}
    books = _Books(people, now)
    for contract in contracts.values():
        books.agenda.add(books.issuing(contract))
    books.agenda.play()


def _record(
    told: PastOutage,
    platform: Configuration,
    people: Mapping[str, User],
    *,
    now: datetime,
) -> None:
    zone = platform.contract.zone()
    day = _month_ago(told, platform.contract, now=now).replace(day=told.day)
    begins_at = datetime.combine(day, time.fromisoformat(told.at), zone)
    if begins_at.date() < platform.contract.starts_on:
        return
    ends_at = begins_at + timedelta(minutes=told.minutes)
    maker = people[_MANAGERS[platform.contract.agreement.reference]]
    report = OutageReport([Stretch(begins_at, ends_at)], note=told.note)
    outage = record_outage(platform, report, by=maker, at=ends_at + timedelta(hours=2))
    said = whole_outage(outage, Responsibility(*map(Decimal, told.shares)))
    outage = propose_responsibility(outage, said, by=maker, at=ends_at + _A_DAY)
    if told.shares[1]:
        publisher = people[_PUBLISHERS_MANAGER]
        accept_responsibility(outage, by=publisher, at=ends_at + 2 * _A_DAY)


class _Books:
    """The stories of the months, each of which yields the instants of its acts."""

    def __init__(self, people: Mapping[str, User], now: datetime) -> None:
        self.agenda = Agenda()
        self._people = people
        self._now = now

    def issuing(self, contract: Contract) -> Iterator[datetime]:
        """Issue month after month, the third of the next one at ten, while nothing is missing."""
        month = first_to_issue(contract)
        until = contract.day_of(self._now - _BEFORE_STORIES)
        contested = _contested(contract, until, now=self._now)
        while (following := first_of_month_after(month)) <= until:
            at = datetime.combine(following + 2 * _A_DAY, time(10), contract.zone())
            yield at
            try:
                statement = issue_statement(contract, month, by=self._maker(contract), at=at)
            except NotIssuable:
                return
            self.agenda.add(self._correcting(statement))
            self.agenda.add(self._settling(statement))
            if month in contested:
                self.agenda.add(self._contesting(statement, waits=month == contested[-1]))
            month = following

    def _settling(self, statement: Statement) -> Iterator[datetime]:
        """Pay and reimburse what is older than three months."""
        maker, paid_at = self._maker(statement.contract), statement.issued_at + timedelta(days=20)
        if statement.issued_at > self._now - timedelta(days=100):
            return
        try:
            yield paid_at
            pay_statement(statement, by=maker, at=paid_at)
            yield (back_at := paid_at + timedelta(days=12))
            reimburse_statement(statement, by=maker, at=back_at)
        except NothingDue:
            pass

    def _correcting(self, statement: Statement) -> Iterator[datetime]:
        """Let a contest be accepted, once both vendors agreed that an outage was longer: a note."""
        lines = {line.configuration_id: line for line in statement.lines.all()}
        told = Outage.objects.filter(note=_LONGER.note, configuration__in=lines).first()
        if told is None or _month_of(told) != statement.month:
            return
        maker, line = self._maker(statement.contract), lines[told.configuration_id]
        yield (at := statement.issued_at + timedelta(days=2))
        contest = contest_line(line, reason=_LONGER.contested, by=self._people["bertrand"], at=at)
        yield (at := at + _A_DAY)
        stretches = [Stretch(told.begins_at, told.begins_at + timedelta(minutes=_LONGER.minutes))]
        told = correct_outage(told, stretches, reason=_LONGER.corrected, by=maker, at=at)
        said = whole_outage(told, Responsibility(*map(Decimal, _LONGER.shares)))
        told = propose_responsibility(told, said, by=maker, at=at)
        yield (at := at + _A_DAY)
        accept_responsibility(told, by=self._people[_PUBLISHERS_MANAGER], at=at)
        yield (at := at + _A_DAY)
        accepted = Answer(ContestDecision.ACCEPTED, _LONGER.answered)
        decide_contest(contest, accepted, by=maker, at=at)

    def _contesting(self, statement: Statement, *, waits: bool) -> Iterator[datetime]:
        """Let the client contest the line that owes most; it is refused, or waits."""
        line = statement.lines.order_by("-penalty")[0]
        yield (at := statement.issued_at + timedelta(days=4))
        contest = contest_line(line, reason=_CONTESTED, by=self._people["bertrand"], at=at)
        if not waits:
            yield (at := at + timedelta(days=3))
            refused = Answer(ContestDecision.REFUSED, _REFUSED)
            decide_contest(contest, refused, by=self._maker(statement.contract), at=at)

    def _maker(self, contract: Contract) -> User:
        return self._people[_MANAGERS[contract.agreement.reference]]


def _contested(contract: Contract, until: date, *, now: datetime) -> list[date]:
    """Return the last two months, over by a day, of which a client finds something to contest.

    That of the outage that lasted longer is contested already.
    """
    number, platform = _CONTESTING
    months = {
        _month_ago(told, contract, now=now)
        for told in PAST
        if told.platform == platform and contract.number == number and told.note != _LONGER.note
    }
    return sorted(month for month in months if first_of_month_after(month) <= until)[-2:]


def _month_of(outage: Outage) -> date:
    zone = outage.configuration.contract.zone()
    return outage.begins_at.astimezone(zone).date().replace(day=1)


def _month_ago(told: PastOutage, contract: Contract, *, now: datetime) -> date:
    """Return the first day of the month in which a past outage lies, in its contract's zone."""
    first = now.astimezone(contract.zone()).date().replace(day=1)
    for _month in range(told.months_ago):
        first = (first - _A_DAY).replace(day=1)
    return first
