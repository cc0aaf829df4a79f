from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.choices import Impact
from tests.cast import House
from tests.factories import tickets
from tests.factories.tickets import HARDWARE_WORDS, SOFTWARE_WORDS
from tests.programs import Program, walk
from tickets.choices import Queue
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident

WHAT_IS_AT_RISK = 10
"""So many queries more, where an outage lasts."""


@pytest.fixture
def many(house: House) -> list[Incident]:
    now = timezone.now()
    impacts = [*Impact] * 3
    return [
        tickets.incident(
            house.payroll, house.clara, at=now - timedelta(minutes=place), impact=impact
        )
        for place, impact in enumerate(impacts)
    ]


def references(rows: Any) -> list[str]:
    return [row["reference"] for row in rows]


def test_escalations_follow_each_other_over_pages(house: House, many: list[Incident]) -> None:
    for each in many[:5]:
        tickets.escalated(each, by=house.hank)
    program = Program(house.mia)

    first = program.reads("/escalations/", {"page_size": 2})
    whole = [each["id"] for each in walk(program, "/escalations/", page_size=2)]
    second = program.client.get(first["next"]).json()

    assert whole == [each["id"] for each in program.reads("/escalations/")["results"]]
    assert len(whole) == 5
    assert program.client.get(second["previous"]).json()["results"] == first["results"]
    assert program.get("/escalations/", {"cursor": "WyJu"}).status_code == 422


def test_pages_follow_each_other_in_both_directions(house: House, many: list[Incident]) -> None:
    program = Program(house.clara)

    first = program.reads("/incidents/", {"page_size": 5, "ordering": "-opened_at"})
    second = program.client.get(first["next"]).json()
    back = program.client.get(second["previous"]).json()

    assert first["previous"] is None
    assert "count" not in first
    assert references(back["results"]) == references(first["results"])
    whole = references(walk(program, "/incidents/", page_size=5, ordering="-opened_at"))
    assert whole == [each.reference for each in many]


def test_pages_stay_while_new_incidents_arrive(house: House, many: list[Incident]) -> None:
    program = Program(house.clara)
    first = program.reads("/incidents/", {"page_size": 5, "ordering": "-opened_at"})

    tickets.incident(house.payroll, house.clara, at=timezone.now())

    second = program.client.get(first["next"]).json()
    seen = references(first["results"] + second["results"])
    assert seen == [each.reference for each in many[:10]]


def test_what_is_owed_first_stands_on_top(house: House, many: list[Incident]) -> None:
    rows = references(walk(Program(house.hank), "/incidents/", page_size=4))

    due = Incident.objects.order_by("due_at", "id")
    assert rows == [each.reference for each in due]


def test_a_client_is_not_told_by_the_order_when_something_is_due(
    house: House, many: list[Incident]
) -> None:
    newest = [each.reference for each in Incident.objects.order_by("-id")]

    for query in ({}, {"ordering": "due"}):
        page = Program(house.clara).reads("/incidents/", query | {"page_size": 1})
        cursor = parse_qs(urlsplit(page["next"]).query)["cursor"][0]
        assert str(timezone.now().year) not in str(b64decode(cursor + "==", altchars=b"-_"))
        assert references(walk(Program(house.clara), "/incidents/", page_size=4, **query)) == newest


def test_a_model_is_searched_although_it_looks_like_a_number(house: House) -> None:
    printer = tickets.incident(
        house.payroll, house.clara, at=timezone.now(), description="Laser 8500 2000 en panne"
    )
    tickets.incident(house.payroll, house.clara, at=timezone.now())

    rows = Program(house.clara).reads("/incidents/", {"q": "8500 2000"})["results"]

    assert references(rows) == [printer.reference]


@pytest.mark.parametrize(
    "instant",
    ["2026-01-02T08:00:00+01:00", "2026-01-02T08:00:00.5+0100", "2026-01-02 08:00:00Z"],
)
def test_a_plus_sign_that_nobody_escaped_is_forgiven(house: House, instant: str) -> None:
    answer = Program(house.clara).get(f"/incidents/?opened_after={instant}")

    assert answer.status_code == 200


