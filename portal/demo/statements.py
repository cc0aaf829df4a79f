"""What the demonstration's months came to: issued, paid, reimbursed, one contested, drafts."""

from collections.abc import Mapping, Sequence
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

_BEFORE_STORIES = timedelta(days=75)
"""The stories lie in the days since: what happened in them is not issued before they are told."""
_A_DAY = timedelta(days=1)
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
    """What a contest brought to light of an outage, by its note: it lasted so many minutes."""

    note: str
    minutes: int
    shares: tuple[int, int, int, int]
    contested: str
    corrected: str
    answered: str


_LONGER = Longer(
    "Base suspecte après bascule",
    445,
    (30, 70, 0, 0),
    "La base est remontée à 7 h 40, mais en lecture seule : aucune saisie n’a été possible avant "
    "10 h 45.",
    "Le journal de la base donne 10 h 45 pour la fin de la lecture seule.",
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
    issued = [
        statement
        for contract in contracts.values()
        for statement in _issued(contract, people, until=now - _BEFORE_STORIES)
    ]
    _correct(people)
    for statement in issued:
        _settle(statement, people, now=now)
    _contest(people, now=now)


def _record(
    told: PastOutage,
    platform: Configuration,
    people: Mapping[str, User],
    *,
    now: datetime,
) -> None:
    zone = platform.contract.zone()
    day = _months_before(now.astimezone(zone).date(), told.months_ago).replace(day=told.day)
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


def _issued(
    contract: Contract, people: Mapping[str, User], *, until: datetime
) -> Sequence[Statement]:
    """Issue month after month, the third of the next one at ten, while nothing is missing."""
    maker = people[_MANAGERS[contract.agreement.reference]]
    found: list[Statement] = []
    month = first_to_issue(contract)
    while first_of_month_after(month) <= contract.day_of(until):
        day = first_of_month_after(month) + 2 * _A_DAY
        at = datetime.combine(day, time(10), contract.zone())
        try:
            found.append(issue_statement(contract, month, by=maker, at=at))
        except NotIssuable:
            break
        month = first_of_month_after(month)
    return found


def _settle(statement: Statement, people: Mapping[str, User], *, now: datetime) -> None:
    """Pay and reimburse what is older than three months."""
    maker = people[_MANAGERS[statement.agreement.reference]]
    paid_at = statement.issued_at + timedelta(days=20)
    if statement.issued_at > now - timedelta(days=100):
        return
    try:
        pay_statement(statement, by=maker, at=paid_at)
        reimburse_statement(statement, by=maker, at=paid_at + timedelta(days=12))
    except NothingDue:
        pass


def _correct(people: Mapping[str, User]) -> None:
    """Let a contest be accepted, once both vendors agreed that an outage was longer: a note."""
    outage = Outage.objects.filter(note=_LONGER.note).first()
    if outage is None:
        return
    client, maker = people["bertrand"], people["helene"]
    held = outage.configuration
    month = outage.begins_at.astimezone(held.contract.zone()).date().replace(day=1)
    line = held.statement_lines.filter(statement__month=month).first()
    if line is None:
        return
    at = line.statement.issued_at + timedelta(days=2)
    contest = contest_line(line, reason=_LONGER.contested, by=client, at=at)
    ends_at = outage.begins_at + timedelta(minutes=_LONGER.minutes)
    stretches = [Stretch(outage.begins_at, ends_at)]
    outage = correct_outage(outage, stretches, reason=_LONGER.corrected, by=maker, at=at + _A_DAY)
    said = whole_outage(outage, Responsibility(*map(Decimal, _LONGER.shares)))
    outage = propose_responsibility(outage, said, by=maker, at=at + _A_DAY)
    accept_responsibility(outage, by=people[_PUBLISHERS_MANAGER], at=at + 2 * _A_DAY)
    accepted = Answer(ContestDecision.ACCEPTED, _LONGER.answered)
    decide_contest(contest, accepted, by=maker, at=at + 3 * _A_DAY)


def _contest(people: Mapping[str, User], *, now: datetime) -> None:
    """Let a client contest the last two months that owe something: one refused, one waits."""
    owing = Statement.objects.filter(penalty__gt=0, contract__number="CM-0417")
    client, maker = people["bertrand"], people["helene"]
    for place, statement in enumerate(owing.order_by("-month")[:2]):
        line = statement.lines.order_by("-penalty")[0]
        at = statement.issued_at + timedelta(days=4)
        contest = contest_line(line, reason=_CONTESTED, by=client, at=at)
        if place:
            refused = Answer(ContestDecision.REFUSED, _REFUSED)
            decide_contest(contest, refused, by=maker, at=at + timedelta(days=3))


def _months_before(day: date, months: int) -> date:
    first = day.replace(day=1)
    for _month in range(months):
        first = (first - _A_DAY).replace(day=1)
    return first
