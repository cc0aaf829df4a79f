"""Patterns: a mould written out once as templates, with slots for what a copy has of its own."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from contracts.models import Configuration, Contract, Organisation, SupportNumber
from escalation.models import DueAction
from portal.population import slots
from portal.population.moulds import Mould
from portal.population.sheets import Sheet, Sheets, cell, escaped
from tickets.journal import content_of
from tickets.models import Custody, Incident, IncidentEvent
from tickets.models.custody import LENGTHS
from tickets.rules.chain import written
from tickets.rules.deadlines import NEVER
from tickets.use_cases.open_incident import searched_text


@dataclass(frozen=True)
class Pattern:
    """A mould as templates, and the instants at which its slots of time stand."""

    mould: Mould
    instants: Sequence[datetime]
    incident: str
    events: Sequence[tuple[str, str]]
    comments: str
    legs: str
    followed: str
    news: str
    due: str
    custody: str


def pattern_of(mould: Mould, sheets: Sheets) -> Pattern:
    """Write a mould out; each event as its sealed content and as its row."""
    writer = _Writer(mould)
    events = [writer.event(each, sheets) for each in mould.events]
    incident = writer.rows(sheets.incidents, [mould.incident])
    comments = writer.rows(sheets.comments, mould.comments)
    legs = writer.rows(sheets.legs, mould.legs)
    followed = writer.rows(sheets.followed, mould.followed)
    news = writer.rows(sheets.news, mould.news)
    due = writer.rows(sheets.due, mould.due)
    custody = writer.rows(sheets.custody, mould.custody)
    instants = list(writer.instants)
    return Pattern(mould, instants, incident, events, comments, legs, followed, news, due, custody)


class _Writer:
    """Knows what of a mould becomes a slot."""

    def __init__(self, mould: Mould) -> None:
        self.instants: dict[datetime, int] = {}
        self._mould = mould
        incident = mould.incident
        self._keys: Mapping[str, Mapping[Any, str]] = {
            "incident": {incident.pk: "incident"},
            "event": {each.pk: f"event{each.sequence}" for each in mould.events},
            "leg": {each.pk: f"leg{each.pk}" for each in mould.legs},
            "person": {each.pk: f"person{each.pk}" for each in mould.people},
            "client": {incident.client_id: "client"},
            "contract": {incident.contract_id: "contract"},
            "terms": {incident.terms_id: "terms"},
            "configuration": {incident.configuration_id: "configuration"},
            "revision": {incident.revision_id: "revision"},
            "comment": {each.pk: f"comment{each.pk}" for each in mould.comments},
        }
        self._words: dict[str, str] = {
            **{str(each.pk): slots.text(f"comment{each.pk}") for each in mould.comments},
            **{each.name: slots.text(f"name{each.pk}") for each in mould.people},
            **{leg.case_number: slots.text(f"case{leg.pk}") for leg in mould.legs},
            **{leg.support_number: slots.text("number") for leg in mould.legs},
        }
        self._words.pop("", None)

    def rows(self, sheet: Sheet, rows: Sequence[Model]) -> str:
        """Return the template of all rows of a sheet."""
        return "\n".join(self._row(sheet, row) for row in rows)

    def event(self, event: IncidentEvent, sheets: Sheets) -> tuple[str, str]:
        """Return what is sealed of an event, and its row."""
        made = copy(event)
        made.detail = self._detail(event)
        content = {
            name: self._slot(_REFERENCES.get(name, ""), value)
            for name, value in content_of(made).items()
        }
        made.previous_hash, made.hash = slots.text("previous"), slots.text("hash")
        return slots.template(written(content)), self._row(sheets.events, made)

    def _row(self, sheet: Sheet, row: Model) -> str:
        own = self._own(row)
        cells = [
            own[field.attname]
            if field.attname in own
            else cell(self._slot(_kind(row, field), getattr(row, field.attname)), field)
            for field in sheet.fields
        ]
        return slots.template("\t".join(cells))

    def _slot(self, kind: str, value: Any) -> Any:
        """Return the slot that a value becomes, or the value itself."""
        if isinstance(value, datetime):
            return value if value == NEVER else self._instant(value)
        if kind:
            name = self._keys.get(kind, {}).get(value)
            return value if name is None else slots.number(name)
        return self._words.get(value, value) if isinstance(value, str) else value

    def _instant(self, at: datetime) -> str:
        return slots.text(f"at{self.instants.setdefault(at, len(self.instants))}")

    def _detail(self, event: IncidentEvent) -> dict[str, Any]:
        """Return an event's detail with slots for its keys, people, words and instants."""
        detail: dict[str, Any] = {}
        for key, value in event.detail.items():
            if isinstance(value, str) and key.endswith("_at"):
                detail[key] = self._instant(datetime.fromisoformat(value))
            elif key == "files":
                detail[key] = 0  # a copy has no attachments
            else:
                detail[key] = self._slot(_REFERENCES_OF_DETAILS.get(key, ""), value)
        return detail

    def _own(self, row: Model) -> dict[str, str]:
        """Return the cells that are assembled anew for each copy."""
        if isinstance(row, DueAction) and row.escalation_id:
            leg = slots.number(f"leg{row.escalation_id}")
            return {"key": row.key.replace(f"leg:{row.escalation_id}:", f"leg:{leg}:")}
        if isinstance(row, Custody):
            return {name: slots.text(name) for name in ("month", *LENGTHS)}
        if not isinstance(row, Incident):
            return {}
        own = {
            "title": f"{escaped(row.title[:150])} ({slots.text('host')})",
            "description": f"{escaped(row.description)} {slots.text('more')}",
            "search_text": escaped(_searched(row)),
            "last_hash": slots.text("hash"),
        }
        if row.vendor_text:
            own["vendor_text"] = slots.text("cases")
        return own


def _searched(incident: Incident) -> str:
    """Let the house assemble what is searched, with slots for what differs from copy to copy."""
    names = ("system", "host_folded", "digits", "client_name", "more_folded")
    marks = {name: f"slot0{name.replace('_', '')}0slot" for name in names}  # words, for the house
    configuration = Configuration(name=marks["system"], host=marks["host_folded"])
    configuration.support_number = SupportNumber(digits=marks["digits"])
    searched = searched_text(
        Incident(
            title=incident.title,
            description=f"{incident.description} {marks['more_folded']}",
            external_reference=incident.external_reference,
            configuration=configuration,
            contract=Contract(client=Organisation(name=marks["client_name"])),
        )
    )
    for name, mark in marks.items():
        searched = searched.replace(mark, slots.text(name))
    return searched


def _kind(row: Model, field: Any) -> str:
    """Return which slot a column takes, by the table that it names."""
    if field.primary_key:
        return _TABLES.get(type(row).__name__, "")
    related = field.related_model
    return _TABLES.get(related.__name__, "") if isinstance(related, type) else ""


_TABLES = {
    "Incident": "incident",
    "Custody": "incident",
    "IncidentEvent": "event",
    "Escalation": "leg",
    "Comment": "comment",
    "User": "person",
    "Organisation": "client",
    "Contract": "contract",
    "Terms": "terms",
    "Configuration": "configuration",
    "Revision": "revision",
}
_REFERENCES = {"incident": "incident", "by": "person", "organisation": "client"}
_REFERENCES_OF_DETAILS = {"escalation": "leg", "to": "person"}
