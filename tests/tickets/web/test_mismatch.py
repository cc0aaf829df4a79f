"""On the incident's page: what the revision in force had changed, and what differs from it."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import Configuration
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.factories import tickets
from tests.tickets.web.reading import address, page_of
from tickets.choices import Action
from tickets.models import Incident
from tickets.use_cases.mark_mismatch import mark_mismatch

SEEN = "The second node runs without its patch."


def _change(house: House, system: Configuration, *, at: datetime) -> None:
    """Take the hardware away and add a host to the software; signed by both, in force at once."""
    product = house.agreement.products.get(name="SQL Server 2000")
    revision = propose_revision(
        system, [Item(product, host="SRV-9")], Plan("", at), by=house.helen, at=at
    )
    for signatory in (house.helen, house.max):
        sign_off_revision(revision, by=signatory, at=at)


@pytest.fixture
def changed(house: House) -> Incident:
    """Opened three days after its system was changed."""
    _change(house, house.payroll, at=timezone.now() - timedelta(days=3, hours=1))
    incident = tickets.incident(house.payroll, house.clara, at=timezone.now())
    return tickets.escalated(incident, by=house.hank)


def test_vendors_see_what_changed_three_days_before(
    hanks: Client, mias: Client, changed: Incident
) -> None:
    for vendor in (hanks, mias):
        aside = page_of(vendor, changed).split("<aside", 1)[1]
        assert "changed 3 days before" in aside
        assert "Changed: SQL Server 2000 (host name: – → SRV-9)" in aside
        assert "Removed: ProLiant 8500" in aside
        assert "What changed since R1" in aside


def test_the_client_reads_that_it_changed(claras: Client, changed: Incident) -> None:
    aside = page_of(claras, changed).split('id="client-aside"', 1)[1]

    assert "R2, signed by both vendors" in aside
    assert "changed 3 days before" in aside


def test_what_changed_long_ago_is_not_called_recent(
    hanks: Client, claras: Client, house: House
) -> None:
    _change(house, house.payroll, at=timezone.now() - timedelta(days=31))
    incident = tickets.incident(house.payroll, house.clara, at=timezone.now())

    assert "What changed since R1" in page_of(hanks, incident)
    for reader in (hanks, claras):
        assert "before</b>" not in page_of(reader, incident)
        assert "days before" not in page_of(reader, incident)


def test_a_first_revision_changed_nothing(hanks: Client, claras: Client, house: House) -> None:
    at = timezone.now()
    house.payroll.revisions.update(in_force=(at - timedelta(days=2), None))
    incident = tickets.incident(house.payroll, house.clara, at=at)

    assert "What changed since" not in page_of(hanks, incident)
    assert "days before" not in page_of(claras, incident)


def test_a_change_after_the_opening_is_none_before_it(hanks: Client, house: House) -> None:
    incident = tickets.incident(house.payroll, house.clara, at=timezone.now() - timedelta(hours=5))
    _change(house, house.payroll, at=timezone.now())

    page = page_of(hanks, incident)

    assert "What changed since" not in page
    assert "Revision 1, in force at opening" in page


def test_an_agent_notes_a_mismatch_on_the_page(
    hanks: Client, claras: Client, changed: Incident
) -> None:
    answer = hanks.post(address(changed, Action.MISMATCH), {"seen": SEEN})

    assert answer.status_code == 302
    assert "The system differs from revision R2." in page_of(hanks, changed)
    page = page_of(claras, changed)
    assert "Your system is no longer as it was signed (revision R2)." in page
    shown = page.replace(f'value="{SEEN}"', "")  # what the button sends is not read
    assert shown.count(SEEN) == 2  # in the notice, and in the exchanges


@pytest.mark.parametrize("who", ["clara", "hank", "mia"])
def test_a_change_notice_opened_from_it_carries_what_was_seen(
    client: Client, house: House, changed: Incident, who: str
) -> None:
    mark_mismatch(changed, seen=SEEN, by=house.hank, at=timezone.now())
    client.force_login(getattr(house, who))
    page = page_of(client, changed)
    form = page.split(f'<form method="post" action="/c/{house.payroll.pk}/draft/">', 1)[1]
    sent = dict(re.findall('name="([^"]+)" value="([^"]*)"', form.split("</form>", 1)[0]))

    begun = client.post(f"/c/{house.payroll.pk}/draft/", {**sent, "do": "begin"})

    said = begun.content.decode()
    assert f"After incident {changed.reference}.\nSeen there: {SEEN}" in said
    assert f'href="/i/{changed.reference}/"' in said


def test_what_was_seen_is_asked_for_by_its_name_and_once(hanks: Client, changed: Incident) -> None:
    page = hanks.get(address(changed, Action.MISMATCH)).text

    assert '<label for="act_seen"' in page
    assert page.count('name="seen"') == 1


def test_without_words_the_form_comes_back(hanks: Client, changed: Incident) -> None:
    answer = hanks.post(address(changed, Action.MISMATCH), {"seen": ""})

    assert answer.status_code == 422
    assert "Say what differs from the revision." in answer.content.decode()


def test_a_client_gets_no_button_for_it(claras: Client, changed: Incident) -> None:
    assert address(changed, Action.MISMATCH) not in page_of(claras, changed)
    assert claras.get(address(changed, Action.MISMATCH)).status_code == 409
    assert claras.post(address(changed, Action.MISMATCH), {"seen": SEEN}).status_code == 403


def test_the_clients_open_page_gets_the_notice(
    claras: Client, house: House, changed: Incident
) -> None:
    live = f"/i/{changed.reference}/live/"
    tag = claras.get(live)["ETag"]

    mark_mismatch(changed, seen=SEEN, by=house.hank, at=timezone.now())

    fresh = claras.get(live, headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    assert SEEN in fresh.content.decode().split('id="client-mismatch"')[1].split("</div>")[0]


def test_the_page_asks_as_much_with_a_past_as_without(
    hanks: Client, house: House, changed: Incident
) -> None:
    mark_mismatch(changed, seen=SEEN, by=house.hank, at=timezone.now())
    page_of(hanks, changed)

    with CaptureQueriesContext(connection) as asked:
        page_of(hanks, changed)

    assert len(asked) <= 12
