"""What waits at the counter: change notices and proposals of the demonstration, and their end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.choices import RevisionAudience
from contracts.models import Configuration, Product, Revision, User
from contracts.selectors import items_of, last_signed
from contracts.use_cases.comment_on_revision import comment_on_revision
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.end_revision import refuse_revision
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from portal.demo.platforms import Part

ALL, VENDORS = RevisionAudience.ALL, RevisionAudience.VENDORS


@dataclass(frozen=True)
class Remark:
    """What somebody wrote under a proposal, so many hours after it was made."""

    after_hours: int
    by: str
    audience: RevisionAudience
    body: str


@dataclass(frozen=True)
class Change:
    """A proposal: by whom, since when, what takes the place of what, and what became of it."""

    on: str
    by: str
    hours_ago: int
    effective_in_days: int
    note: str
    way_back: str
    without: Sequence[str]
    parts: Sequence[Part]
    signed_by: Sequence[str] = ()
    refused_by: str = ""
    reason: str = ""
    remarks: Sequence[Remark] = ()


CHANGES = (
    Change(
        on="paie",
        by="claire",
        hours_ago=44,
        effective_in_days=9,
        note="La baie RA4100 est pleine à 91 % : passage de la base de paie sur une MA8000, "
        "et mise en miroir des disques locaux.",
        way_back="La RA4100 reste câblée une semaine. Revenir : arrêter le cluster, rebrancher la "
        "RA4100, restaurer le journal depuis la bande de la veille. Une heure et demie.",
        without=("StorageWorks RA4100",),
        parts=(Part("StorageWorks MA8000", 1, "D052MA8K0077", "", "baie partagée"),),
        signed_by=("helene",),
        remarks=(
            Remark(3, "veronique", VENDORS, "Quel micrologiciel pour les HSG80 ? Le pilote "
                   "certifié avec le SP2 demande la version 8.5."),
            Remark(6, "ines", VENDORS, "8.5F, monté à Nanterre avant la livraison."),
            Remark(20, "veronique", ALL, "Une sauvegarde complète de la base est-elle prévue la "
                   "veille de la bascule ?"),
            Remark(22, "claire", ALL, "Oui, la nuit du vendredi, vérifiée le samedi matin."),
        ),
    ),
    Change(
        on="messagerie",
        by="ines",
        hours_ago=20,
        effective_in_days=4,
        note="Seconde bibliothèque de sauvegarde : la fenêtre de nuit ne suffit plus.",
        way_back="",
        without=(),
        parts=(Part("StorageWorks DLT library", 1, "TL895-0551", "", "sauvegarde, seconde"),),
    ),
    Change(
        on="web",
        by="sarah",
        hours_ago=150,
        effective_in_days=2,
        note="A fourth server in the web farm before the spring catalogue.",
        way_back="Take WEB-HAL-04 out of load balancing; nothing else depends on it.",
        without=(),
        parts=(Part("ProLiant DL380", 1, "8J20DSW7A377", "WEB-HAL-04", "web farm"),),
    ),
    Change(
        on="lims",
        by="james",
        hours_ago=400,
        effective_in_days=-10,
        note="One node less, to lend it to the test laboratory over the summer.",
        way_back="Rack it again and join it to the cluster. Half a day.",
        without=("ProLiant DL580",),
        parts=(Part("ProLiant DL580", 1, "J101DLW2H340", "SQL-HAL-01", "single node"),),
        refused_by="helene",
        reason="With a single node, 99.9 % cannot be promised: a failure would last until a "
        "technician is on site. Lend the spare server instead, or lower the target first.",
    ),
)  # fmt: skip


def declare_changes(
    platforms: Mapping[str, Configuration],
    people: Mapping[str, User],
    products: Mapping[str, Product],
    *,
    now: datetime,
) -> None:
    """Propose each change, and do with it what people did since."""
    for change in CHANGES:
        at = now - timedelta(hours=change.hours_ago)
        proposed = propose_revision(
            platforms[change.on],
            _items(change, last_signed(platforms[change.on]), products),
            Plan(change.note, now + timedelta(days=change.effective_in_days), change.way_back),
            by=people[change.by],
            at=at,
        )
        for remark in change.remarks:
            comment_on_revision(
                proposed,
                remark.audience,
                body=remark.body,
                by=people[remark.by],
                at=at + timedelta(hours=remark.after_hours),
            )
        _answer(proposed, change, people, at=at + timedelta(hours=8))


def _items(change: Change, base: Revision | None, products: Mapping[str, Product]) -> list[Item]:
    """Return what stands, without what goes, and with what comes."""
    standing = items_of(base) if base else ()
    kept = [
        Item(
            product=each.product,
            quantity=each.quantity,
            serial_number=each.serial_number,
            host=each.host,
            role=each.role,
            site=each.site,
        )
        for each in standing
        if each.product.name not in change.without
    ]
    new = [
        Item(products[part.product], part.quantity, part.serial, part.host, part.role)
        for part in change.parts
    ]
    return kept + new


def _answer(
    proposed: Revision, change: Change, people: Mapping[str, User], *, at: datetime
) -> None:
    for key in change.signed_by:
        sign_off_revision(proposed, by=people[key], at=at)
    if change.refused_by:
        refuse_revision(proposed, reason=change.reason, by=people[change.refused_by], at=at)
