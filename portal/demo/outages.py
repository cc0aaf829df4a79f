"""Outages and maintenance of the demonstration: of last month and this one, in every state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from contracts.choices import OutageSource
from contracts.models import Configuration, Outage, User
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility
from contracts.use_cases.propose_maintenance import (
    Window,
    accept_maintenance,
    propose_maintenance,
    refuse_maintenance,
)
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    counter_responsibility,
    propose_responsibility,
    settle_responsibility,
)
from contracts.use_cases.record_outage import OutageReport, record_outage
from contracts.use_cases.write_outage import Evidence

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
Percents = tuple[int, int, int, int]
"""Of the manufacturer, the publisher, the client, third parties."""


@dataclass(frozen=True)
class Word:
    """What somebody says of an outage, so many hours after it was over; the last accepts it."""

    after_hours: int
    by: str
    percents: Sequence[Percents]
    evidence: str = ""


@dataclass(frozen=True)
class Down:
    """An outage: of which platform, how long ago, its parts in minutes, what was said of it."""

    on: str
    days_ago: float
    minutes: Sequence[int]
    note: str
    words: Sequence[Word] = ()
    accepted_by: str = ""
    unknown_minutes: int = 0
    source: OutageSource = OutageSource.HAND


@dataclass(frozen=True)
class Work:
    """A window of maintenance: when, proposed how long before it, or before now, who accepts it."""

    on: str
    in_days: float
    hours: float
    note: str
    by: str
    announced_days: float
    accepted_by: Sequence[str] = ()
    refused_by: str = ""
    reason: str = ""


_OURS, _THEIRS = (100, 0, 0, 0), (0, 100, 0, 0)
DOWNS = (
    Down(
        "paie", 40.3, (35, 55), "Bascule du cluster bloquée : le quorum n’a pas suivi.",
        (
            Word(
                20, "ines", (_THEIRS, (50, 0, 50, 0)),
                "Avant 3 h 40, le pilote refuse la bascule ; après, l’arrêt manuel a été retardé "
                "par une coupure de courant annoncée trop tard.",
            ),
        ),
        accepted_by="lea",
    ),
    Down(
        "messagerie", 36.6, (48,), "Contrôleur de disques remplacé à chaud, service arrêté.",
        (Word(8, "ines", (_OURS,), "Le contrôleur était hors tolérance : notre pièce."),),
        source=OutageSource.MONITORING,
    ),
    Down(
        "web", 33.2, (26,), "Web farm unreachable: the carrier’s link was cut by works.",
        (Word(30, "ines", ((0, 0, 0, 100),), "Ticket of the carrier, and our probes."),),
    ),
    Down(
        "paie", 12.4, (95,), "Base de paie suspecte après le correctif.",
        (
            Word(10, "ines", ((10, 90, 0, 0),), "Le journal montre l’erreur dès le correctif."),
            Word(40, "lea", ((60, 40, 0, 0),), "Le cache d’écriture était actif sans batterie."),
        ),
    ),
    Down(
        "messagerie", 15.7, (70,), "Banque d’informations démontée, puis réparée.",
        (
            Word(6, "ines", (_THEIRS,), "Défaut connu du magasin d’informations."),
            Word(30, "samir", ((70, 30, 0, 0),), "Disque plein depuis la veille."),
            Word(52, "ines", ((20, 80, 0, 0),), "Alerte de disque envoyée, elle n’a rien changé."),
            Word(80, "lea", ((50, 50, 0, 0),), "Le service aurait dû s’arrêter proprement."),
            Word(110, "veronique", ((40, 60, 0, 0),)),
        ),
    ),
    Down(
        "lims", 5.5, (40,), "Laboratory database down after a driver update.",
        (Word(9, "ines", ((30, 70, 0, 0),), "The driver is certified with the service pack."),),
        source=OutageSource.MONITORING,
    ),
    Down(
        "paie", 3.6, (25,), "Sondes muettes après la coupure : état inconnu, à vérifier.",
        unknown_minutes=50, source=OutageSource.MONITORING,
    ),
    Down("web", 2.3, (18,), "Farm restarted by hand."),
)  # fmt: skip
WORKS = (
    Work(
        "paie", -32, 4, "Micrologiciel des contrôleurs et correctifs du système.", "helene", 12,
        ("veronique", "bertrand"),
    ),
    Work(
        "messagerie", -9, 2, "Remplacement de l’onduleur.", "ines", 2, ("lea", "claire"),
    ),
    Work(
        "paie", 11, 3, "Bascule de la base de paie sur la nouvelle baie.", "claire", 1,
        ("ines",),
    ),
    Work(
        "web", 8, 1.5, "Certificates and patches, one server after the other.", "sarah", 3,
        ("ines", "lea"),
    ),
    Work(
        "lims", 6, 6, "Service pack on both nodes.", "daniel", 2, ("marc",),
    ),
    Work(
        "messagerie", 4, 5, "Défragmentation hors ligne des banques.", "samir", 3, (), "bertrand",
        "Clôture comptable cette nuit-là : proposez la semaine suivante.",
    ),
)  # fmt: skip


def tell_of_outages(
    platforms: Mapping[str, Configuration], people: Mapping[str, User], *, now: datetime
) -> None:
    """Record outages, let the vendors talk of them, and propose and accept maintenance."""
    for work in WORKS:
        _plan(work, platforms[work.on], people, now=now)
    for down in DOWNS:
        _happen(down, platforms[down.on], people, now=now)


def _happen(down: Down, on: Configuration, people: Mapping[str, User], *, now: datetime) -> None:
    begins = now - down.days_ago * _DAY
    spans: list[Stretch] = []
    for minutes in down.minutes:
        ends = begins + timedelta(minutes=minutes)
        spans.append(Stretch(begins, ends))
        begins = ends
    if down.unknown_minutes:
        until = begins + timedelta(minutes=down.unknown_minutes)
        spans.append(Stretch(begins, until, is_unknown=True))
        begins = until
    report = OutageReport(spans, down.note, down.source)
    made = record_outage(on, report, by=people["ines"], at=begins + _HOUR)
    for word in down.words:
        _say(made, word, spans, people[word.by], at=min(begins + word.after_hours * _HOUR, now))
    if down.accepted_by:
        last = max(word.after_hours for word in down.words)
        at = min(begins + (last + 26) * _HOUR, now)
        accept_responsibility(made, by=people[down.accepted_by], at=at)


def _say(outage: Outage, word: Word, spans: Sequence[Stretch], by: User, *, at: datetime) -> None:
    """Say it in the way that is open: a publisher counters; once two have passed, it is settled."""
    said = [
        Stretch(span.begins, span.ends, Responsibility(*(Decimal(each) for each in percents)))
        for span, percents in zip(_whole(spans), word.percents, strict=True)
    ]
    evidence = Evidence(word.evidence)
    outage.refresh_from_db()
    if outage.state == "to_settle":
        settle_responsibility(outage, said, evidence=evidence, by=by, at=at)
    elif outage.state == "proposed":
        counter_responsibility(outage, said, evidence=evidence, by=by, at=at)
    else:
        propose_responsibility(outage, said, evidence=evidence, by=by, at=at)


def _whole(spans: Sequence[Stretch]) -> list[Stretch]:
    """Return spans in whole seconds, as they are kept."""
    return [
        Stretch(
            each.begins.replace(microsecond=0),
            each.ends.replace(microsecond=0) if each.ends else None,
        )
        for each in spans
    ]


def _plan(work: Work, on: Configuration, people: Mapping[str, User], *, now: datetime) -> None:
    begins = (now + work.in_days * _DAY).replace(minute=0, second=0, microsecond=0)
    is_past = work.in_days < 0
    proposed_at = (begins if is_past else now) - work.announced_days * _DAY
    made = propose_maintenance(
        on,
        Window(begins, begins + work.hours * _HOUR, work.note),
        by=people[work.by],
        at=proposed_at,
    )
    for number, key in enumerate(work.accepted_by, start=1):
        accept_maintenance(made, by=people[key], at=proposed_at + number * 5 * _HOUR)
    if work.refused_by:
        refuse_maintenance(
            made, reason=work.reason, by=people[work.refused_by], at=proposed_at + 7 * _HOUR
        )
