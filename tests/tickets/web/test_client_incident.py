"""An incident's page as its client reads it: plain words, and nothing that is not the client's."""

import re

from django.test import Client
from django.utils import timezone

from contracts.models import Organisation, User
from tests.cast import House
from tests.factories import contracts, tickets
from tests.tickets.web.reading import clock_of, hide_the_holder, page_of, without_tokens
from tickets.choices import Audience, Outside, Status
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.converse import add_comment
from tickets.use_cases.move_incident import (
    close_incident,
    resolve_incident,
    restore_incident,
    wait_for_client,
)
from tickets.use_cases.work_escalation import acknowledge_escalation


def test_a_new_incident_says_who_calls_back_and_by_when(
    at_home: Client, house: House, fresh: Incident
) -> None:
    page = page_of(at_home, fresh)

    assert fresh.respond_due_at is not None
    due = clock_of(fresh, fresh.respond_due_at)
    assert re.search(rf"An engineer of Compaq calls you back before {due}\.", page)
    assert "Compaq has it" in page
    assert str(house.payroll.support_number) in page
    assert f'data-copy="{fresh.reference}"' in page


def test_a_promise_that_was_missed_is_said(at_home: Client, incident: Incident) -> None:
    page = page_of(at_home, incident)

    assert "We are late with the promised call." in page
    assert "call 01 99 00 24 24 with your support number." in page


def test_the_number_to_call_is_of_the_incidents_manufacturer(at_home: Client, house: House) -> None:
    Organisation.objects.filter(pk=house.rival.pk).update(hotline="01 99 00 99 99")
    other = contracts.contract("HP-0009", house.vauquelin, house.rival_payroll.contract.agreement)
    mail = contracts.configuration("Mail", other, signed_by=None)

    aside = page_of(at_home, tickets.incident(mail, house.clara)).split('id="client-aside"')[1]

    assert 'href="tel:0199009999"' in aside
    assert "Call HP" in aside


def test_who_and_what_are_whole_sentences(at_home: Client, house: House, fresh: Incident) -> None:
    Incident.objects.filter(pk=fresh.pk).update(outside_guarantee=Outside.DATES)
    unassigned = page_of(at_home, fresh)
    assign_incident(fresh, to=house.hank, by=house.hank, at=timezone.now())
    assigned = page_of(at_home, fresh)

    for page in (unassigned, assigned):
        assert "Compaq, stays your contact" in page
    assert "R1, signed by both vendors" in assigned
    assert (
        "<b>Outside the guarantee:</b> the contract does not run on that day. "
        "We handle it all the same."
    ) in assigned


def test_the_publishers_turn_is_named_with_its_engineer(
    at_home: Client, house: House, fresh: Incident
) -> None:
    escalated = tickets.escalated(fresh, by=house.hank, at=fresh.opened_at)
    acknowledge_escalation(escalated, case_number="SRX7", by=house.mia, at=timezone.now())
    add_comment(
        escalated,
        audience=Audience.CLIENT,
        body="We read the dump.",
        files=[],
        by=house.mia,
        at=timezone.now(),
    )

    page = page_of(at_home, escalated)

    assert "Microsoft has it" in page
    assert "Mia Okafor is working on it." in page
    assert "Handed to Microsoft" in page
    assert "We read the dump." in page
    assert "Next news before" in page


def test_neither_priority_nor_level_nor_case_nor_hash_is_the_clients(
    at_home: Client, house: House, fresh: Incident
) -> None:
    escalated = tickets.escalated(fresh, by=house.hank, at=fresh.opened_at)
    acknowledge_escalation(escalated, case_number="SRX7", by=house.mia, at=timezone.now())
    for audience in (Audience.VENDORS, Audience.INTERNAL):
        add_comment(
            escalated,
            audience=audience,
            body="quaggasecret",
            files=[],
            by=house.hank,
            at=timezone.now(),
        )

    page = page_of(at_home, escalated)
    main = without_tokens(page[page.index("<main") : page.index("</main>")])

    escalated.refresh_from_db()
    for hidden in ("SRX7", "quaggasecret", "P1", "high priority forced", "/R1", "level"):
        assert hidden.lower() not in main.lower()
    assert escalated.last_hash not in page


def test_an_agreement_that_hides_the_holder_is_obeyed_all_over_the_page(
    at_home: Client, house: House, fresh: Incident
) -> None:
    hide_the_holder(house)
    escalated = tickets.escalated(fresh, by=house.hank, at=fresh.opened_at)
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=timezone.now())
    add_comment(
        escalated,
        audience=Audience.CLIENT,
        body="We read the dump.",
        files=[],
        by=house.mia,
        at=timezone.now(),
    )

    page = page_of(at_home, escalated)

    assert "Our engineers have it" in page
    assert "Microsoft" not in page
    assert "is-publisher" not in page
    assert "We read the dump." in page


def test_waiting_says_what_is_expected_and_that_the_clock_stands(
    at_home: Client, house: House, fresh: Incident
) -> None:
    wait_for_client(fresh, reason="Restart workstation B2", by=house.hank, at=timezone.now())

    page = page_of(at_home, fresh)

    assert "We need you." in page
    assert "Restart workstation B2" in page
    assert "The clock is paused since" in page
    assert f'action="/i/{fresh.reference}/move/answer/"' in page


def test_restored_asks_whether_it_works(at_home: Client, house: House, fresh: Incident) -> None:
    restore_incident(fresh, restored_at=fresh.opened_at, by=house.hank, at=timezone.now())

    page = page_of(at_home, fresh)

    assert "Does everything work for you?" in page
    assert "Yes, everything works" in page
    assert "What still does not work?" in page
    assert f'action="/i/{fresh.reference}/move/not-restored/"' in page


def test_resolved_says_when_it_closes_and_offers_to_reopen(
    at_home: Client, house: House, fresh: Incident
) -> None:
    resolve_incident(fresh, cause="c", responsibility=None, by=house.hank, at=timezone.now())

    page = page_of(at_home, fresh)

    assert "Resolved: the cause is removed." in page
    assert "Without news from you the incident closes by itself:" in page
    assert "The problem is back" in page


def test_closed_leaves_nothing_to_do_but_a_new_one(
    at_home: Client, house: House, fresh: Incident, clara: User
) -> None:
    resolve_incident(fresh, cause="c", responsibility=None, by=house.hank, at=timezone.now())
    close_incident(fresh, by=clara, at=timezone.now())

    page = page_of(at_home, fresh)

    assert "A closed incident is not taken up again." in page
    assert f"/incidents/new/?configuration={house.payroll.pk}" in page
    assert "<textarea" not in page


def test_french_readers_read_french(at_home: Client, clara: User, fresh: Incident) -> None:
    clara.language = "fr"
    clara.save()

    page = page_of(at_home, fresh)

    assert '<html lang="fr"' in page
    assert Status.OPEN in Incident.objects.get(pk=fresh.pk).status
