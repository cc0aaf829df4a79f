"""The whole way of an incident through the API, each step by the program of its party."""

from datetime import timedelta

from django.utils import timezone

from escalation.use_cases.follow_event import follow_event
from tests.cast import House
from tests.factories.tickets import SOFTWARE_WORDS
from tests.programs import Program
from tickets.models import Unfollowed


def let_workers_run() -> None:
    """Follow every event there is, as Celery does."""
    for event_id in list(Unfollowed.objects.order_by("at").values_list("event_id", flat=True)):
        follow_event(event_id, at=timezone.now())


def in_software(opened: dict[str, object], hank: Program, at: str) -> None:
    if opened["queue"] != "software":
        hank.does(f"{at}/route/", {"queue": "software", "reason": "It is the database."})


def test_an_incident_travels_through_the_api(house: House) -> None:  # noqa: PLR0915  a journey
    clara, hank, mia = Program(house.clara), Program(house.hank), Program(house.mia)
    number = str(house.payroll.support_number)
    began_at = timezone.now() - timedelta(minutes=10)

    opened = clara.does(
        "/incidents/",
        {
            "support_number": number.replace("-", " ").lower(),
            "description": SOFTWARE_WORDS,
            "impact": "outage",
            "down_since": began_at.isoformat(),
            "contact": {"name": "Clara Morel", "phone": "01 02 03 04 05"},
        },
    )
    at = f"/incidents/{opened['reference']}"
    in_software(opened, hank, at)
    let_workers_run()

    # The publisher has it, forced to high by the client's number.
    incident = mia.reads(f"{at}/")
    leg = incident["escalation"]
    work = f"/escalations/{leg['id']}"
    assert incident["priority"] == "high"
    assert incident["forced_by"].startswith(number)
    assert incident["support_number"] == number
    assert mia.reads("/escalations/")["results"][0]["incident"] == opened["reference"]

    # Mia acknowledges with a case; each writes to its readers.
    acknowledged = mia.does(f"{work}/acknowledge/", {"case_number": "SRX-1"})
    assert (acknowledged["status"], acknowledged["case_number"]) == ("acknowledged", "SRX-1")
    mia.does(f"{at}/comments/", {"audience": "client", "body": "We look into it."})
    mia.does(f"{at}/comments/", {"audience": "vendors", "body": "The disks, I fear."})
    mia.does(f"{at}/comments/", {"audience": "internal", "body": "As with the other one."})
    assert [each["body"] for each in clara.reads(f"{at}/comments/")["results"]] == [
        "We look into it."
    ]
    assert len(hank.reads(f"{at}/comments/")["results"]) == 2
    assert len(mia.reads(f"{at}/comments/")["results"]) == 3

    # Not software: back to the manufacturer, which takes it and waits for the client.
    returned = mia.does(f"{work}/return/", {"reason": "A disk is failing."})
    assert returned["status"] == "returned"
    assert returned["moves"] == []
    assert hank.reads(f"{at}/")["queue"] == "triage"
    hank.does(f"{at}/route/", {"queue": "hardware", "reason": "Disk shelf 2."})
    taken = hank.does(f"{at}/assign/", {"user": "me"})
    assert taken["assignee"]["name"] == "Hank Rey"
    assert taken["forced_by"] is None
    hank.does(f"{at}/call/", {"note": "On my way."})
    assert hank.does(f"{at}/wait/", {"reason": "Open the room."})["status"] == "waiting"
    clara.does(f"{at}/comments/", {"audience": "client", "body": "It is open."})
    assert clara.reads(f"{at}/")["status"] == "open"

    # Restored, not restored, restored; resolved, reopened, resolved, closed.
    now = timezone.now().isoformat()
    assert hank.does(f"{at}/restore/", {"at": now})["status"] == "restored"
    assert clara.does(f"{at}/not-restored/", {"reason": "Still slow."})["status"] == "open"
    hank.does(f"{at}/restore/", {"at": timezone.now().isoformat()})
    confirmed = clara.does(f"{at}/confirm/")
    assert confirmed["status"] == "restored"
    assert "confirm" not in confirmed["moves"]
    shares = {"manufacturer": 100, "publisher": 0}
    resolved = hank.does(f"{at}/resolve/", {"cause": "A disk.", "responsibility": shares})
    assert resolved["status"] == "resolved"
    assert clara.does(f"{at}/reopen/", {"reason": "Again."})["status"] == "open"
    hank.does(f"{at}/resolve/", {"cause": "The shelf.", "responsibility": shares})
    closed = clara.does(f"{at}/close/")
    assert closed["status"] == "closed"
    assert closed["closed_at"].endswith("+00:00")
    assert closed["moves"] == []

    # Vendors read every line with its seal; the client its own story, without any trace of gaps.
    lines = hank.reads(f"{at}/timeline/", {"page_size": 200})["results"]
    seals = {line["hash"]: line["previous_hash"] for line in lines}
    assert all(line["previous_hash"] for line in lines)
    assert len(seals) == len(lines)
    told = clara.reads(f"{at}/timeline/", {"page_size": 200})["results"]
    assert {"sequence", "hash", "previous_hash", "detail", "id"}.isdisjoint(
        {name for line in told for name in line}
    )
    assert not any("SRX-1" in line["text"] or "disk is failing" in line["text"] for line in told)
