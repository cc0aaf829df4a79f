from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import House
from tests.factories import tickets
from tests.programs import Program
from tests.tickets.api.test_opening import errors_of, report
from tests.tickets.items import changed, item_of
from tickets.models import Incident


def test_the_register_names_the_item_that_an_incident_then_concerns(house: House) -> None:
    program = Program(house.clara)
    number = house.payroll.support_number
    item = program.get(f"/configurations/{number}/").json()["revision"]["items"][1]

    opened = program.does("/incidents/", report(house, item=item["id"]))

    assert opened["item"] == {
        "id": item["id"],
        "kind": item["product"]["kind"],
        "product": "SQL Server 2000",
        "serial_number": "",
        "host": "",
        "role": "",
    }
    assert program.get(f"/incidents/{opened['reference']}/").json()["item"] == opened["item"]


@pytest.mark.parametrize("said", [{}, {"item": None}], ids=["unsaid", "null"])
def test_it_need_not_be_said(house: House, said: dict[str, Any]) -> None:
    opened = Program(house.clara).does("/incidents/", report(house) | said)

    assert opened["item"] is None


def test_an_item_of_somebody_else_answers_like_one_that_is_not(house: House) -> None:
    program = Program(house.clara)
    past = item_of(house.payroll, "ProLiant 8500").pk
    changed(house, ("ProLiant 8500", "SRV-NEW", ""))
    theirs = item_of(house.rival_payroll, "ProLiant 8500").pk

    answers = [
        program.post("/incidents/", report(house, item=item))
        for item in (theirs, past, 999_999, 10**17)
    ]

    assert [errors_of(each) for each in answers] == [{"item"}] * 4
    assert len({each.json()["errors"]["item"][0] for each in answers}) == 1
    assert not Incident.objects.exists()


def test_without_a_system_there_is_no_item(house: House) -> None:
    said = report(
        house,
        support_number=None,
        contract=house.contract.number,
        item=item_of(house.payroll, "ProLiant 8500").pk,
    )

    assert errors_of(Program(house.clara).post("/incidents/", said)) == {"item"}


def test_the_publisher_reads_it_with_the_escalation(house: House) -> None:
    item = item_of(house.payroll, "SQL Server 2000")
    concerned = tickets.incident(house.payroll, house.clara, item=item)
    tickets.escalated(concerned, by=house.hank)

    (leg,) = Program(house.mia).get("/escalations/").json()["results"]

    assert leg["item"]["id"] == item.pk
    assert leg["item"]["product"] == "SQL Server 2000"


@pytest.mark.parametrize("path", ["/incidents/", "/escalations/"])
def test_a_list_asks_no_more_for_more_items(house: House, path: str) -> None:
    program = Program(house.mia)
    asked = []
    for _more in range(2):
        for product in ("SQL Server 2000", "ProLiant 8500"):
            found = tickets.incident(
                house.payroll, house.clara, item=item_of(house.payroll, product)
            )
            tickets.escalated(found, by=house.hank)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert program.get(path).json()["results"]
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_the_schema_describes_it(house: House) -> None:
    schema = Program(house.clara).get("/schema/?format=json").json()["components"]["schemas"]

    assert "item" in schema["Incident"]["properties"]
    assert "item" in schema["Escalation"]["properties"]
    assert "item" not in schema["ReportRequest"].get("required", [])
    assert "id" in schema["Item"]["properties"]
