"""An impact that becomes an outage, through the API: since when, and whom to call."""

from typing import Any

import pytest
from django.utils import timezone

from contracts.choices import Impact
from tests.cast import House
from tests.factories import tickets
from tests.programs import Program
from tickets.models import Incident


@pytest.fixture
def slow(house: House) -> Incident:
    """Taken on the phone: nobody to call is known."""
    return tickets.incident(
        house.payroll,
        house.hank,
        at=timezone.now(),
        impact=Impact.DEGRADED,
        down_since=None,
        contact_name="",
        contact_phone="",
    )


def test_an_outage_names_its_contact(house: House, slow: Incident) -> None:
    hank, at = Program(house.hank), f"/incidents/{slow.reference}/impact/"
    said: dict[str, Any] = {"impact": "outage", "reason": "All is down."}

    for contact in ({}, {"contact": None}, {"contact": {"name": "Paul", "phone": ""}}):
        answer = hank.post(at, said | contact)
        assert answer.status_code == 422
        assert set(answer.json()["errors"]) == {"contact"}
    changed = hank.does(at, said | {"contact": {"name": "Paul", "phone": "06"}})

    assert (changed["impact"], changed["contact"]) == ("outage", {"name": "Paul", "phone": "06"})


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"down_since": "2026-11-24T08:00:00Z"}, "down_since"),
        ({"contact": {"name": "Paul", "phone": "06"}}, "contact"),
    ],
)
def test_what_only_an_outage_asks_is_refused_with_another_impact(
    house: House, slow: Incident, said: Any, field: str
) -> None:
    answer = Program(house.hank).post(
        f"/incidents/{slow.reference}/impact/", {"impact": "question", "reason": "x"} | said
    )

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {field}


def test_an_incident_of_a_caller_names_the_caller(house: House) -> None:
    opened = Program(house.hank).does(
        "/incidents/",
        {
            "configuration": str(house.payroll.pk),
            "description": "Slow since this morning",
            "impact": "degraded",
            "on_behalf_of": "Paul Girard",
            "called_at": timezone.now().isoformat(),
        },
    )

    assert opened["contact"] == {"name": "Paul Girard", "phone": ""}
