"""A mismatch: who marks it, what it keeps, who is told, what the database refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import translation

from contracts.rules.refusal import Forbidden, Invalid
from escalation.models import Notification
from escalation.use_cases.follow_event import follow_event
from tests.cast import House
from tests.factories import contracts, tickets
from tests.factories.contracts import MORNING
from tickets.access import abilities_of
from tickets.choices import Action, EventKind, LegState
from tickets.models import Incident
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.mark_mismatch import mark_mismatch
from tickets.use_cases.move_incident import close_incident, resolve_incident
from tickets.use_cases.stated_words import WORDS_LENGTH

SOON = MORNING + timedelta(minutes=10)
LATER = MORNING + timedelta(hours=1)
SEEN = "SQL Server runs with 4 GB, the revision says 8."


def test_an_agent_notes_what_was_seen(house: House, incident: Incident) -> None:
    held = mark_mismatch(incident, seen=f"  {SEEN}\n", by=house.hank, at=SOON)

    kept = Incident.objects.get(pk=held.pk)
    line = kept.events.get(kind=EventKind.MISMATCH_MARKED)
    assert (kept.mismatch_seen, kept.mismatch_at, kept.mismatch_by) == (SEEN, SOON, house.hank)
    assert line.detail == {"revision": 1, "seen": SEEN}
    assert line.audience == "client"


def test_newer_words_stand_and_the_timeline_keeps_the_older(
    house: House, escalated: Incident
) -> None:
    mark_mismatch(escalated, seen=SEEN, by=house.hank, at=SOON)
    mark_mismatch(escalated, seen="Service Pack 2 only.", by=house.mia, at=LATER)

    kept = Incident.objects.get(pk=escalated.pk)
    lines = kept.events.filter(kind=EventKind.MISMATCH_MARKED).order_by("sequence")
    assert (kept.mismatch_seen, kept.mismatch_by) == ("Service Pack 2 only.", house.mia)
    assert [line.detail["seen"] for line in lines] == [SEEN, "Service Pack 2 only."]


def test_it_is_the_publishers_first_contact(house: House, escalated: Incident) -> None:
    mark_mismatch(escalated, seen=SEEN, by=house.mia, at=SOON)

    assert escalated.escalations.get().state == LegState.ACKNOWLEDGED


@pytest.mark.parametrize("seen", ["", " \n", "x" * (WORDS_LENGTH + 1)])
def test_it_says_what_was_seen_and_no_more_than_can_be_read(
    house: House, incident: Incident, seen: str
) -> None:
    with pytest.raises(Invalid) as refused:
        mark_mismatch(incident, seen=seen, by=house.hank, at=SOON)

    assert set(refused.value.errors) == {"seen"}
    assert Incident.objects.get(pk=incident.pk).mismatch_at is None


def test_the_client_does_not_mark_it(house: House, incident: Incident) -> None:
    with pytest.raises(Forbidden):
        mark_mismatch(incident, seen=SEEN, by=house.clara, at=SOON)


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga", "mia"])
def test_who_does_not_see_it_finds_nothing(house: House, incident: Incident, who: str) -> None:
    with pytest.raises(Http404):
        mark_mismatch(incident, seen=SEEN, by=getattr(house, who), at=SOON)


def test_a_closed_incident_takes_none(house: House, incident: Incident) -> None:
    resolve_incident(incident, cause="a patch", responsibility=None, by=house.hank, at=SOON)
    close_incident(incident, by=house.clara, at=LATER)

    with pytest.raises(MoveNotOpen):
        mark_mismatch(incident, seen=SEEN, by=house.hank, at=LATER)


def test_nothing_can_differ_before_a_revision_is_in_force(house: House) -> None:
    young = contracts.configuration("Intranet", house.contract, signed_by=None)
    incident = tickets.incident(young, house.clara)

    assert Action.MISMATCH not in abilities_of(house.hank, incident, at=SOON)
    with translation.override("en"), pytest.raises(MoveNotOpen, match="nothing to differ from"):
        mark_mismatch(incident, seen=SEEN, by=house.hank, at=SOON)


def test_the_client_is_told(house: House, incident: Incident) -> None:
    mark_mismatch(incident, seen=SEEN, by=house.hank, at=SOON)
    line = incident.events.get(kind=EventKind.MISMATCH_MARKED)

    follow_event(line.pk, at=SOON)

    told = Notification.objects.filter(event=line).values_list("recipient", flat=True)
    assert house.clara.pk in told
    assert house.hank.pk not in told


@pytest.mark.parametrize(
    "broken",
    [
        {"mismatch_seen": SEEN},
        {"mismatch_at": SOON},
        {"mismatch_seen": SEEN, "mismatch_at": SOON},
        {"mismatch_seen": SEEN, "mismatch_by": 1, "mismatch_at": SOON, "revision": None},
    ],
)
def test_the_database_keeps_who_when_and_what_together(
    house: House, incident: Incident, broken: dict[str, object]
) -> None:
    if "mismatch_by" in broken:
        broken = {**broken, "mismatch_by": house.hank}

    with pytest.raises(IntegrityError, match="mismatch_"), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**broken)
