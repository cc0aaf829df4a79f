"""`manage.py seed`: a consistent population, which every constraint and every chain accepts."""

from collections import Counter
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from contracts.models import User
from escalation.models import DueAction, Notification
from escalation.use_cases.check_clocks import check_clocks
from escalation.use_cases.follow_event import follow_event
from tests.cast import House
from tests.factories import tickets
from tickets.access import incident_for
from tickets.choices import UNFINISHED, Audience, LegState, Queue, Status
from tickets.models import Comment, Escalation, Incident, IncidentEvent, Unfollowed
from tickets.selectors.queues import Filters, counters, queue_page
from tickets.selectors.search import search
from tickets.selectors.story import story_of
from tickets.use_cases.converse import add_comment
from tickets.use_cases.move_incident import close_incident, resolve_incident
from tickets.use_cases.work_escalation import acknowledge_escalation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COUNT = 300


@pytest.fixture
def moulds(house: House) -> list[Incident]:
    """A settled incident in hardware that is closed, one with the publisher, one to sort."""
    closed = tickets.incident(house.payroll, house.clara, description=tickets.HARDWARE_WORDS)
    closed = tickets.put_in(closed, Queue.HARDWARE, by=house.hank)
    resolve_incident(closed, cause="un disque", responsibility=None, by=house.hank, at=NOW)
    close_incident(closed, by=house.clara, at=NOW)
    escalated = tickets.escalated(tickets.incident(house.payroll, house.clara), by=house.hank)
    acknowledge_escalation(escalated, case_number="SRX 12-A", by=house.mia, at=NOW)
    for audience in Audience:
        body = f"100 % {audience}\nligne\tdeux \\ trois"
        add_comment(escalated, audience=audience, body=body, files=[], by=house.mia, at=NOW)
    to_sort = tickets.put_in(
        tickets.incident(house.payroll, house.clara), Queue.TRIAGE, by=house.hank
    )
    for event_id in list(Unfollowed.objects.order_by("pk").values_list("pk", flat=True)):
        assert follow_event(event_id, at=NOW)
    return [Incident.objects.get(pk=each.pk) for each in (closed, escalated, to_sort)]


@pytest.fixture
def population(house: House, moulds: list[Incident]) -> None:
    """Three hundred copies, every key looked up and every trigger fired."""
    call_command("seed", incidents=COUNT, distrusted=True, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_it_adds_so_many_and_every_chain_holds(moulds: list[Incident], population: None) -> None:
    assert Incident.objects.count() == len(moulds) + COUNT
    call_command("verify_timeline", verbosity=0)


def test_most_are_closed_and_few_are_at_work(moulds: list[Incident], population: None) -> None:
    copies = Incident.objects.exclude(pk__in=[each.pk for each in moulds])
    counted = Counter(copies.values_list("status", flat=True))

    assert counted[Status.CLOSED] > 0.9 * COUNT
    assert 0 < copies.filter(status__in=UNFINISHED).count() <= 0.05 * COUNT


def test_a_copy_has_all_that_its_mould_has(
    house: House, moulds: list[Incident], population: None
) -> None:
    _closed, escalated, _to_sort = moulds
    copy = Incident.objects.filter(forced_by__isnull=False).exclude(pk=escalated.pk).first()

    assert copy is not None
    assert copy.forced_by == house.payroll.support_number.with_revision(1)
    leg = Escalation.objects.get(incident=copy)
    assert leg.state == LegState.ACKNOWLEDGED
    assert leg.case_number.startswith("SRX")
    assert leg.case_number != "SRX 12-A"
    for reader in (house.mia, house.hank, house.clara):
        lines = [entry.event.kind for entry in story_of(copy, reader)]
        assert lines == [entry.event.kind for entry in story_of(escalated, reader)]
    bodies = set(Comment.objects.filter(incident=copy).values_list("body", flat=True))
    assert bodies == {f"100 % {audience}\nligne\tdeux \\ trois" for audience in Audience}
    found = search(house.hank, leg.case_number, cursor="").rows
    assert [each.pk for each in found] == [copy.pk]


def test_deadlines_move_with_the_incident(moulds: list[Incident], population: None) -> None:
    promised = {each.restore_due_at - each.opened_at for each in moulds if each.restore_due_at}

    for copy in Incident.objects.filter(restore_due_at__isnull=False):
        assert copy.restore_due_at is not None
        assert copy.restore_due_at - copy.opened_at in promised
    assert check_clocks(at=NOW) == 0


def test_words_differ_and_are_found(house: House, moulds: list[Incident], population: None) -> None:
    descriptions = set(Incident.objects.values_list("description", flat=True))

    assert len(descriptions) > 0.95 * COUNT
    code = max(descriptions, key=len).rstrip(".").split()[-1]
    assert len(search(house.clara, code, cursor="").rows) == 1


def test_people_find_their_way_in_it(
    house: House, moulds: list[Incident], population: None
) -> None:
    row = queue_page(house.mia, "all", Filters(), cursor="", at=NOW).rows[0]

    assert incident_for(house.mia, row.reference) == row
    assert counters(house.hank, at=NOW)["all"] > 0
    assert not Incident.objects.visible_to(house.stranger).exists()


def test_news_reach_only_people_of_the_house(moulds: list[Incident], population: None) -> None:
    companies = {each.manufacturer_id for each in moulds} | {each.publisher_id for each in moulds}
    companies |= {each.client_id for each in moulds}
    told = Notification.objects.values("recipient__organisation").distinct()

    assert {row["recipient__organisation"] for row in told} <= companies
    assert not Unfollowed.objects.exists()


def test_what_fell_due_on_copies_is_overtaken_so_that_nobody_is_told(
    moulds: list[Incident], population: None
) -> None:
    copies = DueAction.objects.exclude(incident__in=moulds)

    assert copies.exists()
    assert not copies.due_at(now()).exists()
    of_legs = copies.filter(escalation__isnull=False).select_related("escalation")
    assert of_legs.exists()
    for row in of_legs:
        assert row.escalation is not None
        assert row.key.startswith(f"leg:{row.escalation_id}:")
        assert row.escalation.incident_id == row.incident_id


def test_it_can_be_run_again_on_top(moulds: list[Incident], population: None) -> None:
    call_command("seed", incidents=50, verbosity=0)

    assert Incident.objects.count() == len(moulds) + COUNT + 50
    call_command("verify_timeline", verbosity=0)


def test_more_clients_come_with_more_incidents(
    house: House, moulds: list[Incident], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.population.growth.CLIENTS_FOR_EACH", 20)
    call_command("seed", incidents=60, distrusted=True, verbosity=0)

    clients = Incident.objects.values_list("client", flat=True).distinct()
    assert clients.count() == 4
    for person in User.objects.filter(organisation__in=clients):
        for each in Incident.objects.visible_to(person)[:5]:
            assert each.opened_by.organisation_id == person.organisation_id
    assert IncidentEvent.objects.filter(by__organisation=house.rival_payroll.client).count() == 0


def test_a_bar_shows_how_far_it_is(moulds: list[Incident]) -> None:
    said = StringIO()

    call_command("seed", incidents=20, stdout=said)

    assert "20 of 20" in said.getvalue()
    assert "incidents/s" in said.getvalue()


def test_what_cannot_be_done_is_said(house: House) -> None:
    with pytest.raises(CommandError, match="At least one"):
        call_command("seed", incidents=0)
    tickets.incident(house.payroll, house.clara)  # nobody has followed it yet
    with pytest.raises(CommandError, match="nothing to copy"):
        call_command("seed", incidents=10)
