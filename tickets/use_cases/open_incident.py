"""Open an incident: judged, classified, routed, written, whatever door it came by."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.access import may_open_for, may_open_under
from contracts.choices import Impact, Kind
from contracts.models import Configuration, Contract, Product, Revision, RevisionItem, User
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors import revision_in_force
from contracts.use_cases.hold_place import contract_at, hold_place
from tickets import journal
from tickets.choices import Audience, Channel, EventKind, Queue
from tickets.models import Incident
from tickets.rules.folding import words_of
from tickets.rules.priorities import priority_of
from tickets.rules.titles import first_words, read_by_router
from tickets.selectors.guarantee import outside_guarantee
from tickets.selectors.routing import guess_of
from tickets.use_cases.keep_time import settle_due, start_clocks
from tickets.use_cases.stated_instants import why_impossible
from tickets.use_cases.tell_outage import tell_opened

SEARCHED_LENGTH = 20_000
DESCRIPTION_LENGTH = 100_000


@dataclass(frozen=True)
class IncidentReport:
    """What somebody tells us before it is an incident; every door makes the same."""

    contract: Contract
    description: str
    impact: Impact
    channel: Channel
    configuration: Configuration | None = None
    title: str = ""
    down_since: datetime | None = None
    contact_name: str = ""
    contact_phone: str = ""
    product: Product | None = None
    item: RevisionItem | None = None
    on_behalf_of: str = ""
    called_at: datetime | None = None
    external_reference: str = ""

    @property
    def item_kind(self) -> str:
        """Whether the item or product named is hardware or software; empty where none is."""
        named = self.item.product if self.item else self.product
        return named.kind if named else ""


@transaction.atomic
def open_incident(report: IncidentReport, *, by: User, at: datetime) -> Incident:
    """Open an incident and route it; it is never refused for being outside the guarantee.

    :raises Forbidden: a publisher or an operator, who open none.
    :raises Invalid: something is missing or impossible; ``errors`` says where.
    """
    report = _with_caller(report, by=by)
    _refuse_impossible(report, by=by, at=at)
    report = _on_its_place(report, at=at)
    # A phoned incident begins with the call: clocks, the guarantee and the revision that it keeps
    # for ever go by that one instant, so that a late filing neither gains nor loses anything.
    began_at = report.called_at or at
    revision = None
    if report.configuration is not None:
        revision = revision_in_force(report.configuration, began_at)
    _refuse_other_item(report.item, revision)
    incident = _drafted(report, revision, by=by, at=at)
    text = read_by_router(incident.title, incident.description)
    found = guess_of(text, under=report.contract.agreement, item=report.item_kind)
    if found is not None:
        incident.queue = found.queue
        incident.label = "" if found.says_nothing else found.label
        incident.confidence, incident.classifier = found.confidence, found.model
        incident.lang = found.lang
        incident.reasons = [
            {"term": r.term, "weight": r.weight, "signal": r.signal} for r in found.reasons
        ]
    incident.first_queue = incident.queue
    start_clocks(incident)
    settle_due(incident, None)
    incident.search_text = searched_text(incident)
    incident.save(force_insert=True)
    _write_down(incident, by=by, at=at)
    tell_opened(incident, by=by, at=at)
    return incident


def _with_caller(report: IncidentReport, *, by: User) -> IncidentReport:
    """Name whom to call back: the caller, never the agent who took the call.

    A client's own person is named only where it need not be somebody reachable round the clock.
    """
    name, phone = report.contact_name.strip(), report.contact_phone.strip()
    if by.kind != Kind.CLIENT:
        name = name or report.on_behalf_of.strip()
    elif report.impact != Impact.OUTAGE:
        name, phone = name or by.name, phone or by.phone
    return replace(report, contact_name=name, contact_phone=phone)


def _refuse_other_item(item: RevisionItem | None, revision: Revision | None) -> None:
    """Refuse an item that is not of the revision in force when the incident began.

    :raises Invalid: so it is; one of somebody else is told in the same words.
    """
    if item is not None and (revision is None or item.revision_id != revision.pk):
        sentence = _("None of this system’s items in force is this one.")
        raise Invalid(sentence, errors={"item": [sentence]})


def _on_its_place(report: IncidentReport, *, at: datetime) -> IncidentReport:
    """Judge by the contract under which the system stood when the incident began.

    :raises Invalid: the system was retired meanwhile.
    """
    if report.configuration is None:
        return report
    held = hold_place(report.configuration.pk)
    if errors := _wrong_if_retired(held, at=at):
        raise Invalid(_("Some answers are missing or cannot be right."), errors=errors)
    if held.contract_id == report.contract.pk and report.called_at is None:
        return report
    return replace(report, contract=contract_at(held, report.called_at or at))


def _drafted(
    report: IncidentReport, revision: Revision | None, *, by: User, at: datetime
) -> Incident:
    agreement, began_at = report.contract.agreement, report.called_at or at
    return Incident(
        client_id=report.contract.client_id,
        agreement=agreement,
        manufacturer=agreement.manufacturer,
        publisher=agreement.publisher,
        contract=report.contract,
        terms=report.contract.terms_at(began_at),
        configuration=report.configuration,
        revision=revision,
        product=report.product,
        item=report.item,
        title=report.title.strip() or first_words(report.description),
        description=report.description.strip(),
        impact=report.impact,
        down_since=report.down_since,
        contact_name=report.contact_name,
        contact_phone=report.contact_phone,
        channel=report.channel,
        external_reference=report.external_reference,
        outside_guarantee=outside_guarantee(
            report.contract, report.configuration, revision, at=began_at
        ),
        queue=Queue.TRIAGE,
        priority=priority_of(report.impact, forced_by=None),
        opened_at=at,
        opened_by=by,
        on_behalf_of=report.on_behalf_of,
        called_at=report.called_at,
    )


def _write_down(incident: Incident, *, by: User, at: datetime) -> None:
    journal.record(
        incident,
        EventKind.OPENED,
        by=by,
        at=at,
        audience=Audience.CLIENT,
        impact=incident.impact,
        channel=incident.channel,
        outside_guarantee=incident.outside_guarantee,
    )
    journal.record(
        incident,
        EventKind.ROUTED,
        by=None,
        at=at,
        audience=Audience.VENDORS,
        to=incident.queue,
        label=incident.label,
        confidence=incident.confidence,
        reasons=incident.reasons,
        classifier=incident.classifier,
    )


def searched_text(incident: Incident) -> str:
    """Return the folded words under which an incident is found; all may read all of them."""
    configuration = incident.configuration
    named = []
    if configuration is not None:
        number = getattr(configuration, "support_number", None)
        named = [configuration.name, configuration.host, number.digits if number else ""]
    if (item := incident.item) is not None:
        named += [str(item.product), item.host, item.serial_number]
    parts = [
        incident.title,
        *named,
        incident.contract.client.name,
        incident.external_reference,
        incident.description,
    ]
    return " ".join(words_of(" ".join(filter(None, parts))))[:SEARCHED_LENGTH]


def see_that_may_open(user: User) -> None:
    """Refuse those who open no incident anywhere.

    :raises Forbidden: a publisher or an operator.
    """
    if user.kind not in {Kind.CLIENT, Kind.MANUFACTURER}:
        raise Forbidden(_("Only a client or its manufacturer opens an incident."))


def _refuse_impossible(report: IncidentReport, *, by: User, at: datetime) -> None:
    see_that_may_open(by)
    errors: dict[str, list[str]] = {}
    if not report.description.strip():
        errors["description"] = [_("Describe in one sentence what you see.")]
    elif len(report.description) > DESCRIPTION_LENGTH:
        errors["description"] = [
            _("This text is too long. Attach it as a file once the incident is open.")
        ]
    if report.impact == Impact.OUTAGE:
        errors |= _missing_for_outage(report)
    errors |= _wrong_instants(report, by=by, at=at)
    errors |= _wrong_place(report, by=by, at=at)
    if errors:
        raise Invalid(_("Some answers are missing or cannot be right."), errors=errors)


def _wrong_instants(report: IncidentReport, *, by: User, at: datetime) -> dict[str, list[str]]:
    errors = {}
    for field, instant in (("down_since", report.down_since), ("called_at", report.called_at)):
        if instant is not None and (reason := why_impossible(instant, at=at)):
            errors[field] = [reason]
    if report.called_at is not None and by.kind == Kind.CLIENT:
        errors["called_at"] = [_("The agent who took the call says when it was.")]
    return errors


def _missing_for_outage(report: IncidentReport) -> dict[str, list[str]]:
    errors = {}
    if report.down_since is None:
        errors["down_since"] = [_("Say since when everything is down.")]
    return errors | missing_of_contact(report.contact_name, report.contact_phone)


def missing_of_contact(name: str, phone: str) -> dict[str, list[str]]:
    """Return what an outage's contact lacks, beside its fields."""
    errors = {}
    if not name.strip():
        errors["contact_name"] = [_("Name somebody whom we can reach round the clock.")]
    if not phone.strip():
        errors["contact_phone"] = [_("Give a phone number at which we can call back.")]
    return errors


def _wrong_place(report: IncidentReport, *, by: User, at: datetime) -> dict[str, list[str]]:
    configuration = report.configuration
    if not may_open_under(by, report.contract):
        return {"contract": [_("Choose one of your contracts.")]}
    if report.contract.approved_at is None:
        return {"contract": [_("Both vendors have not approved this contract yet.")]}
    return {} if configuration is None else _wrong_system(configuration, report, by=by, at=at)


def _wrong_system(
    configuration: Configuration, report: IncidentReport, *, by: User, at: datetime
) -> dict[str, list[str]]:
    if not may_open_for(by, configuration) or configuration.contract_id != report.contract.pk:
        return {"configuration": [_("Choose one of the systems listed.")]}
    return _wrong_if_retired(configuration, at=at)


def _wrong_if_retired(configuration: Configuration, *, at: datetime) -> dict[str, list[str]]:
    if configuration.retired_at is not None and configuration.retired_at <= at:
        return {"configuration": [_("This system is no longer under contract.")]}
    return {}