def test_count_counts_only_when_it_is_asked(house: House, many: list[Incident]) -> None:
    page = Program(house.clara).reads("/incidents/", {"page_size": 1, "count": "true"})

    assert page["count"] == len(many)
    assert Program(house.stranger).reads("/incidents/", {"count": "true"})["count"] == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"page_size": 201}, "page_size"),
        ({"page_size": 0}, "page_size"),
        ({"page_size": "ten"}, "page_size"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "WyJuIiwxXQ"}, "cursor"),
        ({"cursor": "WyJuIiwgNSwgNl0"}, "cursor"),
        ({"count": "perhaps"}, "count"),
        ({"status": "lost"}, "status"),
        ({"queue": "other"}, "queue"),
        ({"assignee": "him"}, "assignee"),
        ({"opened_after": "2026-11-24T08:00:00"}, "opened_after"),
        ({"ordering": "title"}, "ordering"),
        ({"statsu": "open"}, "statsu"),
        ({"status": ["open", "closed"]}, "status"),
        ({"configuration": "FR-0000-0000-11"}, "configuration"),
        ({"q": "FR-0000-0000-11"}, "q"),
        ({"q": "FR-7402-9183-00"}, "q"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(house: House, query: Any, field: str) -> None:
    answer = Program(house.hank).get("/incidents/", query)

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {field}


def test_each_filter_narrows(house: House) -> None:
    now = timezone.now()
    old = now - timedelta(days=2)
    disk = tickets.incident(
        house.payroll, house.clara, at=now, description=HARDWARE_WORDS, impact=Impact.QUESTION
    )
    base = tickets.incident(house.payroll, house.clara, at=old, description=SOFTWARE_WORDS)
    tickets.put_in(disk, Queue.HARDWARE, by=house.hank, at=now)
    tickets.escalated(base, by=house.hank, at=now)
    assign_incident(disk, to=house.hank, by=house.hank, at=now)
    hank = Program(house.hank)

    def found(**query: Any) -> list[str]:
        return references(hank.reads("/incidents/", query)["results"])

    number = str(house.payroll.support_number)
    for query, expected in (
        ({"queue": "hardware"}, [disk]),
        ({"status": "open", "queue": ""}, [disk, base]),
        ({"status": "closed"}, []),
        ({"impact": "question"}, [disk]),
        ({"priority": "high"}, [base]),
        ({"assignee": "me"}, [disk]),
        ({"assignee": "none"}, [base]),
        ({"assignee": house.hank.pk}, [disk]),
        ({"assignee": 10**17}, []),
        ({"configuration": house.payroll.pk}, [disk, base]),
        ({"configuration": number}, [disk, base]),
        ({"configuration": number.replace("FR-", "DE-")}, []),
        ({"q": number.replace("FR-", "DE-")}, []),
        ({"configuration": house.rival_payroll.pk}, []),
        ({"configuration": "hello"}, []),
        ({"q": "base suspecte"}, [base]),
        ({"q": disk.reference}, [disk]),
        ({"q": number}, [disk, base]),
        ({"opened_after": (now - timedelta(days=1)).isoformat()}, [disk]),
    ):
        assert sorted(found(**query)) == sorted(each.reference for each in expected), query
    mine = Program(house.mia)
    assert mine.reads("/incidents/", {"assignee": "none"})["results"]
    mine.does(f"/incidents/{base.reference}/assign/", {"user": "me"})
    assert references(mine.reads("/incidents/", {"assignee": "me"})["results"]) == [base.reference]


@pytest.fixture
def queries_of(house: House) -> Callable[[str, Program], int]:
    def count(path: str, program: Program) -> int:
        program.reads(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            program.reads(path)
        return len(asked)

    return count


def test_a_long_list_asks_no_more_than_a_short_one(
    house: House, queries_of: Callable[[str, Program], int]
) -> None:
    now = timezone.now()
    hank, mia, clara = Program(house.hank), Program(house.mia), Program(house.clara)
    tickets.escalated(tickets.incident(house.payroll, house.clara, at=now), by=house.hank, at=now)
    asked = [
        (path, program, queries_of(path, program))
        for program in (hank, mia, clara)
        for path in ("/incidents/", "/escalations/", "/configurations/")
    ]

    for _ in range(49):
        opened = tickets.incident(house.payroll, house.clara, at=now)
        tickets.escalated(opened, by=house.hank, at=now)

    assert len(hank.reads("/incidents/")["results"]) == 50
    for path, program, before in asked:
        assert queries_of(path, program) == before, path
        assert before <= 8 + WHAT_IS_AT_RISK, path
