"""`manage.py verify_timeline`: silent about sound timelines, loud about every kind of tampering."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.cast import House
from tests.factories import tickets
from tickets.models import Escalation, Incident, IncidentEvent

pytestmark = pytest.mark.django_db


@contextmanager
def _without_guards() -> Iterator[None]:
    """Do as somebody does who owns the database: no trigger, no constraint is asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")


def _complaint() -> str:
    """Return what it says of broken timelines."""
    said = StringIO()
    with pytest.raises(CommandError, match="1 of 2 timelines"):
        call_command("verify_timeline", stderr=said)
    return said.getvalue()


@pytest.fixture
def pair(house: House) -> Incident:
    """A long timeline, and beside it a sound one that must stay unsuspected."""
    tickets.incident(house.rival_payroll, house.stranger)
    return tickets.escalated(tickets.incident(house.payroll, house.clara), by=house.hank)


def test_sound_timelines_pass(pair: Incident) -> None:
    said = StringIO()

    call_command("verify_timeline", stdout=said)

    assert said.getvalue() == "All 2 timelines are as they were written.\n"


@pytest.mark.parametrize("field", ["detail", "kind", "at", "by", "organisation", "audience"])
def test_a_changed_line_is_found(pair: Incident, house: House, field: str) -> None:
    event = pair.events.get(sequence=1)
    changed = {
        "detail": {**event.detail, "impact": "question"},
        "kind": "incident.called",
        "at": event.at.replace(microsecond=event.at.microsecond ^ 1),
        "by": house.hank,
        "organisation": house.compaq,
        "audience": "vendors",
    }[field]
    with _without_guards():
        IncidentEvent.objects.filter(pk=event.pk).update(**{field: changed})

    assert _complaint() == f"{pair.reference}: line 1 was changed\n"


def test_a_line_taken_out_is_found(pair: Incident) -> None:
    with _without_guards():
        Escalation.objects.filter(incident=pair).delete()
        IncidentEvent.objects.filter(pk=pair.events.get(sequence=2).pk)._raw_delete("default")

    assert "line 2 is missing" in _complaint()


def test_a_tail_cut_off_is_found(pair: Incident) -> None:
    with _without_guards():
        last = pair.events.filter(sequence=pair.last_sequence)
        IncidentEvent.objects.filter(pk__in=last)._raw_delete("default")

    assert f"it ends at line {pair.last_sequence - 1}" in _complaint()


def test_a_line_sealed_anew_no_longer_fits_the_next(pair: Incident) -> None:
    with _without_guards():
        IncidentEvent.objects.filter(pk=pair.events.get(sequence=2).pk).update(
            previous_hash="f" * 64
        )

    assert "line 2 does not follow the one before" in _complaint()


def test_a_timeline_that_is_gone_altogether_is_found(pair: Incident) -> None:
    with _without_guards():
        IncidentEvent.objects.filter(incident=pair)._raw_delete("default")

    assert _complaint() == f"{pair.reference}: the whole timeline is missing\n"
