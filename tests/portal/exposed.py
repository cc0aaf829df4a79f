"""What the isolation tests look for: an incident, a configuration, a contract full of words."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from contracts.choices import EventKind, Party, RevisionAudience
from contracts.models import ContractEvent, GuaranteeRequest, Revision
from contracts.rules.guarantee import Wish
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import all_of
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from contracts.use_cases.comment_on_revision import comment_on_revision
from contracts.use_cases.contest_line import contest_line
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.hand_over_duty import leave_note
from contracts.use_cases.issue_feed import issue_feed
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.override_duty import Period, override_duty
from contracts.use_cases.propose_maintenance import Window, propose_maintenance
from contracts.use_cases.propose_responsibility import propose_responsibility, whole_outage
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.record_outage import OutageReport, record_outage
from contracts.use_cases.swap_duty import ask_swap
from contracts.use_cases.write_outage import Evidence
from escalation.use_cases.follow_event import follow_event
from escalation.use_cases.follow_register import follow_register
from tests.cast import House
from tests.contracts.web.offering import amendment
from tests.factories import contracts, rosters, tickets, underpinnings
from tests.factories.contracts import MORNING
from tickets.choices import Audience
from tickets.models import Attachment, Incident
from tickets.use_cases.converse import add_comment
from tickets.use_cases.save_draft import save_draft
from tickets.use_cases.work_escalation import acknowledge_escalation

LATER = MORNING + timedelta(minutes=3)


@dataclass(frozen=True)
class Exposed:
    """A client's escalated incident, with a word of its own in every text."""

    incident: Incident
    attachments: list[Attachment]
    values: dict[str, Any]


def expose(house: House) -> Exposed:
    """Let the cast write a word of its own wherever something can be written."""
    opened = tickets.incident(
        house.payroll,
        house.clara,
        title="quaggatitle",
        description=f"quaggadescription {tickets.SOFTWARE_WORDS}",
        contact_name="quaggacontact",
    )
    incident = tickets.escalated(opened, by=house.hank)
    acknowledge_escalation(incident, case_number="quaggacase", by=house.mia, at=LATER)
    files = []
    for audience, by, word in (
        (Audience.CLIENT, house.hank, "quaggaforclient"),
        (Audience.VENDORS, house.hank, "quaggaforvendors"),
        (Audience.INTERNAL, house.hank, "quaggaowner"),
        (Audience.INTERNAL, house.mia, "quaggapartner"),
    ):
        upload = SimpleUploadedFile(f"{word}.txt", word.encode())
        comment = add_comment(
            incident, audience=audience, body=word, files=[upload], by=by, at=LATER
        )
        files.append(comment.attachments.get())
        save_draft(by, place=f"{incident.reference}:{audience}", body=word, at=LATER)
    for event in incident.events.order_by("pk"):
        follow_event(event.pk, at=LATER)
    leg = incident.escalations.get()
    revision = proposed(house)
    offered = amendment(house, note="quaggaforvendors")
    underpinned(house)
    return Exposed(
        incident,
        files,
        {
            "reference": incident.reference,
            "number": str(house.payroll.support_number),
            "text": str(house.payroll.support_number),
            "key": str(house.payroll.pk),
            "configuration": house.payroll.pk,
            "contract": house.contract.number,
            "agreement": house.agreement.reference,
            "escalation": leg.pk,
            "guarantee": wished(house).pk,
            "audience": "client",
            "view": "all",
            "revision": revision.number,
            "other": 1,
            "version": offered.number,
            "product": house.agreement.products.filter(vendor=house.compaq).get().pk,
            "token": 1,
            "passport": contracts.passport_token(house.payroll, at=timezone.now()),
            "uidb36": "1",
            **on_duty(house),
            "month": stated(house),
            "year": timezone.localdate().year,
            **down(house),
        },
    )


def proposed(house: House) -> Revision:
    """Return a proposal with a word of its own, and what the vendors say of it to each other."""
    items = [Item(each) for each in house.agreement.products.all()]
    plan = Plan("quaggadescription", LATER)
    revision = propose_revision(house.payroll, items, plan, by=house.hank, at=LATER)
    comment_on_revision(
        revision, RevisionAudience.VENDORS, body="quaggaforvendors", by=house.hank, at=LATER
    )
    return revision


def underpinned(house: House) -> None:
    """Let the vendors promise each other, with a word of theirs, in as many versions as offers."""
    underpinnings.agreed(house.agreement, by=house.max, note="quaggaforvendors")
    underpinnings.proposed(
        house.agreement,
        by=house.max,
        note="quaggaforvendors",
        valid_from=timezone.localdate() + timedelta(days=40),
    )


def on_duty(house: House) -> dict[str, Any]:
    """Return a roster of the owner's, with its own word wherever one can be written."""
    at = timezone.now()
    roster = rosters.roster(house.agreement, house.hank)
    period = Period(house.helen.pk, at + timedelta(days=1), at + timedelta(days=2), "quaggaowner")
    swap = ask_swap(roster, period, by=house.hank, at=at)
    override = override_duty(roster, period, by=house.helen, at=at)
    leave_note(roster, text="quaggaowner", by=house.hank, at=at)
    link, _ = issue_feed(roster, by=house.hank, at=at)
    return {
        "roster": roster.pk,
        "rotation": roster.rotations.get().pk,
        "override": override.pk,
        "swap": swap.pk,
        "link": link.pk,
        "secret": "gcf_nobody-knows-this",
    }


def down(house: House) -> dict[str, Any]:
    """Return an outage of which the vendors talk, with a word of theirs, and planned work."""
    segments = [Stretch(MORNING - timedelta(hours=2), MORNING - timedelta(hours=1))]
    report = OutageReport(segments, "quaggaforvendors")
    outage = record_outage(house.payroll, report, by=house.hank, at=LATER)
    said = whole_outage(outage, all_of(Party.PUBLISHER))
    evidence = Evidence("quaggaforvendors")
    propose_responsibility(outage, said, evidence=evidence, by=house.hank, at=LATER)
    window = Window(LATER + timedelta(days=9), LATER + timedelta(days=10), "quaggadescription")
    planned = propose_maintenance(house.payroll, window, by=house.hank, at=LATER)
    for event in ContractEvent.objects.filter(detail__outage=outage.pk):
        follow_register(event.pk, at=LATER)
    return {"outage": outage.pk, "maintenance": planned.pk}


def wished(house: House) -> GuaranteeRequest:
    """Return what the client asks to be guaranteed, with a word of its own in every text."""
    wish = Wish("quaggaplatform", "quaggahours", Decimal("99.9"), note="quagganote")
    request = ask_for_guarantee(house.agreement, wish, by=house.clara, at=LATER)
    for event in ContractEvent.objects.filter(kind=EventKind.GUARANTEE_REQUESTED):
        follow_register(event.pk, at=LATER)
    return request


def stated(house: House) -> str:
    """Return the month of an issued statement that the client contests, with a word of its own."""
    issued = issue_statement(house.contract, date(2026, 1, 1), by=house.helen, at=MORNING)
    contest_line(issued.lines.get(), reason="quaggadescription", by=house.clara, at=LATER)
    for event in ContractEvent.objects.filter(kind__startswith="statement."):
        follow_register(event.pk, at=LATER)
    return issued.key
