"""A mismatch through the API: who marks it, what each reads of it."""

from typing import Any

import pytest

from tests.cast import House
from tests.programs import Program
from tickets.models import Incident

SEEN = "4 GB where the revision says 8."


def test_a_vendor_marks_it_and_the_client_reads_it(house: House, incident: Incident) -> None:
    at = f"/incidents/{incident.reference}/"
    assert Program(house.clara).reads(at)["mismatch"] is None

    marked = Program(house.hank).does(f"{at}mismatch/", {"seen": SEEN})

    assert marked["mismatch"]["seen"] == SEEN
    assert "mismatch" in marked["moves"]
    read = Program(house.clara).reads(at)
    assert set(read["mismatch"]) == {"seen", "at"}
    assert "mismatch" not in read["moves"]


@pytest.mark.parametrize("body", [{}, {"seen": " "}, {"seen": "x" * 5_001}, {"seen": "x", "a": 1}])
def test_what_was_seen_is_asked(house: House, incident: Incident, body: Any) -> None:
    answer = Program(house.hank).post(f"/incidents/{incident.reference}/mismatch/", body)

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"a" if "a" in body else "seen"}


@pytest.mark.parametrize(
    ("who", "status"),
    [("clara", 403), ("mia", 404), ("stranger", 404), ("rival_agent", 404)],
)
def test_others_do_not(house: House, incident: Incident, who: str, status: int) -> None:
    answer = Program(getattr(house, who)).post(
        f"/incidents/{incident.reference}/mismatch/", {"seen": SEEN}
    )

    assert answer.status_code == status
    assert Incident.objects.get(pk=incident.pk).mismatch_seen == ""
